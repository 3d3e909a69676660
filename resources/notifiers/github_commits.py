"""What a commit at GitHub shows: a status, a check run, or a comment on its pull requests that stays current.

Sources: [commit statuses](https://docs.github.com/en/rest/commits/statuses),
[check runs](https://docs.github.com/en/rest/checks/runs),
[issue comments](https://docs.github.com/en/rest/issues/comments).
"""

from gitops_assets.core.fleet.channels import Form, GithubChannel
from gitops_assets.core.notifications.commit import Verdict, comment_of, verdict_of
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.outbox.model import Delivery, Receipt
from resources.notifiers.calls import Calls, rows_of
from resources.notifiers.github_issues import repository_path

CONTEXT = "gitops-assets"


class GithubCommits:
    """Marks commits of the repository that a letter is about."""

    def __init__(self, settings: GithubChannel, calls: Calls) -> None:
        self._settings = settings
        self._calls = calls

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Say of the repository's commit how it stands; what has no commit is passed over."""
        letter = Letter.of(delivery.document)
        verdict = verdict_of(letter)
        if verdict is None:
            return Receipt(204, before.reference if before else "", "no commit is known")
        place = repository_path(delivery.repository)
        match self._settings.form:
            case Form.CHECK:
                return self._check(place, verdict, letter)
            case Form.COMMENT:
                return self._comments(place, verdict, letter)
            case _:
                return self._status(place, verdict)

    def _status(self, place: str, verdict: Verdict) -> Receipt:
        document: dict[str, object] = {
            "state": verdict.word,
            "context": CONTEXT,
            "description": verdict.summary[:140],
        }
        if self._settings.details_url:
            document["target_url"] = self._settings.details_url
        self._calls.ask("POST", f"{place}/statuses/{verdict.commit}", document)
        return Receipt(201, verdict.commit, verdict.word)

    def _check(self, place: str, verdict: Verdict, letter: Letter) -> Receipt:
        document: dict[str, object] = {
            "name": CONTEXT,
            "head_sha": verdict.commit,
            "status": "completed",
            "conclusion": verdict.word,
            "output": {"title": verdict.summary[:255], "summary": comment_of(letter, verdict)[:65_000]},
        }
        if self._settings.details_url:
            document["details_url"] = self._settings.details_url
        self._calls.ask("POST", f"{place}/check-runs", document)
        return Receipt(201, verdict.commit, verdict.word)

    def _comments(self, place: str, verdict: Verdict, letter: Letter) -> Receipt:
        """One comment on each open pull request of the commit, written again each time."""
        body = comment_of(letter, verdict)
        answer = self._calls.find("GET", f"{place}/commits/{verdict.commit}/pulls")
        pulls = [row for row in rows_of(answer.body if answer else None) if row.get("state") == "open"]
        for pull in pulls:
            thread = f"{place}/issues/{pull['number']}/comments"
            mine = next(
                (row for row in self._calls.pages(thread) if CONTEXT_MARK in str(row.get("body"))), None
            )
            if mine is None:
                self._calls.ask("POST", thread, {"body": f"{body}\n{CONTEXT_MARK}"})
            else:
                path = f"{place}/issues/comments/{mine['id']}"
                self._calls.ask("PATCH", path, {"body": f"{body}\n{CONTEXT_MARK}"})
        return Receipt(200, verdict.commit, f"{len(pulls)} pull requests")


CONTEXT_MARK = "<!-- gitops-assets:comment -->"
"""What the comment that is written again is known by; the GitHub Action of this project writes the same."""
