"""Clients that are slow, endless or speak nonsense, on a bare socket."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.settings import Limits
from tests.service.conftest import BODY, Service, Start, signature

HASTY = Limits(rate=0, headers_seconds=0.3, message_seconds=0.6, headers=4096)
FINE = b"HTTP/1.1 2"


@contextmanager
def connected(service: Service) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", service.port), timeout=10)) as connection:
        yield connection


def rest(connection: socket.socket) -> bytes:
    """All that comes until the service ends the connection."""
    found = b""
    try:
        while more := connection.recv(65_536):
            found += more
    except ConnectionResetError:
        pass
    return found


def post(length: int, *lines: str) -> bytes:
    head = [
        "POST /webhooks/github HTTP/1.1",
        "host: here",
        f"content-length: {length}",
        "x-github-delivery: d1",
        f"x-hub-signature-256: {signature(BODY)}",
        *lines,
    ]
    return "\r\n".join([*head, "", ""]).encode()


@pytest.mark.parametrize("said", [b"", b"POST /web", b"POST /webhooks/github HTTP/1.1\r\nhost: here\r\n"])
def test_headers_that_do_not_end_are_cut_off(start: Start, said: bytes) -> None:
    service = start(HASTY)
    with connected(service) as connection:
        connection.sendall(said)
        began = time.monotonic()
        assert rest(connection) == b""
        assert time.monotonic() - began < 2


def test_a_body_that_does_not_end_is_cut_off_and_nothing_of_it_kept(start: Start) -> None:
    service = start(HASTY)
    with connected(service) as connection:
        connection.sendall(post(len(BODY)) + BODY[:5])
        began = time.monotonic()
        assert not rest(connection).startswith(FINE)
        assert time.monotonic() - began < 3
    assert service.store.inbox.depth().waiting == 0
    assert service.post().status_code == 202


def test_a_client_that_is_slow_but_in_time_is_answered(start: Start) -> None:
    service = start(HASTY)
    with connected(service) as connection:
        for part in (post(len(BODY)), BODY[:5], BODY[5:]):
            connection.sendall(part)
            time.sleep(0.1)
        assert connection.recv(100).startswith(b"HTTP/1.1 202")


def test_a_connection_that_ends_within_a_body_keeps_nothing(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(post(len(BODY)) + BODY[:5])
    time.sleep(0.1)
    assert service.store.inbox.depth().waiting == 0


@pytest.mark.parametrize(
    "said",
    [
        post(0, "x: " + "y" * 5000),
        post(0, *(f"x{number}: yyyyyyyy" for number in range(800))),
        b"GET /" + b"x" * 300_000,
        b"GET / HTTP/1.1\r\nx: " + b"y" * 300_000,
    ],
    ids=["one", "many", "address", "never ends"],
)
def test_headers_that_are_too_large_are_refused(start: Start, said: bytes) -> None:
    service = start(HASTY)
    with connected(service) as connection:
        try:
            connection.sendall(said)
        except (BrokenPipeError, ConnectionResetError):
            return
        assert not rest(connection).startswith(FINE)
    assert service.client.get("/health/live").status_code == 200


def test_many_requests_of_one_connection_are_each_within_the_limits(start: Start) -> None:
    service = start(HASTY)
    for number in range(40):
        assert (
            service.post(BODY + b" " * 3000, delivery=str(number), headers={"x-long": "y" * 2000}).status_code
            == 202
        )


def test_two_lengths_are_none(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(post(5, "transfer-encoding: chunked") + b"0\r\n\r\n")
        assert b" 400 " in rest(connection)[:20]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.binary(max_size=300)
    | st.binary(max_size=100).map(lambda tail: b"GET /health/live HTTP/1.1\r\n" + tail)
)
def test_nonsense_is_never_our_fault(service: Service, said: bytes) -> None:
    with connected(service) as connection:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(0.05)
        try:
            found = connection.recv(100)
        except (TimeoutError, ConnectionResetError):
            found = b""
    assert not found.startswith(b"HTTP/1.1 5")


NAMES = st.sampled_from(
    ["x-github-event", "x-github-delivery", "content-type", "x-request-id", "user-agent", "content-encoding",
     "x-forwarded-for", "cookie", "accept", "expect", "x-hub-signature-256"]
)  # fmt: skip
VALUES = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=500),
    headers=st.dictionaries(NAMES, VALUES.map(str.strip), max_size=6),
    path=st.sampled_from(["github", "gitlab", "generic", "gitea", "bitbucket", "%2e%2e", "x"]),
    signed=st.booleans(),
)
def test_no_request_ends_with_an_error_of_ours(
    service: Service, body: bytes, headers: dict[str, str], path: str, *, signed: bool
) -> None:
    sent = (
        {"x-hub-signature-256": signature(body)} | headers
        if not signed
        else {**headers, "x-hub-signature-256": signature(body)}
    )
    raw = [(name.encode(), value.encode("latin-1")) for name, value in sent.items() if name != "expect"]
    answer = service.client.post(f"/webhooks/{path}", content=body, headers=raw)
    assert answer.status_code < 500
    assert answer.status_code == 202 or not (signed and path == "github")
