"""GitLab: a ticket for each cause, or the status or comment of a commit.

A ticket is an issue with a checklist, as at GitHub. A status stands at the commit; a comment stands in the
open merge requests of the commit and is written again instead of being repeated.

Sources: [issues](https://docs.gitlab.com/api/issues/), [commits](https://docs.gitlab.com/api/commits/),
[notes](https://docs.gitlab.com/api/notes/).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gitops_assets.core.fleet.channels import Form, GitlabChannel
from gitops_assets.core.notifications.checklist import HIDDEN
from gitops_assets.core.notifications.commit import Verdict, comment_of, verdict_of
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused
from resources.couriers.channel import Channel
from resources.notifiers.calls import Calls, rows_of
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets
from resources.notifiers.tickets import Draft, Ticket, Tickets

LABEL = "gitops-assets"
NOTE = "<!-- gitops-assets:comment -->"
_STATES = {"failure": "failed", "success": "success"}


class GitlabIssues:
    """The issues of one project, or of the one that each ticket is about."""

    style = HIDDEN

    def __init__(self, settings: GitlabChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def find(self, mark: str, repository: str) -> Ticket | None:
        """The newest issue with our label whose text has the mark."""
        issues = f"{self._place(repository)}/issues"
        query = {"labels": LABEL, "search": mark, "in": "description", "per_page": "20"}
        for row in rows_of(self._calls.ask("GET", issues, **query).body):
            if f"ticket:{mark}" in str(row.get("description") or ""):
                return _ticket(f"{issues}/{row['iid']}", row)
        return None

    def read(self, reference: str) -> Ticket | None:
        """The issue, unless it was deleted or moved away."""
        answer = self._calls.find("GET", reference)
        return _ticket(reference, answer.body) if answer and isinstance(answer.body, dict) else None

    def create(self, draft: Draft) -> Ticket:
        """Open an issue with our label."""
        issues = f"{self._place(draft.repository)}/issues"
        labels = ",".join((LABEL, *self._settings.labels))
        document = {"title": draft.title, "description": draft.text, "labels": labels}
        row = self._calls.ask("POST", issues, document).body
        if not isinstance(row, dict) or "iid" not in row:
            raise Refused("GitLab opened an issue and does not say which: check api_url", permanent=True)
        return _ticket(f"{issues}/{row['iid']}", row)

    def update(self, ticket: Ticket, draft: Draft) -> None:
        """Write the issue again, and close or reopen it."""
        document = {"title": draft.title, "description": draft.text}
        if ticket.open != draft.open:
            document["state_event"] = "reopen" if draft.open else "close"
        self._calls.ask("PUT", ticket.reference, document)

    def _place(self, repository: str) -> str:
        slug = self._settings.repository or repository
        if not slug:
            raise Refused("the message is about no repository: name one in fleet.yaml", permanent=True)
        return project_path(slug)


class GitlabCommits:
    """Marks commits of the project that a letter is about."""

    def __init__(self, settings: GitlabChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Say of the project's commit how it stands; what has no commit is passed over."""
        letter = Letter.of(delivery.document)
        verdict = verdict_of(letter)
        if verdict is None:
            return Receipt(204, before.reference if before else "", "no commit is known")
        place = project_path(delivery.repository)
        if self._settings.form is Form.COMMENT:
            return self._notes(place, verdict, letter)
        return self._status(place, verdict)

    def _status(self, place: str, verdict: Verdict) -> Receipt:
        document = {"state": _STATES[verdict.word], "name": LABEL, "description": verdict.summary[:255]}
        if self._settings.details_url:
            document["target_url"] = self._settings.details_url
        try:
            self._calls.ask("POST", f"{place}/statuses/{verdict.commit}", document)
        except Refused as refused:
            # GitLab refuses to turn a status into what it is already: then it says what it should.
            if refused.status != 400 or "Cannot transition status" not in refused.why:
                raise
        return Receipt(201, verdict.commit, verdict.word)

    def _notes(self, place: str, verdict: Verdict, letter: Letter) -> Receipt:
        """One note in each open merge request of the commit, written again each time."""
        document = {"body": f"{comment_of(letter, verdict)}\n{NOTE}"}
        answer = self._calls.find("GET", f"{place}/repository/commits/{verdict.commit}/merge_requests")
        requests = [row for row in rows_of(answer.body if answer else None) if row.get("state") == "opened"]
        for row in requests:
            notes = f"{place}/merge_requests/{row['iid']}/notes"
            mine = next((note for note in self._calls.pages(notes) if NOTE in str(note.get("body"))), None)
            if mine is None:
                self._calls.ask("POST", notes, document)
            else:
                self._calls.ask("PUT", f"{notes}/{mine['id']}", document)
        return Receipt(200, verdict.commit, f"{len(requests)} merge requests")


def project_path(slug: str) -> str:
    """``/projects/GROUP%2FNAME``: the path of a project is one word of the address."""
    return f"/projects/{quote(slug.partition('@')[0], safe='')}"


def _ticket(reference: str, row: Mapping[str, Any]) -> Ticket:
    text, title = str(row.get("description") or ""), str(row.get("title") or "")
    return Ticket(reference, title, text, row.get("state") == "opened")


def build(settings: GitlabChannel, secrets: Secrets) -> Channel:
    """The channel that ``as`` names."""
    calls = Calls(settings.api_url, lambda: {"PRIVATE-TOKEN": secrets.get(settings.token_env)})
    if settings.form is Form.ISSUE:
        return Tickets(GitlabIssues(settings, calls))
    return GitlabCommits(settings, calls)


NOTIFIER = Notifier(id="gitlab", title="GitLab", doc=__doc__, build=build)
