"""The home's store, made if it is not there yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from gitops_assets.cli.failures import told
from resources.home import find_home, prepare
from resources.store.store import Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store that the environment names, up to date; failures are told as every command tells them."""
    with told():
        home = find_home()
        prepare(home)
        with Store.open(home.store_url) as store:
            store.migrate()
            yield store
