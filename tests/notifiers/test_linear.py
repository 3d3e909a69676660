import json
import re
from typing import Any

import pytest
from graphql import build_schema, graphql_sync
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from gitops_assets.core.events.model import Event, EventKind
from gitops_assets.core.fleet.channels import LinearChannel
from gitops_assets.core.outbox.model import Delivery
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.linear import build
from resources.notifiers.secrets import Secrets
from tests.notifications.letters import delivery, event
from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_github import said

SCHEMA = build_schema("""
enum PaginationOrderBy { createdAt updatedAt }
input StringComparator { eq: String contains: String }
input NullableStringComparator { eq: String contains: String }
input IssueIDComparator { eq: ID }
input TeamFilter { key: StringComparator }
input IssueFilter { id: IssueIDComparator team: TeamFilter description: NullableStringComparator }
input IssueCreateInput { teamId: String! title: String description: String stateId: String }
input IssueUpdateInput { title: String description: String stateId: String }
type WorkflowState { id: ID! type: String! position: Float! }
type WorkflowStateConnection { nodes: [WorkflowState!]! }
type Team { id: ID! states: WorkflowStateConnection! }
type TeamConnection { nodes: [Team!]! }
type Issue { id: ID! title: String! description: String state: WorkflowState! }
type IssueConnection { nodes: [Issue!]! }
type IssuePayload { success: Boolean! issue: Issue }
type Query {
  teams(filter: TeamFilter): TeamConnection!
  issues(first: Int, orderBy: PaginationOrderBy, filter: IssueFilter): IssueConnection!
}
type Mutation {
  issueCreate(input: IssueCreateInput!): IssuePayload!
  issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
}
""")
STATES = [
    {"id": "s-late", "type": "unstarted", "position": 2.0},
    {"id": "s-todo", "type": "unstarted", "position": 1.0},
    {"id": "s-done", "type": "completed", "position": 3.0},
]


class FakeLinear:
    """The part of Linear's schema that is used, with one team, ENG."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/graphql")
        self.issues_made: list[dict[str, Any]] = []
        self.down: list[Response] = []
        server.expect_request(re.compile("/graphql/?"), method="POST").respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        if self.down:
            return self.down.pop(0)
        if request.headers.get("Authorization") != PLANTED["LINEAR_API_KEY"]:
            return said({"errors": [{"message": "Authentication required"}]}, 401)
        asked = json.loads(request.data)
        result = graphql_sync(SCHEMA, asked["query"], self, variable_values=asked["variables"])
        return said(result.formatted, 400 if result.errors else 200)

    def teams(self, _info: object, **filters: Any) -> dict[str, Any]:  # noqa: ANN401 - as graphql calls it
        known = filters["filter"]["key"]["eq"] == "ENG"
        return {"nodes": [{"id": "t1", "states": {"nodes": STATES}}] if known else []}

    def issues(self, _info: object, **filters: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        wanted = filters["filter"]
        mark, number = wanted.get("description", {}).get("contains", ""), wanted.get("id", {}).get("eq")
        found = [
            row for row in self.issues_made if mark in row["description"] and number in (None, row["id"])
        ]
        return {"nodes": found[: filters["first"]]}

    def issueCreate(self, _info: object, **given: Any) -> dict[str, Any]:  # noqa: ANN401, N802 - as above
        row = {"id": f"i{len(self.issues_made)}", "state": STATES[1], **given["input"]}
        self.issues_made.append(row)
        return {"success": True, "issue": row}

    def issueUpdate(self, _info: object, **given: Any) -> dict[str, Any]:  # noqa: ANN401, N802 - as above
        row = next(row for row in self.issues_made if row["id"] == given["id"])
        change = given["input"]
        row.update(change)
        row["state"] = next((each for each in STATES if each["id"] == change.get("stateId")), row["state"])
        return {"success": True}


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeLinear:
    return FakeLinear(httpserver)


def linear(fake: FakeLinear, secrets: Secrets, team: str = "ENG") -> Channel:
    return build(LinearChannel(team=team, api_url=fake.url), secrets)


def ticket(*events: Event) -> Delivery:
    return delivery(*events, group="gate", key="gate:readme-present", repository="")


def test_a_cause_is_one_issue_that_moves_between_the_teams_states(fake: FakeLinear, secrets: Secrets) -> None:
    channel = linear(fake, secrets)
    first = channel.send(ticket(event()), None)
    (issue,) = fake.issues_made
    assert issue["title"] == "readme-present: 1 finding"
    channel.send(ticket(event(EventKind.FINDING_FIXED)), None)
    assert issue["state"]["id"] == "s-done"
    channel.send(ticket(event(EventKind.FINDING_REOPENED)), first)
    assert issue["state"]["id"] == "s-todo"
    assert issue["description"].count("- [ ] ") == 1
    assert len(fake.issues_made) == 1


def test_a_team_that_is_not_there_is_named(fake: FakeLinear, secrets: Secrets) -> None:
    with pytest.raises(Refused, match="no team OPS") as caught:
        linear(fake, secrets, "OPS").send(ticket(event()), None)
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("answer", "permanent", "retry_after"),
    [
        (said({"errors": [{"message": "x", "extensions": {"code": "RATELIMITED"}}]}, 400), False, 60),
        (said({"errors": [{"message": "x", "extensions": {"code": "RATELIMITED"}}]}), False, 60),
        (said({"errors": [{"message": "x", "extensions": {"code": "INVALID_INPUT"}}]}), True, None),
        (said({"errors": [None]}), True, None),
        (said(["what"]), True, None),
        (said({}, 503), False, None),
    ],
)
def test_a_refusal_says_whether_to_come_back(
    fake: FakeLinear,
    secrets: Secrets,
    answer: Response,
    permanent: bool,  # noqa: FBT001 - a parameter of the table
    retry_after: float | None,
) -> None:
    fake.down.append(answer)
    with pytest.raises(Refused) as caught:
        linear(fake, secrets).send(ticket(event()), None)
    assert (caught.value.permanent, caught.value.retry_after) == (permanent, retry_after)
