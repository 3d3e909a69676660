"""GitHub's issues, comments, statuses and checks on the loopback, with what GitHub demands of a request."""

import json
import re
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.notifiers.conftest import PLANTED

Row = dict[str, Any]


class FakeGitHub:
    """One repository, ``acme/ops``, and whatever else is listed in ``repositories``."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.repositories = {"acme/ops", "acme/app"}
        self.issues: list[Row] = []
        self.comments: list[Row] = []
        self.pulls: list[Row] = []
        self.statuses: list[Row] = []
        self.checks: list[Row] = []
        self.asked: list[str] = []
        self.down: list[Response] = []
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.path}")
        if self.down:
            return self.down.pop(0)
        if request.headers.get("Authorization") != f"Bearer {PLANTED['GITHUB_TOKEN']}":
            return said({"message": "Bad credentials"}, 401)
        if not request.headers.get("User-Agent"):
            return said({"message": "Request forbidden by administrative rules."}, 403)
        match = re.fullmatch(r"/repos/([^/]+/[^/]+)/(.*)", request.path)
        if not match or match[1] not in self.repositories:
            return said({"message": "Not Found"}, 404)
        body = json.loads(request.data) if request.data else {}
        return self._route(request, match[1], match[2], body)

    def _route(  # noqa: C901, PLR0911 - a table of routes
        self, request: Request, slug: str, path: str, body: Row
    ) -> Response:
        number = int((re.search(r"\d+", path) or ["0"])[0])
        match request.method, re.sub(r"\b(\d{1,9}|[0-9a-f]{40})\b", "N", path):
            case "GET", "issues":
                return self._listed(request, slug)
            case "POST", "issues":
                return self._opened(slug, body)
            case "GET", "issues/N":
                found = [row for row in self.issues if (row["repo"], row["number"]) == (slug, number)]
                return said(found[0]) if found else said({"message": "Not Found"}, 404)
            case "PATCH", "issues/N":
                return self._patched(number, body)
            case "POST", "statuses/N":
                return self._status(body)
            case "POST", "check-runs":
                bad = (
                    body["conclusion"] not in {"success", "failure"}
                    or len(body["output"]["summary"]) > 65_535
                )
                self.checks.append(body)
                return said({"message": "Validation Failed"}, 422) if bad else said({"id": 1}, 201)
            case "GET", "commits/N/pulls":
                return said(self.pulls)
            case "GET", "issues/N/comments":
                return said(
                    [row for row in self.comments if row["issue"] == number]
                    if request.args["page"] == "1"
                    else []
                )
            case "POST", "issues/N/comments":
                self.comments.append({"id": 700 + len(self.comments), "issue": number, "body": body["body"]})
                return said(self.comments[-1], 201)
            case "PATCH", "issues/comments/N":
                row = next(row for row in self.comments if row["id"] == number)
                row["body"] = body["body"]
                return said(row)
        return said({"message": "Not Found"}, 404)

    def _listed(self, request: Request, slug: str) -> Response:
        wanted = request.args["labels"]
        rows = [row for row in self.issues if row["repo"] == slug and wanted in row["labels"]]
        first = (int(request.args["page"]) - 1) * int(request.args["per_page"])
        return said(rows[first : first + int(request.args["per_page"])])

    def _opened(self, slug: str, body: Row) -> Response:
        if not 0 < len(body["title"]) <= 256 or len(body["body"]) > 65_536:
            return said({"message": "Validation Failed", "errors": [{"field": "body"}]}, 422)
        row = {"number": len(self.issues) + 1, "repo": slug, "state": "open", **body}
        self.issues.append(row)
        return said(row, 201)

    def _patched(self, number: int, body: Row) -> Response:
        reasons = {"open": (None, "reopened"), "closed": ("completed", "not_planned", "duplicate")}
        if body.get("state_reason") not in reasons[body["state"]] or len(body["body"]) > 65_536:
            return said({"message": "Validation Failed"}, 422)
        row = next(row for row in self.issues if row["number"] == number)
        row.update(body)
        return said(row)

    def _status(self, body: Row) -> Response:
        if body["state"] not in {"error", "failure", "pending", "success"} or len(body["description"]) > 140:
            return said({"message": "Validation Failed"}, 422)
        self.statuses.append(body)
        return said({"id": 1}, 201)


def said(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json; charset=utf-8")
