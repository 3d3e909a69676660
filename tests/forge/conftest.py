import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from resources.forge.github import Access, GitHub
from tests.forge.fake_github import NOW, TOKEN, FakeGitHub

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeGitHub:
    return FakeGitHub(httpserver)


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited between tries, without waiting them."""
    return []


@pytest.fixture
def access(fake: FakeGitHub, tmp_path: Path, waits: list[float]) -> Access:
    return Access(
        api_url=fake.url,
        token=TOKEN,
        cache=tmp_path / "pages",
        sleep=waits.append,
        clock=lambda: NOW + 0.5,
    )


@pytest.fixture
def github(access: Access) -> GitHub:
    return GitHub(access)


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """Set when the test is over, so that an answer that was held back lets its server go."""
    event = threading.Event()
    yield event
    event.set()
