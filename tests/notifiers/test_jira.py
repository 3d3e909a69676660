import base64
import json
import re
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.fleet.channels import JiraChannel
from gitops_assets.core.outbox.model import Delivery
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.jira import build
from resources.notifiers.secrets import Secrets
from tests.notifications.letters import delivery, event
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_github import said

USER = "audit@example.org"
CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


class FakeJira:
    """One project, OPS, whose issues go to any status; ``cloud`` has only the new search."""

    def __init__(self, server: HTTPServer, *, cloud: bool) -> None:
        self.url = server.url_for("").rstrip("/")
        self.cloud = cloud
        self.issues: dict[str, dict[str, Any]] = {}
        self.broken_moves = 0
        server.expect_request(re.compile("/rest/api/2/.*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        token = PLANTED["JIRA_TOKEN"]
        basic = "Basic " + base64.b64encode(f"{USER}:{token}".encode()).decode()
        if request.headers.get("Authorization") != (basic if self.cloud else f"Bearer {token}"):
            return said({"errorMessages": ["Client must be authenticated"]}, 401)
        path = request.path.removeprefix("/rest/api/2/")
        body = json.loads(request.data) if request.data else {}
        if path == ("search/jql" if self.cloud else "search"):
            return self._search(request.args["jql"])
        if path == "issue":
            return self._create(body["fields"])
        key, _, rest = path.removeprefix("issue/").partition("/")
        if key not in self.issues:
            return said({"errorMessages": ["Issue does not exist"]}, 404)
        return (
            self._transitions(key, request.method, body) if rest else self._issue(key, request.method, body)
        )

    def _search(self, jql: str) -> Response:
        match = re.fullmatch(r'project = "OPS" AND labels = "([\w-]+)" ORDER BY created DESC', jql)
        assert match
        return said({"issues": [row for row in self.issues.values() if match[1] in row["fields"]["labels"]]})

    def _create(self, fields: dict[str, Any]) -> Response:
        wrong = (
            "\n" in fields["summary"] or len(fields["summary"]) > 255 or len(fields["description"]) > 32_767
        )
        if wrong or any(" " in label for label in fields["labels"]):
            return said({"errors": {"summary": "is invalid"}}, 400)
        key = f"OPS-{len(self.issues) + 1}"
        self.issues[key] = {"key": key, "fields": {**fields, **status("To Do")}}
        return said({"id": "1", "key": key}, 201)

    def _issue(self, key: str, method: str, body: dict[str, Any]) -> Response:
        if method == "PUT":
            self.issues[key]["fields"].update(body["fields"])
            return Response(status=204)
        return said(self.issues[key])

    def _transitions(self, key: str, method: str, body: dict[str, Any]) -> Response:
        names = list(CATEGORIES)
        if method == "GET":
            ways = [{"id": str(nth), "name": "x", "to": {"name": name}} for nth, name in enumerate(names)]
            return said({"transitions": ways})
        if self.broken_moves:
            self.broken_moves -= 1
            return said({"errorMessages": ["try again"]}, 503)
        self.issues[key]["fields"].update(status(names[int(body["transition"]["id"])]))
        return Response(status=204)


def status(name: str) -> dict[str, Any]:
    return {"status": {"name": name, "statusCategory": {"key": CATEGORIES[name]}}}


@pytest.fixture(params=[True, False], ids=["cloud", "data-center"])
def fake(httpserver: HTTPServer, request: pytest.FixtureRequest) -> FakeJira:
    return FakeJira(httpserver, cloud=request.param)


def jira(fake: FakeJira, secrets: Secrets, **more: object) -> Channel:
    said = {"url": fake.url, "project": "OPS", "user": USER if fake.cloud else None, **more}
    return build(JiraChannel.model_validate(said), secrets)


def ticket(*events: Event) -> Delivery:
    return delivery(*events, group="gate", key="gate:readme-present", repository="")


OTHER = event(slug="acme/web", subject="e" * 32)


def test_a_cause_is_one_issue_that_goes_through_the_workflow(fake: FakeJira, secrets: Secrets) -> None:
    channel = jira(fake, secrets)
    first = channel.send(ticket(event(), OTHER), None)
    fields = fake.issues["OPS-1"]["fields"]
    assert fields["summary"] == "readme-present: 2 findings"
    assert fields["description"].count("* (x) ") == 2
    channel.send(ticket(event(EventKind.FINDING_FIXED)), None)
    assert fields["description"].count("* (/) ") == 1
    channel.send(ticket(event(EventKind.FINDING_FIXED, slug="acme/web", subject="e" * 32)), first)
    assert fields["status"]["name"] == "Done"
    channel.send(ticket(event(EventKind.FINDING_REOPENED)), first)
    assert fields["status"]["name"] == "To Do"
    assert list(fake.issues) == ["OPS-1"]


def test_a_move_that_failed_is_made_up_for(fake: FakeJira, secrets: Secrets) -> None:
    channel = jira(fake, secrets)
    first = channel.send(ticket(event()), None)
    fake.broken_moves = 1
    fixed = ticket(event(EventKind.FINDING_FIXED))
    with pytest.raises(Refused) as caught:
        channel.send(fixed, first)
    assert not caught.value.permanent
    channel.send(fixed, first)
    assert fake.issues["OPS-1"]["fields"]["status"]["name"] == "Done"


def test_a_status_that_the_workflow_does_not_have_is_told_with_those_it_has(
    fake: FakeJira, secrets: Secrets
) -> None:
    channel = jira(fake, secrets, done="Closed")
    first = channel.send(ticket(event()), None)
    with pytest.raises(Refused, match="leads to 'Closed'; there is: Done, In Progress, To Do") as caught:
        channel.send(ticket(event(EventKind.FINDING_FIXED)), first)
    assert caught.value.permanent


def test_names_of_strangers_are_no_markup(fake: FakeJira, secrets: Secrets) -> None:
    details = {"gate": "g", "message": "{html}<b>[x|https://evil.example] !img.png!", "path": "p"}
    jira(fake, secrets).send(ticket(event(details=details)), None)
    text = fake.issues["OPS-1"]["fields"]["description"]
    assert "{html}" not in text
    assert "[x|" not in text
    assert " !img" not in text


def test_many_findings_fit_into_what_jira_takes(fake: FakeJira, secrets: Secrets) -> None:
    many = [event(subject=f"{nth:032x}", slug="_" * 500) for nth in range(500)]
    assert jira(fake, secrets).send(ticket(*many), None).status == 201
