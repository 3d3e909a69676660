"""Go modules: which repository a module path names, and what takes a required module's place.

Source: [Go Modules Reference](https://go.dev/ref/mod).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gitops_assets.core.dependencies.model import Dependency, Malformed, Skipped
from gitops_assets.core.dependencies.parsers.go_text import Directive

_MAJOR = re.compile(r"v[0-9]+")


def forge_url(module: str) -> str | None:
    """The repository that a module path names by itself; None where only the host could tell.

    That is so on the hosts that the go command knows without asking, and where a part ends in ``.git``. A
    path on gitlab.com may have subgroups: all of it but the major version is taken for the project.
    """
    host, *parts = module.split("/")
    marked = next((nth for nth, part in enumerate(parts) if part.endswith(".git")), None)
    if marked is not None and "." in host:
        return f"https://{module.split('.git', 1)[0]}"
    if host in {"github.com", "bitbucket.org"}:
        parts = parts[:2]
    elif host == "gitlab.com":
        parts = parts[:-1] if len(parts) > 2 and _MAJOR.fullmatch(parts[-1]) else parts
    else:
        return None
    return f"https://{host}/{'/'.join(parts)}" if len(parts) > 1 and all(parts) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """``replace old [version] => new [new_version]``; ``new`` without a version is a folder."""

    old: str
    version: str | None
    new: str
    new_version: str | None
    line: int

    @property
    def folder(self) -> str | None:
        """The folder as written, relative to the file; None where another module takes the place."""
        return self.new if self.new_version is None else None

    @property
    def written(self) -> str:
        """A line for each word, as :func:`replacement` takes them."""
        words = (self.old, self.version, "=>", self.new, self.new_version)
        return "\n".join(word for word in words if word is not None)


def replacement(words: tuple[str, ...], line: int) -> Replacement:
    """Reads the words of a ``replace``; raises :class:`Malformed`."""
    arrow = words.index("=>") if "=>" in words else 0
    old, new = words[:arrow], words[arrow + 1 :]
    if len(old) not in {1, 2} or len(new) not in {1, 2}:
        raise Malformed("has a replace that is not `module [version] => module version` or a folder", line)
    return Replacement(
        old=old[0],
        version=old[1] if len(old) == 2 else None,
        new=new[0],
        new_version=new[1] if len(new) == 2 else None,
        line=line,
    )


Replacements = Mapping[tuple[str, str | None], Replacement]
"""By the module and the version that they are for."""


def replacements(directives: Iterable[Directive]) -> Replacements:
    """Every ``replace`` of a file; of two for the same the later one counts. Raises :class:`Malformed`."""
    found = (replacement(each.words, each.line) for each in directives if each.verb == "replace")
    return {(each.old, each.version): each for each in found}


def replacing(module: str, version: str | None, among: Replacements) -> Replacement | None:
    """Which one counts for a required version: the one that names it, else the one that names none."""
    return among.get((module, version)) or among.get((module, None))


def replaced_by_module(row: Dependency, by: Replacement) -> Dependency:
    """What is really built in: the other module at its version."""
    return replace(
        row,
        name=by.new,
        constraint=by.new_version,
        resolved=by.new_version,
        url=forge_url(by.new),
        local=None,
    )


def replaced_by_folder(row: Dependency, folder: str) -> Dependency:
    """A module of the same tree: whatever version is asked for, the folder is what is built in."""
    return replace(row, local=folder, resolved=None, url=None)


def outside(path: str, by: Replacement) -> Skipped:
    """A folder that is not in the tree: what stands there cannot be known."""
    why = f"replaces {by.old!r} by a folder outside of the tree ({by.new[:200]})"
    return Skipped(path=path, line=by.line, reason=why)
