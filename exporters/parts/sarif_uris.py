"""Where a result lies, as URIs that cannot lead out of the folder they are relative to (RFC 3986)."""

import re
from functools import lru_cache
from urllib.parse import quote

from gitops_assets.core.model import RepositoryState
from gitops_assets.core.report import Report

BASE = "%SRCROOT%"

_WEB = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/([A-Za-z0-9._~/+-]|%[0-9A-Fa-f]{2})*)?")
_NOWHERE = {"", ".", ".."}


@lru_cache(maxsize=8192)
def relative(slug: str, path: str) -> str:
    """``<slug>/<path>``, each segment percent-encoded; segments that go nowhere or up are dropped."""
    segments = [part for part in (*slug.split("/"), *path.split("/")) if part not in _NOWHERE]
    return "/".join(quote(part, safe="", errors="backslashreplace") for part in segments) or "_"


def provenance(report: Report) -> list[dict[str, object]]:
    """Which commit of which remote each repository was at, where both are known; each said once.

    The elements have to be unique (SARIF 2.1.0), and slugs that differ only in segments that
    go nowhere have one location.
    """
    known = ((row.state, remote_url(row.state)) for row in report.repositories)
    told = (_details(state, url) for state, url in known if url is not None and state.head)
    return list({repr(each): each for each in told}.values())


def provenance_of(state: RepositoryState) -> list[dict[str, object]]:
    """The same of one repository, whose root is the base of URIs."""
    url = remote_url(state)
    return (
        [] if url is None or not state.head else [{**_details(state, url), "mappedTo": {"uriBaseId": BASE}}]
    )


def remote_url(state: RepositoryState) -> str | None:
    """The web address of the upstream's remote, else of ``origin``, else of any; None without one."""
    web = {remote.name: remote.url for remote in state.remotes if _WEB.fullmatch(remote.url)}
    followed = next((name for name in web if (state.upstream or "").startswith(f"{name}/")), "origin")
    return web.get(followed) or next(iter(web.values()), None)


def _details(state: RepositoryState, url: str) -> dict[str, object]:
    details: dict[str, object] = {"repositoryUri": url, "revisionId": state.head}
    if state.branch:
        details["branch"] = state.branch
    mapped = {"uri": f"{relative(state.slug, '')}/", "uriBaseId": BASE}
    return {**details, "mappedTo": mapped}
