"""Jira: an issue for each cause, moved through the workflow as findings are mended and come back.

An issue has a label of its own, by which it is found again. Its text is wiki markup of version 2 of the API,
which Cloud and Data Center both take. With a user the token is a Cloud account's, without one it is sent as
bearer.

Source: [Jira REST API](https://developer.atlassian.com/cloud/jira/platform/rest/v2/intro/).
"""

import base64
from collections.abc import Mapping
from typing import Any

from gitops_assets.core.fleet.channels import JiraChannel
from gitops_assets.core.notifications.checklist import WIKI
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.calls import Calls
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets
from resources.notifiers.tickets import Draft, Ticket, Tickets

API = "/rest/api/2"
LABEL = "gitops-assets"
FIELDS = "summary,description,status"


class JiraIssues:
    """The issues of one project."""

    style = WIKI

    def __init__(self, settings: JiraChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def find(self, mark: str, repository: str) -> Ticket | None:  # noqa: ARG002 - one project holds all
        """The newest issue with the label of this mark."""
        jql = f'project = "{self._settings.project}" AND labels = "{_label(mark)}" ORDER BY created DESC'
        # Cloud took the old search away in 2025, and Data Center does not have the new one.
        path = f"{API}/search/jql" if self._settings.user else f"{API}/search"
        body = self._calls.ask("GET", path, jql=jql, fields=FIELDS, maxResults="1").body
        issues = body.get("issues", []) if isinstance(body, dict) else []
        return _ticket(f"{API}/issue/{issues[0]['key']}", issues[0]) if issues else None

    def read(self, reference: str) -> Ticket | None:
        """The issue, unless it was deleted."""
        answer = self._calls.find("GET", reference, fields=FIELDS)
        return _ticket(reference, answer.body) if answer and isinstance(answer.body, dict) else None

    def create(self, draft: Draft) -> Ticket:
        """Open an issue with our labels."""
        fields = {
            "project": {"key": self._settings.project},
            "issuetype": {"name": self._settings.issue_type},
            "summary": draft.title,
            "description": draft.text,
            "labels": [LABEL, _label(draft.mark)],
        }
        body = self._calls.ask("POST", f"{API}/issue", {"fields": fields}).body
        if not isinstance(body, dict) or "key" not in body:
            raise Refused("Jira opened an issue and does not say which: check url", permanent=True)
        return Ticket(f"{API}/issue/{body['key']}", draft.title, draft.text, open=True)

    def update(self, ticket: Ticket, draft: Draft) -> None:
        """Write the issue again, and move it; what comes back is moved first: a repetition sees that."""
        if draft.open and not ticket.open:
            self._move(ticket, self._settings.todo)
        fields = {"summary": draft.title, "description": draft.text}
        self._calls.ask("PUT", ticket.reference, {"fields": fields})
        if ticket.open and not draft.open:
            self._move(ticket, self._settings.done)

    def _move(self, ticket: Ticket, status: str) -> None:
        path = f"{ticket.reference}/transitions"
        body = self._calls.ask("GET", path).body
        ways = body.get("transitions", []) if isinstance(body, dict) else []
        leading = {str(way["to"]["name"]): str(way["id"]) for way in ways}
        if status not in leading:
            known = ", ".join(sorted(leading)) or "none"
            key = ticket.reference.rpartition("/")[2]
            raise Refused(f"no transition of {key} leads to {status!r}; there is: {known}", permanent=True)
        self._calls.ask("POST", path, {"transition": {"id": leading[status]}})


def build(settings: JiraChannel, secrets: Secrets) -> Channel:
    """The tickets of one project."""

    def headers() -> Mapping[str, str]:
        token = secrets.get(settings.token_env)
        if settings.user is None:
            return {"Authorization": f"Bearer {token}"}
        pair = base64.b64encode(f"{settings.user}:{token}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    return Tickets(JiraIssues(settings, Calls(settings.url, headers)))


def _label(mark: str) -> str:
    return f"{LABEL}-{mark}"


def _ticket(reference: str, row: Mapping[str, Any]) -> Ticket:
    fields = row.get("fields") or {}
    category = ((fields.get("status") or {}).get("statusCategory") or {}).get("key")
    text, title = str(fields.get("description") or ""), str(fields.get("summary") or "")
    return Ticket(reference, title, text, category != "done")


NOTIFIER = Notifier(id="jira", title="Jira", doc=__doc__, build=build)
