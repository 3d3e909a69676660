"""What stands behind a name in a package.json: a range, an alias, a path, a repository, an archive.

The forms are npm's (npm-package-arg), and the protocols that yarn and pnpm add to them.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from gitops_assets.core.dependencies.parsers.demand import Demand
from gitops_assets.core.dependencies.parsers.source_url import repository_of

_SHORTHAND = re.compile(r"[^@:/\s.~#][^@:/\s#]*/[^@:/\s#]+")
_USER = re.compile(r"^[^@/#]*@")
_SCP = re.compile(r"[^@:/\s]+@[^@:/\s]+:")
_HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "bitbucket": "https://bitbucket.org/",
    "gist": "https://gist.github.com/",
}


def read_spec(name: str, written: str) -> Demand:
    """What a package.json's entry asks for; every text has an answer, what is no address is a constraint."""
    written = written.strip()
    protocol, colon, rest = written.partition(":")
    if colon and protocol in _PROTOCOLS:
        return _PROTOCOLS[protocol](name, rest)
    if colon and protocol in _HOSTS:
        return _repository(name, _HOSTS[protocol] + _USER.sub("", rest))
    if "://" in written or _SCP.match(written):
        return _repository(name, written)
    if written.startswith(("./", "../", "~/", "/")) or written in {".", ".."}:
        return Demand(ecosystem="npm", name=name, file=written)
    if _SHORTHAND.fullmatch(written.partition("#")[0]):
        return _repository(name, _HOSTS["github"] + written)
    return Demand(ecosystem="npm", name=name, constraint=written or None)


def split_descriptor(descriptor: str) -> tuple[str, str]:
    """The name and the rest of ``name@rest``; a scope's own ``@`` does not divide."""
    name, _, rest = descriptor[1:].partition("@")
    return descriptor[:1] + name, rest


def _repository(name: str, address: str) -> Demand:
    url, ref = repository_of(address)
    return Demand(ecosystem="npm", name=name, url=url, constraint=ref)


def _alias(name: str, rest: str) -> Demand:
    if "@" not in rest:  # Yarn's way to say that the registry is meant: npm:^1.0.0
        return Demand(ecosystem="npm", name=name, constraint=rest or None)
    real, constraint = split_descriptor(rest)
    return Demand(ecosystem="npm", name=real, constraint=constraint or None)


def _jsr(name: str, rest: str) -> Demand:
    demand = _alias(name, rest)
    return Demand(ecosystem="jsr", name=demand.name, constraint=demand.constraint)


def _path(name: str, rest: str) -> Demand:
    return Demand(ecosystem="npm", name=name, file=rest.removeprefix("//").partition("::")[0] or ".")


def _patched(name: str, rest: str) -> Demand:
    """A package with a patch of the tree's own on top: ``patch:name@npm%3A^1.0.0#the.patch``."""
    real, inner = split_descriptor(unquote(rest.partition("#")[0]))
    return Demand(ecosystem="npm", name=real or name, constraint=inner.removeprefix("npm:") or None)


def _workspace(name: str, rest: str) -> Demand:
    if rest.startswith(("./", "../")):
        return Demand(ecosystem="npm", name=name, file=rest)
    real = split_descriptor(rest)[0] if "@" in rest[1:] else name
    return Demand(ecosystem="npm", name=real, constraint=f"workspace:{rest}")


_PROTOCOLS: dict[str, Callable[[str, str], Demand]] = {
    "npm": _alias,
    "jsr": _jsr,
    "file": _path,
    "link": _path,
    "portal": _path,
    "patch": _patched,
    "workspace": _workspace,
}
