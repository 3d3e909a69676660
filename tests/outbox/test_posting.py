"""Posts go where they may, take no longer than they may, and are told without an address's secrets."""

import time
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.posting import Poster, fault_of
from tests.outbox.receivers import answering
from tests.outbox.waiting import waited_for

BODY = b'{"a":1}'


@pytest.fixture
def poster() -> Iterator[Poster]:
    made = Poster(allow_private=True, seconds=0.6)
    yield made
    made.close()


def refused(poster: Poster, url: str) -> Refused:
    with pytest.raises(Refused) as error:
        poster.post(url, {}, BODY)
    return error.value


def test_the_bytes_arrive_as_they_are(poster: Poster, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/hook", "POST", data=BODY, headers={"x-a": "b"}).respond_with_data(
        "ok"
    )
    answer = poster.post(httpserver.url_for("/hook"), {"x-a": "b"}, BODY)
    assert (answer.status, answer.body) == (200, "ok")


def test_a_long_answer_is_read_no_further_than_is_kept(poster: Poster, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("x" * 3_000_000, status=500)
    answer = poster.post(httpserver.url_for("/hook"), {}, BODY)
    assert (answer.status, len(answer.body)) == (500, 4096)


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_post_is_followed(
    poster: Poster, httpserver: HTTPServer, status: int
) -> None:
    httpserver.expect_request("/old").respond_with_data("", status, {"location": "/new?x=1"})
    httpserver.expect_request("/new", "POST", data=BODY).respond_with_data("here")
    assert poster.post(httpserver.url_for("/old"), {}, BODY).body == "here"


def test_one_that_makes_a_get_of_it_is_not(poster: Poster, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/old").respond_with_data("", 302, {"location": "/new"})
    assert poster.post(httpserver.url_for("/old"), {}, BODY).status == 302


def test_a_circle_of_redirects_ends(poster: Poster, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", 307, {"location": "/hook"})
    assert "redirects more than 3 times" in refused(poster, httpserver.url_for("/hook")).why
    assert waited_for(lambda: len(httpserver.log) == 4)


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "http://u:p@127.0.0.1/"],
)
def test_a_redirect_leads_nowhere_that_was_not_allowed(
    poster: Poster, httpserver: HTTPServer, location: str
) -> None:
    httpserver.expect_request("/hook").respond_with_data("", 307, {"location": location})
    why = refused(poster, httpserver.url_for("/hook")).why
    assert "not sent to" in why or "cannot be posted to" in why


def test_this_machine_is_not_posted_to_unless_that_is_allowed() -> None:
    poster = Poster(allow_private=False)
    for host in ("localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f000001"):
        assert refused(poster, f"https://{host}:9/hook").why.endswith("is not sent to: it is this machine")


def test_a_name_is_judged_by_every_address_it_has() -> None:
    poster = Poster(allow_private=False, resolve=lambda *_: ["1.1.1.1", "10.0.0.1"])
    assert refused(poster, "https://hooks.example/").why == "hooks.example is not sent to: it is private"


def test_a_name_that_answers_differently_the_second_time_gains_nothing(httpserver: HTTPServer) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    poster = Poster(allow_private=True, resolve=lambda *_: next(answers))
    httpserver.expect_request("/hook").respond_with_data("ok")
    assert poster.post(f"http://hooks.example:{httpserver.port}/hook", {}, BODY).body == "ok"
    assert "link-local" in refused(poster, f"http://other.example:{httpserver.port}/hook").why


def test_a_receiver_that_says_nothing_is_not_waited_for(poster: Poster) -> None:
    begun = time.monotonic()
    with answering() as url:
        assert refused(poster, url).why == "127.0.0.1 did not answer within 0.6 s"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "beginning", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n"]
)
def test_neither_is_one_that_answers_a_byte_at_a_time(poster: Poster, beginning: bytes) -> None:
    begun = time.monotonic()
    with answering(beginning, b"x") as url:
        assert "did not answer" in refused(poster, url).why
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("nonsense", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00" * 9, b"HTTP/1.1 99999 no\r\n\r\n"])
def test_what_is_no_http_is_told_in_a_word(poster: Poster, nonsense: bytes) -> None:
    with answering(nonsense) as url:
        assert "127.0.0.1" in refused(poster, url).why


def test_a_port_where_nobody_listens(poster: Poster) -> None:
    assert "could not be reached: the connection was refused" in refused(poster, "http://127.0.0.1:9/").why


def test_a_name_without_an_address() -> None:
    def none(*_: object) -> list[str]:
        raise OSError("Name or service not known")

    why = refused(Poster(allow_private=False, resolve=none), "https://hooks.example/?token=hunter22").why
    assert why == "hooks.example could not be reached: the name has no address"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example",
        "ftp://hooks.example/",
        "https://",
        "https://:443/",
        "https://u:hunter22@hooks.example/",
        "https://token@hooks.example/",
        "http://hooks.example/",
        "https://hooks.example:99999/",
        "https://[::1/",
        "https://hooks.example/a b",
        "https://hooks.example/\r\nx: y",
        "https://höks.example/",
    ],
)
def test_such_an_address_is_refused_before_it_is_stored(url: str) -> None:
    fault = fault_of(url, allow_private=False)
    assert fault
    assert "hunter22" not in fault
    assert fault_of("https://hooks.example/T0/B0", allow_private=False) is None
