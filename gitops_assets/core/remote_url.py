"""What a remote's URL says: which host, which repository, and nothing that is secret.

The forms are those of git-clone(1), "GIT URLS": ``https://``, ``ssh://``, ``git://``, ``file://``, the
scp-like ``user@host:path``, plain paths, and ``helper::address`` (gitremote-helpers(7)). No text is refused:
what git would take for a path is a path here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

MASK = "***"

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HELPER = re.compile(r"([A-Za-z0-9][A-Za-z0-9+.-]*)::(.*)", re.DOTALL)
_SCP = re.compile(r"((?:[^@:/]*@)?\[[^\]/]*\]|[^:/]*):(.*)", re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HOST_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?")
_AUTHORITY_END = re.compile(r"[/?#]")

_PORTS = {"http": 80, "https": 443, "ssh": 22, "git": 9418, "ftp": 21, "ftps": 990}
_SAME_SCHEME = {"git+ssh": "ssh", "ssh+git": "ssh"}
_FAMILY = {"http": "web", "https": "web"}
_FRONT_DOORS = {
    "ssh.github.com": "github.com",
    "www.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "www.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
    "www.bitbucket.org": "bitbucket.org",
}
_CASELESS = frozenset({"github.com", "gitlab.com", "bitbucket.org"})

# An ssh user says who connects (`git`, `org-123`); anything longer or mixed in case may be a pasted token.
_PLAIN_USER = re.compile(r"[a-z_][a-z0-9_.+-]{0,31}")
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[\w.-]{20,}"
    r"|AT(?:BB|CTT|ATT)[\w=-]{20,}|xox[abprs]-[\w-]{10,}|npm_[A-Za-z0-9]{36,}|hf_[A-Za-z0-9]{34,})",
    re.ASCII,
)
_SECRET_PARAMETER = re.compile(
    r"((?:token|key|password|passwd|secret|auth|sig|signature)=)[^&;/]+", re.IGNORECASE
)
_USER_AGAIN = re.compile(r"(?<=//)[^/\s]*@")
_SCP_PASSWORD = re.compile(r"(?:[^/]+@|.+@(?=[^@/:]+:))", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUrl:
    """The pieces of a remote's URL.

    ``scheme`` is lower case; ``ssh`` for the scp-like form, ``file`` for paths. ``host`` is lower case and
    empty for paths. ``port`` is None where it is the scheme's own. ``path`` is as written, percent-decoded
    where git does so.
    """

    scheme: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    path: str = ""

    @property
    def local(self) -> bool:
        """Whether this names a folder of this machine rather than a server."""
        return not self.host

    @property
    def parts(self) -> tuple[str, ...]:
        """The path's components that name the repository: no empty ones, no ``.``, no ``.git`` at the end."""
        parts = [part for part in self.path.split("/") if part not in {"", "."}]
        if parts:
            parts[-1] = parts[-1].removesuffix(".git")
        return tuple(part for part in parts if part)


Identity = tuple[str, bool, tuple[str, ...]]
"""Host, whether it is a local path from the root, and the words that name the repository."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One ``url.<base>.insteadOf = <instead_of>`` of git-config(1)."""

    base: str
    instead_of: str


def parse(url: str) -> RemoteUrl:
    """Take a URL apart as git does; any text has an answer, an unknown helper's address an empty one."""
    text = url.strip()
    if found := _HELPER.match(text):
        inner = parse(found[2])
        return RemoteUrl(scheme=found[1].lower()) if inner.local else inner
    if found := _URL.match(text):
        return _parse_url(found[1].lower(), found[2])
    if _is_path(text):
        return RemoteUrl(scheme="file", path=text.replace("\\", "/") if _DRIVE.match(text) else text)
    head, path = _split_scp(text)
    return _at(head, "ssh", path)


def rewrite(url: str, rewrites: Iterable[Rewrite]) -> str:
    """The URL that git uses: the longest matching ``insteadOf`` gives way to its base, once (git-config(1)).

    ``rewrites`` stand in the order of the configuration; of two equally long ones the first wins.
    """
    fitting = [rule for rule in rewrites if url.startswith(rule.instead_of)]
    if not fitting:
        return url
    best = max(fitting, key=lambda rule: len(rule.instead_of))
    return best.base + url[len(best.instead_of) :]


def same_repository(a: str, b: str) -> bool:
    """Whether two URLs name one repository, whatever way leads there.

    Scheme, user, default port, trailing slash, ``.git`` and the host's case do not matter, nor does the
    path's case on the forges that ignore it. Ports are compared only within one kind of transport: a server
    that listens for ssh on 2222 and for https on 443 is one server.
    """
    if a.strip() == b.strip():
        return True
    one, other = parse(a), parse(b)
    wanted = _identity(one)
    if not wanted[-1] or wanted != _identity(other):
        return False
    return _family(one) != _family(other) or _port(one) == _port(other)


def identity(url: str) -> Identity | None:
    """What all URLs of one repository share, to look them up by; None for a text that names no repository.

    Ports are left out, so those that share it still have to be asked :func:`same_repository`.
    """
    found = _identity(parse(url))
    return found if found[-1] else None


def redact(url: str) -> str:
    """The URL without anything that could be a credential, fit for a report.

    Passwords, tokens, queries and fragments go; of users only a plain ssh login name stays. Redacting twice
    changes nothing.
    """
    return _mask_words(_redact(url.strip()))


def _redact(text: str) -> str:
    if found := _HELPER.match(text):
        # ext:: holds a command line, other helpers hold what they like: only a known form is shown.
        return f"{found[1]}::{_redact(found[2]) if _URL.match(found[2]) else MASK}"
    if found := _URL.match(text):
        return f"{found[1]}://{_redact_rest(found[1].lower(), found[2])}"
    if _is_path(text):
        return text
    head, path = _split_scp(text)
    if head.lower() in _PORTS:
        return _redact(f"{head}://{path.lstrip('/')}")
    return f"{_redact_authority(head, 'ssh')}:{_SCP_PASSWORD.sub(f'{MASK}@', path, count=1)}"


def _redact_rest(scheme: str, rest: str) -> str:
    if scheme == "file":
        return rest
    authority, tail = _split_authority(rest)
    broken = not _HOST_PORT.fullmatch(authority.rpartition("@")[2]) or tail[:1] in {"?", "#"}
    if broken and "@" in tail:  # a password with `/`, `?` or `#` in it: all up to the last @ belongs to it
        authority, tail = _split_authority(rest.rpartition("@")[2])
    path, query = _split_query(tail)
    return _redact_authority(authority, scheme) + path + query


def _split_authority(rest: str) -> tuple[str, str]:
    end = _AUTHORITY_END.search(rest)
    return (rest[: end.start()], rest[end.start() :]) if end else (rest, "")


def _split_query(tail: str) -> tuple[str, str]:
    start = re.search(r"[?#]", tail)
    return (tail[: start.start()], start[0] + MASK) if start else (tail, "")


def _redact_authority(authority: str, scheme: str) -> str:
    userinfo, at, host = authority.rpartition("@")
    user = userinfo.partition(":")[0].removeprefix("[")
    bracket = "[" if authority.startswith("[") and not host.startswith("[") else ""
    if at and _SAME_SCHEME.get(scheme, scheme) == "ssh" and _PLAIN_USER.fullmatch(user):
        return f"{bracket}{user}@{host}"
    return bracket + host if at else authority


def _mask_words(text: str) -> str:
    text = _USER_AGAIN.sub(lambda found: found[0] if _PLAIN_USER.fullmatch(found[0][:-1]) else "", text)
    return _SECRET_PARAMETER.sub(rf"\1{MASK}", _TOKEN.sub(MASK, text))


def _is_path(text: str) -> bool:
    """Git's own rule (connect.c, url_is_local_not_ssh): no colon, or a slash before the first one."""
    head, colon, _ = text.partition(":")
    return not colon or "/" in head or bool(_DRIVE.match(text))


def _split_scp(text: str) -> tuple[str, str]:
    found = _SCP.match(text)
    return (found[1], found[2]) if found else ("", text)


def _parse_url(scheme: str, rest: str) -> RemoteUrl:
    scheme = _SAME_SCHEME.get(scheme, scheme)
    if scheme == "file":
        host, slash, path = rest.partition("/")
        away = "" if host.lower() in {"", "localhost"} else f"//{host}"
        return RemoteUrl(scheme="file", path=unquote(away + slash + path, errors="surrogateescape"))
    authority, path = _split_authority(rest)
    if scheme in _FAMILY:
        path = _split_query(path)[0]
    return _at(authority, scheme, unquote(path, errors="surrogateescape"))


def _at(authority: str, scheme: str, path: str) -> RemoteUrl:
    if authority.startswith("[") and authority.endswith("]") and authority.count(":") <= 1:
        authority = authority[1:-1]
    userinfo, _, place = authority.rpartition("@")
    found = _HOST_PORT.fullmatch(place)
    host, port = (found[1], found[2]) if found else (place, None)
    number = int(port) if port else None
    return RemoteUrl(
        scheme=scheme,
        host=host.strip("[]").lower().rstrip("."),
        port=None if number == _PORTS.get(scheme) else number,
        user=userinfo.partition(":")[0] or None,
        path=path,
    )


def _identity(url: RemoteUrl) -> Identity:
    host = _FRONT_DOORS.get(url.host, url.host)
    parts = tuple(part.casefold() for part in url.parts) if host in _CASELESS else url.parts
    return host, url.local and url.path.startswith("/"), parts


def _family(url: RemoteUrl) -> str:
    return _FAMILY.get(url.scheme, url.scheme)


def _port(url: RemoteUrl) -> int | None:
    return None if url.host in _FRONT_DOORS else url.port
