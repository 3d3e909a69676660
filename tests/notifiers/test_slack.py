import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Response

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.channels import SlackChannel
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.notifications.slack_message import cut, slack_message
from gitops_assets.core.outbox.refusal import Refused
from resources.notifiers.secrets import Secrets
from resources.notifiers.slack import Slack
from tests.notifications.letters import delivery, event
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_slack import CHANNEL, FakeSlack, _bad_blocks, said


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeSlack:
    return FakeSlack(httpserver)


def slack(fake: FakeSlack, secrets: Secrets, channel: str = CHANNEL, **more: object) -> Slack:
    return Slack(SlackChannel(channel=channel, api_url=fake.url, **more), secrets)  # type: ignore[arg-type] # a shorthand


def test_a_topic_is_one_message_and_what_follows_is_its_thread(fake: FakeSlack, secrets: Secrets) -> None:
    channel = slack(fake, secrets)
    first = channel.send(delivery(event()), None)
    fixed = event(EventKind.FINDING_FIXED, title="There is a README again.")
    second = channel.send(delivery(fixed), first)
    assert fake.calls == ["chat.postMessage", "chat.update", "chat.postMessage"]
    assert second.reference == first.reference
    top, reply = fake.messages.values()
    assert reply["thread_ts"] == first.reference
    assert top["text"] == reply["text"] == "There is a README again."


def test_buttons_say_what_they_are_about(fake: FakeSlack, secrets: Secrets) -> None:
    slack(fake, secrets, buttons=True).send(delivery(event()), None)
    (message,) = fake.messages.values()
    buttons: list[dict[str, Any]] = message["blocks"][2]["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Acknowledge", "Waive"]
    assert json.loads(buttons[0]["value"]) == {
        "repository": "acme/app",
        "fingerprint": "f" * 32,
        "gate": "readme-present",
    }


def test_names_of_strangers_link_and_call_nobody(fake: FakeSlack, secrets: Secrets) -> None:
    slack(fake, secrets).send(delivery(event(title="<!channel> & <https://evil.example|click>")), None)
    (message,) = fake.messages.values()
    for text in (message["text"], message["blocks"][1]["text"]["text"]):
        assert "<" not in text.replace("&lt;", "")
        assert "&lt;!channel&gt; &amp; " in text


@given(st.lists(st.text(max_size=4000), min_size=1, max_size=60), st.booleans())
def test_no_letter_breaks_slacks_limits(titles: list[str], buttons: bool) -> None:  # noqa: FBT001 - by hypothesis
    events = [
        event(subject=str(nth), title=title or "x", slug=title[:900]) for nth, title in enumerate(titles)
    ]
    message: Any = slack_message(Letter.of(delivery(*events).document), buttons=buttons)
    assert message["text"]
    assert not _bad_blocks(message["blocks"])


def test_a_text_is_not_cut_inside_an_entity() -> None:
    assert cut("abc&amp;", 6) == "abc…"
    assert cut("abc&amp;", 8) == "abc&amp;"


@pytest.mark.parametrize(
    ("answer", "permanent", "retry_after"),
    [
        (said(429, {"Retry-After": "30"}, error="ratelimited"), False, 30.0),
        (said(error="internal_error"), False, None),
        (said(503, error="service_unavailable"), False, None),
        (said(error="channel_not_found"), True, None),
        (said(error="invalid_auth"), True, None),
        (Response("<html>bad gateway</html>", 502, content_type="text/html"), False, None),
    ],
)
def test_a_refusal_says_whether_to_come_back(
    fake: FakeSlack,
    secrets: Secrets,
    answer: Response,
    permanent: bool,  # noqa: FBT001 - a parameter of the table
    retry_after: float | None,
) -> None:
    fake.down.append(answer)
    with pytest.raises(Refused) as caught:
        slack(fake, secrets).send(delivery(event()), None)
    assert (caught.value.permanent, caught.value.retry_after) == (permanent, retry_after)
    assert PLANTED["SLACK_BOT_TOKEN"] not in str(caught.value)


def test_a_slack_that_is_gone_may_come_back(secrets: Secrets) -> None:
    gone = Slack(SlackChannel(channel=CHANNEL, api_url="http://127.0.0.1:9/api/"), secrets)
    with pytest.raises(Refused, match="no answer") as caught:
        gone.send(delivery(event()), None)
    assert not caught.value.permanent


def test_a_secret_that_is_not_set_is_named(fake: FakeSlack) -> None:
    with pytest.raises(Refused, match="SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE"):
        slack(fake, Secrets({})).send(delivery(event()), None)


def test_nothing_is_posted_where_all_settled_by_itself(fake: FakeSlack, secrets: Secrets) -> None:
    assert slack(fake, secrets).send(delivery(), None).status == 204
    assert fake.calls == []
