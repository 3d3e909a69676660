"""Buttons pressed in Slack, heard by the service that runs."""

import time

import httpx2
import pytest

from gitops_assets.core.events.model import EventKind
from resources.store.errors import StoreError
from service.keys import SecretsUnusable, read_slack
from tests.notifications.test_slack_callback import SECRET, pressed, signed
from tests.service.conftest import Service, Start

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def heard(start: Start) -> Service:
    return start(slack=(SECRET,))


def press(service: Service, body: bytes, secret: str = SECRET) -> httpx2.Response:
    headers = signed(body, at=int(time.time()), secret=secret) | FORM
    return service.client.post("/slack/actions", content=body, headers=headers)


def test_who_takes_a_finding_up_is_kept_and_answered(heard: Service) -> None:
    answer = press(heard, pressed())
    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"
    assert "takes care" in answer.json()["text"]
    (event,) = heard.store.outbox.unrouted(10)
    assert (event.kind, event.slug) == (EventKind.FINDING_ACKNOWLEDGED, "acme/app")
    assert heard.store.outbox.acknowledged() == {event.key}


def test_whoever_signs_otherwise_decides_nothing(heard: Service) -> None:
    assert press(heard, pressed(), secret="a guess").status_code == 401  # noqa: S106 - no secret
    assert heard.store.outbox.unrouted(10) == []


def test_what_is_no_button_of_ours_is_told(heard: Service) -> None:
    assert press(heard, b"payload=%7B%7D").status_code == 400


def test_without_the_store_the_person_is_asked_to_press_again(
    heard: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> int:
        raise StoreError("gone")

    monkeypatch.setattr(heard.store.outbox, "add", gone)
    answer = press(heard, pressed())
    assert (answer.status_code, "again" in answer.json()["text"]) == (503, True)


def test_a_body_without_end_is_refused(heard: Service) -> None:
    body = b"x" * (26 * 1024 * 1024)
    assert press(heard, body).status_code == 413


def test_without_a_signing_secret_nobody_listens(service: Service) -> None:
    assert press(service, pressed()).status_code == 404


def test_the_secret_is_read_like_those_of_forges() -> None:
    assert read_slack({}) == ()
    named = {"GITOPS_SLACK_SIGNING_SECRET": "new", "GITOPS_SLACK_SIGNING_SECRET_OLD": "old"}
    assert read_slack(named) == ("new", "old")
    with pytest.raises(SecretsUnusable, match="GITOPS_SLACK_SIGNING_SECRET"):
        read_slack({"GITOPS_SLACK_SIGNING_SECRET": " "})
