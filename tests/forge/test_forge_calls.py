from collections.abc import Callable

import httpx2
import pytest

from resources.forge.calls import Calls, Reply
from resources.forge.model import ForgeUnavailable

URL = "https://ghe.example/orgs/acme/repos"


def calls(answer: Callable[[httpx2.Request], httpx2.Response], waits: list[float]) -> Calls:
    return Calls(httpx2.Client(transport=httpx2.MockTransport(answer)), sleep=waits.append)


def test_a_connection_that_breaks_once_is_tried_again(waits: list[float]) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        if not waits:
            raise httpx2.ReadError("connection reset by peer")
        return httpx2.Response(200, content=b"[]")

    assert calls(answer, waits).get(URL).body == b"[]"
    assert waits == [0.5]


def test_a_certificate_that_nobody_trusts_is_said_to_be_one(waits: list[float]) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    with pytest.raises(ForgeUnavailable) as caught:
        calls(answer, waits).get(URL)
    assert caught.value.why == (
        "the certificate of ghe.example is not trusted: add its authority to this machine's trust store"
    )
    assert waits == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("60", 60), (" 7 ", 7), ("", None), ("-1", None), ("1e3", None), ("²", None), ("9" * 11, None)],
)
def test_a_header_is_a_number_or_not_known(text: str, number: int | None) -> None:
    assert Reply(200, {"retry-after": text}).number("retry-after") == number
