"""The git repository behind an address in a manifest, whichever tool's notation that is."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from gitops_assets.core.remote_url import RemoteUrl, parse, redact

FORGES = ("github.com/", "gitlab.com/", "bitbucket.org/")
"""What names a repository without a scheme before it, as Go's tools have it."""

_RAW = "raw.githubusercontent.com"
_PAGES = ".github.io"
_GITHUB_VIEWS = {"raw": 1, "blob": 1, "tree": 1, "archive": 1, "releases": 2}
_GITLAB_VIEWS = frozenset({"raw", "blob", "tree", "archive"})
_ENDS = (".tar.gz", ".tgz", ".zip")


@dataclass(frozen=True, slots=True)
class Address:
    """A repository's URL without credentials, and the ref and folder that are meant of it."""

    url: str
    ref: str | None = None
    folder: str = ""


def is_hash(ref: str | None) -> bool:
    """Whether a ref is a full commit hash (SHA-1 or SHA-256): what it names cannot move."""
    return ref is not None and len(ref) in {40, 64} and not ref.strip("0123456789abcdefABCDEF")


def git_address(written: str) -> Address | None:
    """The repository of an address; None for what names no git repository.

    Obeys go-getter's ``git::URL//folder?ref=R`` (Terraform, Kustomize), Docker's ``URL#ref:folder``, forges
    without a scheme, their pages for single files and archives, and ``owner.github.io/repository``.
    """
    forced = written.strip().startswith("git::")
    text, _, fragment = written.strip().removeprefix("git::").partition("#")
    text, _, query = text.partition("?")
    text = f"https://{text}" if text.startswith(FORGES) else text
    head, folder = _parted(text)
    url = parse(head)
    if not url.host or not url.parts:
        return None
    found = _on_forge(url) or _anywhere(head, url, forced=forced or bool(folder))
    asked, _, inside = fragment.partition(":")
    return found and Address(found.url, _ref(query) or asked or found.ref, folder or inside or found.folder)


def _parted(text: str) -> tuple[str, str]:
    """What stands before and after the ``//`` that is not the scheme's."""
    start = text.find("://") + 3 if "://" in text else 0
    head, _, folder = text[start:].partition("//")
    return text[:start] + head, folder.strip("/")


def _ref(query: str) -> str | None:
    try:
        asked = parse_qs(query, max_num_fields=50)
    except ValueError:
        return None
    return next((asked[key][0] for key in ("ref", "version") if key in asked), None)


def _on_forge(url: RemoteUrl) -> Address | None:
    parts = url.parts
    if url.host.endswith(_PAGES) and url.scheme in {"http", "https"}:
        return Address(f"https://github.com/{url.host.removesuffix(_PAGES)}/{parts[0]}")
    if len(parts) < 2:
        return None
    if url.host == _RAW:
        return Address(f"https://github.com/{parts[0]}/{parts[1]}", _github_ref(parts[2:]))
    if url.host == "github.com":
        return _github(url, parts)
    return _gitlab(url, parts) if "-" in parts else None


def _github(url: RemoteUrl, parts: tuple[str, ...]) -> Address:
    head = f"https://github.com/{parts[0]}/{parts[1].removesuffix('.git')}"
    if url.scheme == "ssh":
        head = f"ssh://git@github.com/{parts[0]}/{parts[1].removesuffix('.git')}.git"
    view = parts[2] if len(parts) > 2 else ""
    if view in _GITHUB_VIEWS:
        return Address(head, _github_ref(parts[2 + _GITHUB_VIEWS[view] :]))
    return Address(head, None, "/".join(parts[2:]))


def _github_ref(parts: tuple[str, ...]) -> str | None:
    rest = parts[2:] if parts[:2] in {("refs", "heads"), ("refs", "tags")} else parts
    return _without_ending(rest[0]) if rest else None


def _gitlab(url: RemoteUrl, parts: tuple[str, ...]) -> Address | None:
    """GitLab, on any host: ``group/project/-/raw/ref/file``."""
    dash = parts.index("-")
    project, rest = parts[:dash], parts[dash + 1 :]
    if len(project) < 2 or len(rest) < 2 or rest[0] not in _GITLAB_VIEWS:
        return None
    port = f":{url.port}" if url.port else ""
    return Address(f"{url.scheme}://{url.host}{port}/{'/'.join(project)}", _without_ending(rest[1]))


def _anywhere(head: str, url: RemoteUrl, *, forced: bool) -> Address | None:
    before, dot_git, inside = head.partition(".git/")
    if dot_git:
        return Address(redact(f"{before}.git"), None, inside.strip("/"))
    known = url.host in {"gitlab.com", "bitbucket.org"} or "_git" in url.parts
    if forced or known or head.endswith(".git") or url.scheme in {"ssh", "git"}:
        return Address(redact(head.rstrip("/")))
    return None


def _without_ending(ref: str) -> str:
    return next((ref[: -len(end)] for end in _ENDS if ref.endswith(end)), ref)
