"""A GitHub on the loopback: payloads as recorded, pages with Link headers, tags, quota, faults on demand."""

import hashlib
import json
import re
from collections.abc import Callable

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

RESET = 1_795_000_000
NOW = 1_794_999_000
TOKEN = "ghp_" + "t0kenThatMustNeverBeSeen" + "0" * 12

Payload = dict[str, object]
Answer = Callable[[Request], Response]


def repository(full_name: str, **changes: object) -> Payload:
    """One repository as ``GET /orgs/{org}/repos`` gives it, without most of its addresses."""
    owner, _, name = full_name.partition("/")
    return {
        "id": 1296269,
        "node_id": "MDEwOlJlcG9zaXRvcnkxMjk2MjY5",
        "name": name,
        "full_name": full_name,
        "private": False,
        "owner": {"login": owner, "id": 9919, "type": "Organization", "site_admin": False},
        "html_url": f"https://github.com/{full_name}",
        "description": None,
        "fork": False,
        "url": f"https://api.github.com/repos/{full_name}",
        "git_url": f"git://github.com/{full_name}.git",
        "ssh_url": f"git@github.com:{full_name}.git",
        "clone_url": f"https://github.com/{full_name}.git",
        "homepage": "",
        "size": 108,
        "stargazers_count": 80,
        "language": "Python",
        "archived": False,
        "disabled": False,
        "license": {"key": "mit", "name": "MIT License", "spdx_id": "MIT"},
        "topics": ["api", "gitops"],
        "visibility": "private" if changes.get("private") else "public",
        "default_branch": "main",
        "pushed_at": "2026-10-26T19:06:43Z",
        "permissions": {"admin": False, "push": False, "pull": True},
        **changes,
    }


def fault(status: int, message: str, **headers: str) -> Answer:
    """An answer that is not 200, as GitHub words it; ``retry_after`` becomes ``retry-after``."""
    body = json.dumps(
        {"message": message, "documentation_url": "https://docs.github.com/rest", "status": str(status)}
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Response(body, status, named, content_type="application/json; charset=utf-8")


def text(body: str | bytes, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Response(body, status, named)


class FakeGitHub:
    """Answers by path; what is not known is 404, as GitHub answers."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.asked: list[Request] = []
        self.remaining = 4999
        self.link_with_304 = True
        self._routes: dict[str, Answer] = {}
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def serve(self, path: str, *pages: list[Payload]) -> None:
        """A listing of these pages below a path."""
        self._routes[path] = lambda request: self._page(request, pages)

    def script(self, path: str, *answers: Answer) -> None:
        """These answers one after the other; the last one for ever."""
        left = list(answers)

        def next_answer(request: Request) -> Response:
            return (left.pop(0) if len(left) > 1 else left[0])(request)

        self._routes[path] = next_answer

    def page_of(self, path: str, number: int, answer: Answer) -> None:
        """Replace one page of a listing."""
        listing = self._routes[path]
        self._routes[path] = lambda request: (answer if _number(request) == number else listing)(request)

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [request.path for request in self.asked]

    def _answer(self, request: Request) -> Response:
        self.asked.append(request)
        return self._routes.get(request.path, fault(404, "Not Found"))(request)

    def _page(self, request: Request, pages: tuple[list[Payload], ...]) -> Response:
        number = _number(request)
        body = json.dumps(pages[number - 1] if number <= len(pages) else [])
        tag = f'W/"{hashlib.sha256(body.encode()).hexdigest()}"'
        unchanged = request.headers.get("If-None-Match") == tag
        self.remaining -= not unchanged
        response = Response(
            "" if unchanged else body, 304 if unchanged else 200, content_type="application/json"
        )
        response.headers.update(self._headers(tag))
        if len(pages) > 1 and not (unchanged and not self.link_with_304):
            response.headers["Link"] = self._links(request, number, len(pages))
        return response

    def _headers(self, tag: str) -> dict[str, str]:
        return {
            "ETag": tag,
            "Vary": "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With",
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(RESET),
            "X-RateLimit-Resource": "core",
        }

    def _links(self, request: Request, number: int, count: int) -> str:
        query = "&".join(f"{key}={value}" for key, value in request.args.items() if key != "page")
        towards = {"prev": number - 1, "next": number + 1, "last": count, "first": 1}
        wanted = ("next", "last") if number < count else ("prev", "first")
        base = f"{self.url}{request.path}?{query}&page="
        return ", ".join(f'<{base}{towards[rel]}>; rel="{rel}"' for rel in wanted)


def _number(request: Request) -> int:
    return int(request.args.get("page", "1"))
