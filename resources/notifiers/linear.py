"""Linear: an issue for each cause, moved between the team's own states.

An issue is found again by a mark in its text. It goes to the team's first completed state when all is mended,
and to its first unstarted one when something came back.

Source: [Linear's GraphQL API](https://linear.app/developers/graphql).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from gitops_assets.core.fleet.channels import LinearChannel
from gitops_assets.core.notifications.checklist import VISIBLE
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.text import display
from resources.couriers.channel import Channel
from resources.notifiers.calls import Calls
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets
from resources.notifiers.tickets import Draft, Ticket, Tickets

_ISSUE = "id title description state { type }"
_TEAM = (
    "query($key: String!) { teams(filter: {key: {eq: $key}}) "
    "{ nodes { id states { nodes { id type position } } } } }"
)
_FIND = (
    "query($key: String!, $mark: String!) { issues(first: 1, orderBy: createdAt, "
    "filter: {team: {key: {eq: $key}}, description: {contains: $mark}}) { nodes { " + _ISSUE + " } } }"
)
_READ = "query($id: ID!) { issues(first: 1, filter: {id: {eq: $id}}) { nodes { " + _ISSUE + " } } }"
_CREATE = (
    "mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { " + _ISSUE + " } } }"
)
_UPDATE = (
    "mutation($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success } }"
)
_TODO, _DONE = ("unstarted", "backlog"), ("completed",)
_CLOSED = frozenset({"completed", "canceled"})


class LinearIssues:
    """The issues of one team."""

    style = VISIBLE

    def __init__(self, settings: LinearChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def find(self, mark: str, repository: str) -> Ticket | None:  # noqa: ARG002 - one team holds all
        """The newest issue whose text has the mark."""
        found = self._ask(_FIND, key=self._settings.team, mark=f"ticket:{mark}")
        return _first(found["issues"]["nodes"])

    def read(self, reference: str) -> Ticket | None:
        """The issue, unless it was deleted."""
        return _first(self._ask(_READ, id=reference)["issues"]["nodes"])

    def create(self, draft: Draft) -> Ticket:
        """Open an issue."""
        team = self._team()
        document = {"teamId": team["id"], "title": draft.title, "description": draft.text}
        made = self._ask(_CREATE, input=document)["issueCreate"]
        ticket = _first([made.get("issue")]) if made.get("success") else None
        if ticket is None:
            raise Refused("Linear opened no issue: check what the key may do", permanent=True)
        return ticket

    def update(self, ticket: Ticket, draft: Draft) -> None:
        """Write the issue again, and move it."""
        document = {"title": draft.title, "description": draft.text}
        if ticket.open != draft.open:
            document["stateId"] = self._state(*(_TODO if draft.open else _DONE))
        if not self._ask(_UPDATE, id=ticket.reference, input=document)["issueUpdate"].get("success"):
            raise Refused("Linear changed no issue: check what the key may do", permanent=True)

    def _state(self, *types: str) -> str:
        states = self._team()["states"]["nodes"]
        for kind in types:
            fitting = [state for state in states if state.get("type") == kind]
            if fitting:
                return str(min(fitting, key=lambda state: state.get("position", 0))["id"])
        raise Refused(f"the team {self._settings.team} has no state of the type {types[0]}", permanent=True)

    def _team(self) -> Mapping[str, Any]:
        nodes: list[Mapping[str, Any]] = self._ask(_TEAM, key=self._settings.team)["teams"]["nodes"]
        if not nodes:
            raise Refused(f"Linear has no team {self._settings.team} for this key", permanent=True)
        return nodes[0]

    def _ask(self, query: str, **variables: object) -> Mapping[str, Any]:
        try:
            answer = self._calls.ask("POST", "", {"query": query, "variables": variables})
        except Refused as refused:
            # Linear answers 400 where others answer 429.
            if refused.status == HTTPStatus.BAD_REQUEST and "RATELIMITED" in refused.why:
                raise Refused("Linear asks for fewer requests", retry_after=60, status=429) from None
            raise
        body = answer.body if isinstance(answer.body, dict) else {}
        errors = body.get("errors")
        if errors:
            raise _failure(errors)
        found = body.get("data")
        if not isinstance(found, dict):
            raise Refused("Linear answered no data: check api_url", permanent=True)
        return found


def _failure(errors: list[dict[str, Any]]) -> Refused:
    first = errors[0] if isinstance(errors[0], dict) else {}
    code = str((first.get("extensions") or {}).get("code", ""))
    why = display(str(first.get("message", "")))[:300]
    passing = code in {"RATELIMITED", "INTERNAL_SERVER_ERROR"}
    wait = 60.0 if code == "RATELIMITED" else None
    return Refused(f"Linear refused: {why}", not passing, wait, HTTPStatus.BAD_REQUEST)


def _first(nodes: list[Any]) -> Ticket | None:
    row = nodes[0] if nodes and isinstance(nodes[0], dict) else None
    if row is None:
        return None
    state = (row.get("state") or {}).get("type")
    return Ticket(
        str(row["id"]), str(row.get("title")), str(row.get("description") or ""), state not in _CLOSED
    )


def build(settings: LinearChannel, secrets: Secrets) -> Channel:
    """The tickets of one team."""
    return Tickets(
        LinearIssues(
            settings, Calls(settings.api_url, lambda: {"Authorization": secrets.get(settings.token_env)})
        )
    )


NOTIFIER = Notifier(id="linear", title="Linear", doc=__doc__, build=build)
