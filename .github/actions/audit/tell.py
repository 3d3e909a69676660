"""Tells the result where people look: job summary, one comment on the pull request, status, code scanning.

Standard library only, as ask.py. What may not be written, as with the token of a fork, is a warning and no
failure.
"""

import base64
import gzip
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

MARK = "<!-- gitops-assets: audit -->"
"""What the one comment is found by."""

LONGEST = 60_000
"""Characters; a comment holds 65,536."""

BOT = "github-actions[bot]"
_STATES = {0: "success", 1: "failure"}


def main(environ: Mapping[str, str] = os.environ) -> None:
    """Tell everything that was asked for."""
    page = (Path(environ["FOLDER"]) / "page.md").read_text(encoding="utf-8")
    if summary := environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(page)
    if not environ.get("TOKEN"):
        return
    told = Telling(environ, page)
    for name, act in (("COMMENT", told.comment), ("STATUS", told.status), ("SARIF", told.sarif)):
        if environ.get(name) == "true":
            attempted(name.lower(), act)


def attempted(name: str, act: Callable[[], None]) -> None:
    """Do it, or warn why not."""
    try:
        act()
    except HTTPError as error:
        warn(f"the {name} was not written: GitHub answered {error.code}; does the token have the permission?")
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        warn(f"the {name} was not written: {type(error).__name__}.")


def warn(text: str) -> None:
    """A warning in the log and on the run's page."""
    sys.stdout.write(f"::warning title=gitops-assets::{text}\n")


class Telling:
    """One run of a workflow, and what it says."""

    def __init__(self, environ: Mapping[str, str], page: str) -> None:
        self._environ = environ
        self._page = page
        self._api = f"{environ['GITHUB_API_URL']}/repos/{environ['GITHUB_REPOSITORY']}"
        self._event = event(environ)

    def comment(self) -> None:
        """Update the comment of an earlier run, or write the first."""
        number = (self._event.get("pull_request") or {}).get("number")
        if not isinstance(number, int):
            return
        body = {"body": f"{MARK}\n{self._page[:LONGEST]}"}
        own = self._own(f"{self._api}/issues/{number}/comments")
        if own is None:
            self._call("POST", f"{self._api}/issues/{number}/comments", body)
        else:
            self._call("PATCH", f"{self._api}/issues/comments/{own}", body)

    def _own(self, comments: str) -> int | None:
        """The comment with the mark that this token's user wrote: anybody may write the mark."""
        author = self._author()
        for page in range(1, 31):
            found = self._call("GET", f"{comments}?per_page=100&page={page}")
            for each in found:
                if each["user"]["login"] == author and each["body"].startswith(MARK):
                    return int(each["id"])
            if len(found) < 100:
                return None
        return None

    def _author(self) -> str:
        try:
            return str(self._call("GET", f"{self._environ['GITHUB_API_URL']}/user")["login"])
        except HTTPError:
            # The token of a workflow is no user's; its comments are the bot's.
            return BOT

    def status(self) -> None:
        """Set the commit's status, of a pull request that of its last commit."""
        code = int(self._environ["CODE"])
        run = f"{self._environ['GITHUB_SERVER_URL']}/{self._environ['GITHUB_REPOSITORY']}/actions/runs"
        said = {
            "state": _STATES.get(code, "error"),
            "context": "gitops-assets",
            "description": {0: "Every gate that is required holds.", 1: "There are findings."}.get(
                code, "The audit was not done."
            ),
            "target_url": f"{run}/{self._environ['GITHUB_RUN_ID']}",
        }
        self._call("POST", f"{self._api}/statuses/{self._commit()}", said)

    def sarif(self) -> None:
        """Upload the findings to code scanning."""
        path = Path(self._environ["FOLDER"]) / "report.sarif"
        if not path.exists():
            return
        packed = base64.b64encode(gzip.compress(path.read_bytes(), mtime=0)).decode()
        said = {
            "commit_sha": self._environ["GITHUB_SHA"],
            "ref": self._environ["GITHUB_REF"],
            "sarif": packed,
        }
        self._call("POST", f"{self._api}/code-scanning/sarifs", said)

    def _commit(self) -> str:
        head = (self._event.get("pull_request") or {}).get("head") or {}
        return str(head.get("sha") or self._environ["GITHUB_SHA"])

    def _call(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        if not url.startswith(("https://", "http://")):
            raise ValueError(url)
        request = Request(url, None if body is None else json.dumps(body).encode(), method=method)  # noqa: S310 - looked at above
        request.add_unredirected_header("Authorization", f"Bearer {self._environ['TOKEN']}")
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Content-Type", "application/json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - looked at above
            return json.loads(answer.read() or b"null")


def event(environ: Mapping[str, str]) -> dict[str, Any]:
    """What set the workflow off; empty where that cannot be read."""
    try:
        found = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    except (KeyError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    main()
