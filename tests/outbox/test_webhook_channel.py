"""Webhooks as a receiver sees them, and as the log may tell them."""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook as Verifier
from werkzeug import Request, Response

from gitops_assets.core.outbox.model import Delivery, Webhook
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.outbox.subscriptions import subscribed
from resources.couriers.posting import Poster
from resources.couriers.webhook import WebhookChannel
from tests.outbox.made import NOW, event

OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
NEW = "whsec_" + base64.b64encode(b"n" * 32).decode()
ENVIRON = {"HOOK_NEW": NEW, "HOOK_OLD": OLD}


@pytest.fixture
def poster() -> Iterator[Poster]:
    made = Poster(allow_private=True, seconds=1)
    yield made
    made.close()


def delivery(webhook: Webhook) -> Delivery:
    (plan,) = subscribed([event()], [webhook], NOW)
    fields = {name: getattr(plan, name) for name in ("event_ids", "target", "key", "repository", "document")}
    return Delivery(id=1, first_at=NOW, not_before=NOW, **fields)


def send(
    url: str,
    poster: Poster,
    secrets: tuple[str, ...] = ("env:HOOK_NEW",),
    environ: Mapping[str, str] = ENVIRON,
) -> str:
    webhook = Webhook(name="ops", url=url, secrets=secrets)
    channel = WebhookChannel(webhook, poster, time.time, environ)
    return channel.send(delivery(webhook), None).reference


def test_a_receiver_verifies_what_it_got(poster: Poster, httpserver: HTTPServer) -> None:
    seen: list[Request] = []

    def receive(request: Request) -> Response:
        request.get_data()
        seen.append(request)
        return Response("thanks", 202)

    httpserver.expect_request("/hook").respond_with_handler(receive)
    reference = send(httpserver.url_for("/hook"), poster, ("env:HOOK_NEW", "env:HOOK_OLD"))
    (request,) = seen
    for secret in (OLD, NEW):
        document = Verifier(secret).verify(request.get_data(), dict(request.headers))
        assert document["type"] == "finding.opened"
        assert document["data"] == json.loads(json.dumps(event().document))
    assert request.headers["webhook-id"] == reference
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("gitops-assets/")


@pytest.mark.parametrize(("status", "permanent"), [(404, False), (429, False), (500, False), (410, True)])
def test_everything_but_success_is_a_refusal(
    poster: Poster, httpserver: HTTPServer, status: int, *, permanent: bool
) -> None:
    httpserver.expect_request("/hook").respond_with_data("no", status, {"retry-after": "7"})
    with pytest.raises(Refused) as refused:
        send(httpserver.url_for("/hook"), poster)
    assert (refused.value.why, refused.value.status) == (f"it answered {status}: no", status)
    assert (refused.value.permanent, refused.value.retry_after) == (permanent, 7)


def test_a_redirect_that_loses_the_post_names_the_remedy(poster: Poster, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", 301, {"location": "/new"})
    with pytest.raises(Refused, match="name its new address"):
        send(httpserver.url_for("/hook"), poster)


def test_a_receiver_that_echoes_the_secret_does_not_get_it_into_the_log(
    poster: Poster, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hook").respond_with_data(f"bad signature for {NEW}", 401)
    with pytest.raises(Refused) as refused:
        send(httpserver.url_for("/hook"), poster)
    assert refused.value.why == "it answered 401: bad signature for [removed]"


def test_a_secret_lies_in_a_file_too(poster: Poster, httpserver: HTTPServer, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{NEW}\n")
    httpserver.expect_request("/hook").respond_with_data("ok")
    assert send(httpserver.url_for("/hook"), poster, (f"file:{tmp_path / 'secret'}",)).startswith("msg_")


def test_an_address_that_is_a_secret_comes_from_the_environment(
    poster: Poster, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/T0/B0").respond_with_data("ok")
    send("env:HOOK_URL", poster, environ={**ENVIRON, "HOOK_URL": httpserver.url_for("/T0/B0")})


@pytest.mark.parametrize("name", ["env:NOT_THERE", "file:/nonexistent/secret", "file:/"])
def test_a_secret_that_is_not_there_is_named_and_nothing_is_sent(poster: Poster, name: str) -> None:
    with pytest.raises(Refused, match=f"the secret {name} is not there"):
        send("http://127.0.0.1:9/", poster, (name,))


def test_a_secret_that_is_none_is_not_repeated(poster: Poster) -> None:
    with pytest.raises(Refused) as refused:
        send("http://127.0.0.1:9/", poster, environ={"HOOK_NEW": "hunter22"})
    assert "env:HOOK_NEW cannot sign" in refused.value.why
    assert "hunter22" not in refused.value.why
