import json

import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.channels import AppriseChannel
from gitops_assets.core.outbox.refusal import Refused
from resources.notifiers.apprise import REFUSED_SCHEMES, Apprise
from resources.notifiers.secrets import Secrets
from tests.notifications.letters import delivery, event


def apprise(urls: str) -> Apprise:
    return Apprise(AppriseChannel(urls_env="PAGER_URLS"), Secrets({"PAGER_URLS": urls}))


def test_everybody_behind_the_variable_is_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/one", method="POST").respond_with_data("ok")
    httpserver.expect_request("/two", method="POST").respond_with_data("ok")
    host = httpserver.url_for("").removeprefix("http://").rstrip("/")
    receipt = apprise(f"json://{host}/one, json://{host}/two").send(delivery(event()), None)
    assert receipt.body_cut == "2 addresses"
    first, _ = (json.loads(request.data) for request, _ in httpserver.log)
    assert first["title"] == "There is no README. (readme-present in acme/app)"
    assert first["type"] == "failure"
    assert "README" in first["message"]


def test_good_news_is_no_alarm(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("ok")
    host = httpserver.url_for("").removeprefix("http://").rstrip("/")
    apprise(f"json://{host}/").send(delivery(event(EventKind.FINDING_FIXED)), None)
    assert json.loads(httpserver.log[0][0].data)["type"] == "success"


def test_one_that_fails_is_told_again_later_and_no_address_is_shown(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("no", status=500)
    host = httpserver.url_for("").removeprefix("http://").rstrip("/")
    with pytest.raises(Refused, match="PAGER_URLS") as caught:
        apprise(f"json://user:n0tT0BeSeen@{host}/").send(delivery(event()), None)
    assert not caught.value.permanent
    assert "n0tT0BeSeen" not in str(caught.value)


@pytest.mark.parametrize("url", [*(f"{scheme}://x/" for scheme in sorted(REFUSED_SCHEMES)), "what", "no://x"])
def test_what_is_no_message_to_somebody_is_refused(url: str) -> None:
    with pytest.raises(Refused) as caught:
        apprise(url).send(delivery(event()), None)
    assert caught.value.permanent
