import time

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.fleet.channels import GithubChannel
from gitops_assets.core.notifications.checklist import MOST_ITEMS
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.github import build
from resources.notifiers.secrets import Secrets
from resources.notifiers.tickets import Tickets
from tests.notifications.letters import COMMIT, STANDING, delivery, event
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_github import FakeGitHub, said


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeGitHub:
    return FakeGitHub(httpserver)


def github(fake: FakeGitHub, secrets: Secrets, **more: object) -> Channel:
    said = {"repository": "acme/ops", "labels": ["audit"], "api_url": fake.url, **more}
    return build(GithubChannel.model_validate(said), secrets)


def ticket(*events: Event) -> Delivery:
    return delivery(*events, group="gate", key="gate:readme-present", repository="")


OTHER = event(slug="acme/web", subject="e" * 32)


def test_a_cause_is_one_issue_with_a_checklist_of_repositories(fake: FakeGitHub, secrets: Secrets) -> None:
    receipt = github(fake, secrets).send(ticket(event(), OTHER), None)
    (issue,) = fake.issues
    assert receipt.reference == "/repos/acme/ops/issues/1"
    assert issue["title"] == "readme-present: 2 findings"
    assert issue["labels"] == ["gitops-assets", "audit"]
    assert [line for line in issue["body"].splitlines() if line.startswith("- [ ] ")] == [
        f"- [ ] acme/app: There is no README. (README.md:1) <!-- finding:{'f' * 32} -->".replace(
            "(", "\\("
        ).replace(")", "\\)"),
        f"- [ ] acme/web: There is no README. (README.md:1) <!-- finding:{'e' * 32} -->".replace(
            "(", "\\("
        ).replace(")", "\\)"),
    ]


def test_it_is_ticked_closed_and_reopened_and_never_opened_twice(fake: FakeGitHub, secrets: Secrets) -> None:
    channel = github(fake, secrets)
    assert isinstance(channel, Tickets)
    first = channel.send(ticket(event(), OTHER), None)
    half = channel.send(ticket(event(EventKind.FINDING_FIXED)), first)
    assert fake.issues[0]["body"].count("- [x]") == 1
    assert channel.is_open(half)
    fixed = event(EventKind.FINDING_FIXED, slug="acme/web", subject="e" * 32)
    channel.send(ticket(fixed), None)  # the receipt was lost: it is found by its mark
    assert (fake.issues[0]["state"], fake.issues[0]["title"]) == ("closed", "readme-present: all mended")
    assert channel.is_open(half) is False
    channel.send(ticket(event(EventKind.FINDING_REOPENED)), half)
    assert (fake.issues[0]["state"], fake.issues[0]["state_reason"]) == ("open", "reopened")
    assert len(fake.issues) == 1


def test_the_same_delivery_again_changes_nothing(fake: FakeGitHub, secrets: Secrets) -> None:
    channel = github(fake, secrets)
    channel.send(ticket(event()), None)
    assert channel.send(ticket(event()), None).status == 204
    assert [call for call in fake.asked if not call.startswith("GET")] == ["POST /repos/acme/ops/issues"]


def test_an_issue_that_was_deleted_is_opened_again(fake: FakeGitHub, secrets: Secrets) -> None:
    receipt = github(fake, secrets).send(ticket(event()), Receipt(200, "/repos/acme/ops/issues/9"))
    assert receipt.reference == "/repos/acme/ops/issues/1"


def test_what_is_mended_already_opens_no_issue(fake: FakeGitHub, secrets: Secrets) -> None:
    assert github(fake, secrets).send(ticket(event(EventKind.FINDING_FIXED)), None).status == 204
    assert fake.issues == []


def test_a_mark_is_found_behind_a_hundred_other_issues(fake: FakeGitHub, secrets: Secrets) -> None:
    channel = github(fake, secrets)
    fake.issues += [
        {"number": nth, "repo": "acme/ops", "labels": ["gitops-assets"], "body": None, "state": "open"}
        for nth in range(1, 131)
    ]
    channel.send(ticket(event()), None)
    channel.send(ticket(OTHER), None)
    assert len(fake.issues) == 131
    assert fake.issues[-1]["title"] == "readme-present: 2 findings"


def test_a_thousand_long_findings_fit_into_one_issue(fake: FakeGitHub, secrets: Secrets) -> None:
    details = {"gate": "g", "message": "*" * 5000, "path": "p" * 5000, "line": 1, "remedy": "<" * 5000}
    many = [event(subject=f"{nth:032x}", details=details) for nth in range(500)]
    assert github(fake, secrets).send(ticket(*many), None).status == 201
    assert fake.issues[0]["body"].count("- [ ]") <= MOST_ITEMS


def test_without_a_repository_of_its_own_the_issue_is_where_the_finding_is(
    fake: FakeGitHub, secrets: Secrets
) -> None:
    about = delivery(event(), group="repository", key="repository:acme/app")
    github(fake, secrets, repository=None).send(about, None)
    assert (fake.issues[0]["repo"], fake.issues[0]["title"]) == ("acme/app", "acme/app: 1 finding")


@pytest.mark.parametrize("slug", ["", "app", "a/b/c", "../x/..", "acme/a?b", "acme/.."])
def test_no_slug_leads_elsewhere(fake: FakeGitHub, secrets: Secrets, slug: str) -> None:
    about = delivery(event(slug=slug), group="repository", key="k")
    with pytest.raises(Refused) as caught:
        github(fake, secrets, repository=None).send(about, None)
    assert caught.value.permanent
    assert fake.asked == []


def test_a_commit_gets_a_status_that_says_how_it_stands(fake: FakeGitHub, secrets: Secrets) -> None:
    channel = github(fake, secrets, **{"as": "status", "details_url": "https://audit.example.org/"})
    channel.send(delivery(event(), group="repository", key="repository:acme/app"), None)
    assert fake.asked == [f"POST /repos/acme/app/statuses/{COMMIT}"]
    assert fake.statuses == [
        {
            "state": "failure",
            "context": "gitops-assets",
            "description": "3 open findings, worst: high, score 61.5",
            "target_url": "https://audit.example.org/",
        }
    ]


def test_a_check_has_a_summary_of_what_changed(fake: FakeGitHub, secrets: Secrets) -> None:
    green = event(EventKind.FINDING_FIXED, details={"standing": {**STANDING, "health": "yellow"}})
    github(fake, secrets, **{"as": "check"}).send(delivery(green), None)
    (check,) = fake.checks
    assert (check["conclusion"], check["head_sha"]) == ("success", COMMIT)
    assert "There is no README" in check["output"]["summary"]


def test_a_pull_request_has_one_comment_that_is_written_again(fake: FakeGitHub, secrets: Secrets) -> None:
    fake.pulls = [{"number": 7, "state": "open"}, {"number": 6, "state": "closed"}]
    fake.comments = [{"id": 1, "issue": 7, "body": "Looks good to me."}]
    channel = github(fake, secrets, **{"as": "comment"})
    channel.send(delivery(event(title="@acme/all `x` <!-- #1 -->")), None)
    channel.send(delivery(event(title="Newer.")), None)
    assert len(fake.comments) == 2
    assert "Newer" in fake.comments[1]["body"]
    assert fake.comments[1]["body"].count("<!--") == 1


def test_what_has_no_commit_is_passed_over(fake: FakeGitHub, secrets: Secrets) -> None:
    gone = event(details={})
    assert github(fake, secrets, **{"as": "status"}).send(delivery(gone), None).status == 204
    assert fake.asked == []


@pytest.mark.parametrize(
    ("answer", "permanent", "retry_after"),
    [
        (said({"message": "Bad credentials"}, 401), True, None),
        (said({"message": "Issues are disabled"}, 410), True, None),
        (said({"message": "slow down"}, 403, {"Retry-After": "60"}), False, 60.0),
        (said({"message": "slow down"}, 429), False, None),
        (said({"message": "Resource not accessible"}, 403), True, None),
        (said({"message": "oops"}, 502), False, None),
        (Response("", 302, {"Location": "https://evil.example/"}), True, None),
    ],
)
def test_a_refusal_says_whether_to_come_back(
    fake: FakeGitHub,
    secrets: Secrets,
    answer: Response,
    permanent: bool,  # noqa: FBT001 - a parameter of the table
    retry_after: float | None,
) -> None:
    fake.down.append(answer)
    with pytest.raises(Refused) as caught:
        github(fake, secrets).send(ticket(event()), None)
    assert (caught.value.permanent, caught.value.retry_after) == (permanent, retry_after)
    assert caught.value.status == answer.status_code
    assert PLANTED["GITHUB_TOKEN"] not in str(caught.value)


def test_a_quota_that_is_used_up_says_when_it_is_back(fake: FakeGitHub, secrets: Secrets) -> None:
    reset = str(int(time.time()) + 100)
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    fake.down.append(said({"message": "API rate limit exceeded"}, 403, headers))
    with pytest.raises(Refused) as caught:
        github(fake, secrets).send(ticket(event()), None)
    assert caught.value.retry_after == pytest.approx(100, abs=5)
    assert not caught.value.permanent
