"""The service behind the proxies of deploy/, with a certificate made for it; skipped where there are none."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from gitops_assets.core.events.model import EventKind
from tests.notifications.test_slack_callback import SECRET as SLACK
from tests.notifications.test_slack_callback import pressed, signed
from tests.service.conftest import BODY, Service, Start, signature

DEPLOY = Path(__file__).parents[2] / "deploy"
FORM = {"content-type": "application/x-www-form-urlencoded"}
MEGABYTE = 1024 * 1024


def a_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def until_heard(port: int, proxy: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert proxy.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.025)
        else:
            return
    raise AssertionError(port)


def nginx(folder: Path, service: int, tls: int, plain: int) -> list[str]:
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    places = {
        "/etc/ssl/hooks.example.org": str(folder),
        "127.0.0.1:3001": f"127.0.0.1:{service}",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
    }
    for said, here in places.items():
        assert said in site
        site = site.replace(said, here)
    (folder / "site.conf").write_text(site)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    rights = "user root; " if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{rights}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}"
    )
    return ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, service: int, tls: int, plain: int) -> list[str]:
    site = (DEPLOY / "Caddyfile").read_text("utf-8")
    own = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {plain}\n\thttps_port {tls}\n"
    places = {
        "127.0.0.1:3001": f"127.0.0.1:{service}",
        "hooks.example.org {": f"hooks.example.org {{\n\ttls {folder}/fullchain.pem {folder}/key.pem",
        "\n{\n": f"\n{own}",
    }
    for said, here in places.items():
        assert said in site
        site = site.replace(said, here, 1)
    (folder / "Caddyfile").write_text(site)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


Behind = tuple[httpx2.Client, Service, int, int]


@pytest.fixture(params=[nginx, caddy], ids=lambda proxy: proxy.__name__)
def behind(
    request: pytest.FixtureRequest, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Behind]:
    """A client that speaks TLS with the proxy, the service behind it, and the proxy's two ports."""
    proxy: Callable[[Path, int, int, int], list[str]] = request.param
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"{proxy.__name__} is not installed")
    service = start(slack=(SLACK,))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    certificate = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=hooks.example.org",
    ]
    named = ["-addext", "subjectAltName=DNS:hooks.example.org"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*certificate, *named, *files], check=True, capture_output=True)
    tls, plain = a_port(), a_port()
    with (tmp_path / "said").open("wb") as said:
        running = subprocess.Popen(proxy(tmp_path, service.port, tls, plain), stdout=said, stderr=said)
    try:
        until_heard(tls, running)
        trusted = ssl.create_default_context(cafile=str(tmp_path / "fullchain.pem"))
        with httpx2.Client(base_url=f"https://127.0.0.1:{tls}", verify=trusted, timeout=30) as client:
            client.headers["host"] = "hooks.example.org"
            yield client, service, tls, plain
    finally:
        running.terminate()
        running.wait(10)


def post(client: httpx2.Client, path: str, body: bytes, headers: dict[str, str]) -> httpx2.Response:
    return client.post(path, content=body, headers=headers, extensions={"sni_hostname": "hooks.example.org"})


def get(client: httpx2.Client, path: str) -> httpx2.Response:
    return client.get(path, extensions={"sni_hostname": "hooks.example.org"})


def hook(body: bytes) -> dict[str, str]:
    named = {"x-github-event": "push", "x-github-delivery": "d1", "content-type": "application/json"}
    return {**named, "x-hub-signature-256": signature(body)}


def test_signed_deliveries_and_buttons_come_through_and_nothing_else(behind: Behind) -> None:
    client, service, _, plain = behind
    kept = post(client, "/webhooks/github", BODY, hook(BODY))
    assert (kept.status_code, kept.json()["duplicate"]) == (202, False)
    assert re.fullmatch(r"[0-9a-f-]{32,36}", kept.headers["x-request-id"])
    assert post(client, "/webhooks/github", BODY + b" ", hook(BODY)).status_code == 401
    button = pressed()
    answer = post(client, "/slack/actions", button, signed(button, at=int(time.time()), secret=SLACK) | FORM)
    assert answer.status_code == 200, answer.text
    assert [each.kind for each in service.store.outbox.unrouted(9)] == [EventKind.FINDING_ACKNOWLEDGED]
    for path in ("/health", "/metrics", "/", "/slack/actions/more", "/graphql"):
        assert get(client, path).status_code == 404, path
    assert get(client, "/webhooks/github").status_code in {403, 404}
    moved = httpx2.get(f"http://127.0.0.1:{plain}/webhooks/github", headers={"host": "hooks.example.org"})
    assert moved.status_code == 308
    assert moved.headers["location"].startswith("https://hooks.example.org")


def test_bodies_have_a_limit_at_the_proxy_and_what_forges_send_fits(behind: Behind) -> None:
    client, service, _, _ = behind
    fits = b'{"repository": {"full_name": "acme/api"}, "x": "' + b"x" * (23 * MEGABYTE) + b'"}'
    assert post(client, "/webhooks/github", fits, hook(fits)).status_code == 202
    large = b"x" * (26 * MEGABYTE)
    try:
        status = post(client, "/webhooks/github", large, hook(large)).status_code
    except httpx2.TransportError:
        status = 413  # it hung up on a client that went on sending
    assert status == 413
    assert service.store.inbox.depth().waiting == 1


def test_what_a_sender_says_of_its_address_is_not_believed(behind: Behind) -> None:
    client, service, _, _ = behind
    for number in range(3):
        spoofed = hook(BODY) | {"x-forwarded-for": f"203.0.113.{number}", "x-github-delivery": f"d{number}"}
        assert post(client, "/webhooks/github", BODY, spoofed).status_code == 202
    assert service.store.inbox.depth().waiting == 3
