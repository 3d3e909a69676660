"""The home's store, made if it is not there yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from gitops_assets.cli.exits import Stop
from resources.home import find_home, prepare
from resources.store.store import Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store that the environment names, up to date; failures are told as every command tells them."""
    try:
        home = find_home()
        prepare(home)
        with Store.open(home.store_url) as store:
            store.migrate()
            yield store
    except Stop:
        raise
    except Exception as error:
        # What knows all failures loads all that can fail: only a failure pays for it.
        with import_module("gitops_assets.cli.failures").told():
            raise error from None
