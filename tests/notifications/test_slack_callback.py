import contextlib
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.notifications.slack_callback import (
    Action,
    Unbelievable,
    Unclear,
    Verb,
    slack_callback,
)
from tests.notifications.letters import NOW, event

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - that of the documentation
ABOUT = json.dumps({"repository": "acme/app", "fingerprint": "f" * 32, "gate": "readme-present"})


def pressed(action: str = "gitops-assets.acknowledge", value: str = ABOUT) -> bytes:
    payload = {
        "type": "block_actions",
        "user": {"id": "U1", "username": "ada"},
        "response_url": "https://hooks.slack.com/actions/T1/1/x",
        "actions": [{"type": "button", "action_id": action, "value": value}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def signed(body: bytes, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


def test_the_example_of_slacks_documentation_is_believed() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    with pytest.raises(Unclear):  # believed, but it is a command and no button
        slack_callback(body, headers, [SECRET], 1_531_420_620)


def test_a_pressed_button_acknowledges_and_is_an_event_of_the_same_finding() -> None:
    action = slack_callback(pressed(), signed(pressed()), ["old", SECRET], NOW + 299)
    assert (action.verb, action.user, action.repository) == (Verb.ACKNOWLEDGE, "ada", "acme/app")
    told = action.event(NOW)
    assert told.kind is EventKind.FINDING_ACKNOWLEDGED
    assert told.key == event().key
    assert "ada" in action.answer(NOW)


def test_a_waiver_is_proposed_as_it_may_stand_in_the_file() -> None:
    body = pressed("gitops-assets.waive")
    answer = slack_callback(body, signed(body), [SECRET], NOW).answer(NOW)
    (entry,) = yaml.safe_load(answer.partition("\n")[2])
    assert entry["expires"] == "2026-03-31"
    entry["reason"] = "accepted"
    fleet = parse_fleet(yaml.safe_dump({"waivers": [entry]}), ("readme-present",))
    assert fleet.waivers[0].fingerprint == "f" * 32


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(pressed(), secret="another"),  # noqa: S106 - a wrong one
        signed(pressed(), at=NOW - 301),
        signed(pressed(), at=NOW + 301),
        signed(b"payload=other"),
        {**signed(pressed()), "X-Slack-Request-Timestamp": "9" * 40},
        {**signed(pressed()), "X-Slack-Request-Timestamp": "²"},
        {**signed(pressed()), "X-Slack-Signature": "ü"},
    ],
)
def test_what_is_not_signed_freshly_by_slack_is_not_believed(headers: dict[str, str]) -> None:
    with pytest.raises(Unbelievable):
        slack_callback(pressed(), headers, [SECRET], NOW)


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(Unbelievable):
        slack_callback(pressed(), signed(pressed(), secret=""), [""], NOW)


@given(st.binary() | st.text().map(lambda text: urlencode({"payload": text}).encode()))
def test_no_signed_body_crashes(body: bytes) -> None:
    with contextlib.suppress(Unclear):
        assert isinstance(slack_callback(body, signed(body), [SECRET], NOW), Action)
