import asyncio
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from gitops_assets.core.inbox.model import Provider
from resources.home import Home, prepare
from resources.store.store import Store
from service.loops import Loop
from service.place import listen
from service.running import make_server
from service.settings import Limits, Settings

SECRET = "planted-secret-of-github"  # noqa: S105 - a test's own
BODY = json.dumps({"ref": "refs/heads/main", "repository": {"full_name": "acme/api"}}).encode()


@dataclass(frozen=True)
class Service:
    """A service that runs: where, on what, and a client of it."""

    port: int
    store: Store
    client: httpx2.Client
    end: Callable[[], None]

    def post(
        self, body: bytes = BODY, delivery: str = "d1", headers: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """A delivery of GitHub, signed as it should be."""
        named = {"x-github-delivery": delivery, **(headers or {})}
        sent = {"x-github-event": "push", "x-hub-signature-256": signature(body), **named}
        return self.client.post("/webhooks/github", content=body, headers=sent)

    @property
    def metrics(self) -> str:
        return self.client.get("/metrics").text


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@contextmanager
def running(settings: Settings, store: Store, loops: Sequence[Loop] = ()) -> Iterator[Service]:
    server = make_server(settings, store, loops)
    place = listen("127.0.0.1", 0)
    port = place.getsockname()[1]
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([place])), daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield Service(port, store, client, lambda: setattr(server, "should_exit", True))
    finally:
        server.should_exit = True
        thread.join(20)
        place.close()
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("service") / "home"
    home = Home(path, f"sqlite:///{path / 'store.db'}")
    prepare(home)
    with Store.open(home.store_url) as store:
        store.migrate()
    return home


@pytest.fixture
def home(made_home: Home, tmp_path: Path) -> Home:
    """A home of this test's own, with a store that is migrated and empty."""
    path = tmp_path / "home"
    home = Home(path, f"sqlite:///{path / 'store.db'}")
    prepare(home)
    Path(path / "store.db").write_bytes((made_home.path / "store.db").read_bytes())
    return home


Start = Callable[..., Service]


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Begins a service; what is given besides are its settings."""
    with ExitStack() as stack:

        def begin(limits: Limits = Limits(rate=0), loops: Sequence[Loop] = (), **fields: object) -> Service:  # noqa: B008 - frozen
            store = stack.enter_context(Store.open(home.store_url))
            settings = Settings(
                **{"home": home, "secrets": {Provider.GITHUB: (SECRET,)}, "limits": limits, **fields}  # type: ignore[arg-type]
            )
            return stack.enter_context(running(settings, store, loops))

        yield begin


@pytest.fixture
def service(start: Start) -> Service:
    return start()
