import pytest
from pytest_httpserver import HTTPServer

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.fleet.channels import GitlabChannel
from gitops_assets.core.outbox.model import Delivery
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.gitlab import build
from resources.notifiers.secrets import Secrets
from tests.notifications.letters import COMMIT, delivery, event
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_gitlab import FakeGitLab


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeGitLab:
    return FakeGitLab(httpserver)


def gitlab(fake: FakeGitLab, secrets: Secrets, **more: object) -> Channel:
    said = {"repository": "acme/ops", "labels": ["audit"], "api_url": fake.url, **more}
    return build(GitlabChannel.model_validate(said), secrets)


def ticket(*events: Event) -> Delivery:
    return delivery(*events, group="gate", key="gate:readme-present", repository="")


def test_a_cause_is_one_issue_that_is_ticked_closed_and_reopened(fake: FakeGitLab, secrets: Secrets) -> None:
    channel = gitlab(fake, secrets)
    first = channel.send(ticket(event()), None)
    assert fake.asked[0] == "GET /api/v4/projects/acme%2Fops/issues"
    assert fake.issues[0]["labels"] == "gitops-assets,audit"
    channel.send(ticket(event(EventKind.FINDING_FIXED)), None)
    assert fake.issues[0]["state"] == "closed"
    channel.send(ticket(event(EventKind.FINDING_REOPENED)), first)
    assert (fake.issues[0]["state"], fake.issues[0]["title"]) == ("opened", "readme-present: 1 finding")
    assert len(fake.issues) == 1


def test_a_remedy_is_no_command(fake: FakeGitLab, secrets: Secrets) -> None:
    details = {"gate": "g", "message": "m", "remedy": "/close", "path": "p"}
    gitlab(fake, secrets).send(ticket(event(details=details)), None)
    assert not any(line.startswith("/") for line in fake.issues[0]["description"].splitlines())


def test_a_commit_gets_a_status_and_keeps_it_when_told_again(fake: FakeGitLab, secrets: Secrets) -> None:
    channel = gitlab(fake, secrets, **{"as": "status"})
    about = delivery(event(slug="acme/team/app"), group="repository", key="k")
    channel.send(about, None)
    assert channel.send(about, None).status == 201
    assert fake.asked == [f"POST /api/v4/projects/acme%2Fteam%2Fapp/statuses/{COMMIT}"] * 2
    assert fake.statuses == {COMMIT: "failed"}


def test_a_merge_request_has_one_note_that_is_written_again(fake: FakeGitLab, secrets: Secrets) -> None:
    fake.requests = [{"iid": 3, "state": "opened"}, {"iid": 2, "state": "merged"}]
    channel = gitlab(fake, secrets, **{"as": "comment"})
    channel.send(delivery(event(title="Older.")), None)
    channel.send(delivery(event(title="Newer.")), None)
    (note,) = fake.notes
    assert "Newer" in note["body"]


def test_a_token_that_is_wrong_is_told_and_not_shown(fake: FakeGitLab) -> None:
    wrong = Secrets({"GITLAB_TOKEN": "another-n0tT0BeSeen"})
    with pytest.raises(Refused, match="401 Unauthorized") as caught:
        gitlab(fake, wrong).send(ticket(event()), None)
    assert caught.value.permanent
    assert "n0tT0BeSeen" not in str(caught.value)
    assert PLANTED["GITLAB_TOKEN"] not in str(caught.value)
