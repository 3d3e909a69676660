"""Issues at GitHub as a tracker of tickets.

Issues are found again by their label and a mark in their text, not by the search, which lags behind.
Source: [REST API endpoints for issues](https://docs.github.com/en/rest/issues/issues).
"""

from collections.abc import Mapping
from typing import Any

from gitops_assets.core.fleet.channels import GithubChannel
from gitops_assets.core.notifications.checklist import HIDDEN
from gitops_assets.core.outbox.refusal import Refused
from resources.notifiers.calls import Calls
from resources.notifiers.tickets import Draft, Ticket

LABEL = "gitops-assets"
PER_PAGE = 100
MOST_PAGES = 20


class GithubIssues:
    """The issues of one repository, or of the one that each ticket is about."""

    style = HIDDEN

    def __init__(self, settings: GithubChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def find(self, mark: str, repository: str) -> Ticket | None:
        """The newest issue with our label whose text has the mark."""
        issues = f"{self._place(repository)}/issues"
        for page in range(1, MOST_PAGES + 1):
            query = {"labels": LABEL, "state": "all", "per_page": str(PER_PAGE), "page": str(page)}
            listed = self._calls.ask("GET", issues, **query).body
            rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
            for row in rows:
                if f"ticket:{mark}" in str(row.get("body") or "") and "pull_request" not in row:
                    return _ticket(f"{issues}/{row['number']}", row)
            if len(rows) < PER_PAGE:
                break
        return None

    def read(self, reference: str) -> Ticket | None:
        """The issue, unless it was deleted or moved away."""
        answer = self._calls.find("GET", reference)
        return _ticket(reference, answer.body) if answer and isinstance(answer.body, dict) else None

    def create(self, draft: Draft) -> Ticket:
        """Open an issue with our label."""
        issues = f"{self._place(draft.repository)}/issues"
        labels = [LABEL, *self._settings.labels]
        document = {"title": draft.title, "body": draft.text, "labels": labels}
        row = self._calls.ask("POST", issues, document).body
        if not isinstance(row, dict) or "number" not in row:
            raise Refused("GitHub opened an issue and does not say which: check api_url", permanent=True)
        return _ticket(f"{issues}/{row['number']}", row)

    def update(self, ticket: Ticket, draft: Draft) -> None:
        """Write the issue again, and close or reopen it."""
        state = {"state": "open"} if draft.open else {"state": "closed", "state_reason": "completed"}
        if draft.open and not ticket.open:
            state["state_reason"] = "reopened"
        self._calls.ask("PATCH", ticket.reference, {"title": draft.title, "body": draft.text, **state})

    def _place(self, repository: str) -> str:
        slug = self._settings.repository or repository
        if not slug:
            raise Refused("the message is about no repository: name one in fleet.yaml", permanent=True)
        return repository_path(slug)


def repository_path(slug: str) -> str:
    """``/repos/OWNER/NAME``; raises :class:`Refused` for a slug that GitHub cannot have."""
    parts = slug.partition("@")[0].split("/")
    if len(parts) != 2 or not all(
        part.replace("-", "").replace("_", "").replace(".", "").isalnum() for part in parts
    ):
        raise Refused(f"GitHub has no repository called {slug!r}: name one as owner/name", permanent=True)
    return f"/repos/{parts[0]}/{parts[1]}"


def _ticket(reference: str, row: Mapping[str, Any]) -> Ticket:
    text, title = str(row.get("body") or ""), str(row.get("title") or "")
    return Ticket(reference, title, text, row.get("state") == "open")
