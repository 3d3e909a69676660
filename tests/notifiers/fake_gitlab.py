"""GitLab's issues, statuses and notes on the loopback, with what GitLab demands of a request."""

import json
import re
from typing import Any
from urllib.parse import unquote

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.notifiers.conftest import PLANTED
from tests.notifiers.fake_github import said

Row = dict[str, Any]
PROJECTS = frozenset({"acme/ops", "acme/team/app", "acme/app"})


class FakeGitLab:
    """A few projects, by their paths."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/api/v4")
        self.issues: list[Row] = []
        self.notes: list[Row] = []
        self.requests: list[Row] = []
        self.statuses: dict[str, str] = {}
        self.asked: list[str] = []
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        raw = str(request.environ["RAW_URI"]).partition("?")[0]
        self.asked.append(f"{request.method} {raw}")
        if request.headers.get("PRIVATE-TOKEN") != PLANTED["GITLAB_TOKEN"]:
            return said({"message": "401 Unauthorized"}, 401)
        match = re.fullmatch(r"/api/v4/projects/([^/]+)/(.*)", raw)
        if not match or unquote(match[1]) not in PROJECTS:
            return said({"message": "404 Project Not Found"}, 404)
        body = json.loads(request.data) if request.data else {}
        if match[2].startswith("issues"):
            return self._issue(request, unquote(match[1]), match[2], body)
        return self._commit(request, match[2], body)

    def _issue(self, request: Request, project: str, path: str, body: Row) -> Response:
        number = int(path.rpartition("/")[2]) if "/" in path else 0
        mine = [row for row in self.issues if row["project"] == project]
        if request.method == "POST":
            row = {"iid": len(self.issues) + 1, "project": project, "state": "opened", **body}
            self.issues.append(row)
            return said(row, 201)
        if not number:
            wanted, label = request.args["search"], request.args["labels"]
            return said([r for r in mine if wanted in r["description"] and label in r["labels"].split(",")])
        found = [row for row in mine if row["iid"] == number]
        if not found:
            return said({"message": "404 Not found"}, 404)
        event = body.pop("state_event", None)
        if event not in {None, "close", "reopen"}:
            return said({"error": "state_event does not have a valid value"}, 400)
        found[0].update(body, **({"state": {"close": "closed", "reopen": "opened"}[event]} if event else {}))
        return said(found[0])

    def _commit(self, request: Request, path: str, body: Row) -> Response:
        if path.startswith("statuses/"):
            return self._status(path.rpartition("/")[2], body)
        if path.endswith("/merge_requests"):
            return said(self.requests)
        if request.method == "GET":
            return said(self.notes if request.args["page"] == "1" else [])
        if request.method == "POST":
            self.notes.append({"id": len(self.notes) + 1, **body})
            return said(self.notes[-1], 201)
        self.notes[int(path.rpartition("/")[2]) - 1].update(body)
        return said(body)

    def _status(self, commit: str, body: Row) -> Response:
        if body["state"] not in {"pending", "running", "success", "failed", "canceled", "skipped"}:
            return said({"error": "state does not have a valid value"}, 400)
        if self.statuses.get(commit) == body["state"]:
            message = f"Cannot transition status via :drop from :{body['state']} (Reason(s): no)"
            return said({"message": message}, 400)
        self.statuses[commit] = body["state"]
        return said({"id": 1}, 201)
