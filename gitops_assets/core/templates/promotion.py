"""Edits that so many repositories made to a template's files that the template should have them.

An edit is what stands between lines that the render and the tree have in common, told apart by the path, the
lines it takes away and those it brings, wherever in the file that is: renders differ by their answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gitops_assets.core.templates.merging.lines_of import is_text, key, text_of
from gitops_assets.core.templates.merging.matching import matched
from gitops_assets.core.templates.model import Content, Files
from gitops_assets.core.text import display

PERCENT = 60.0
FEWEST = 2
"""Repositories that must agree, whatever part of the fleet they are."""

DELETED = "(the file was deleted)"

_SHOWN = 200
_Lines = tuple[bytes, ...]
_Edit = tuple[str, _Lines, _Lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One edit that many made. ``hunk`` is the edit as a diff without context, or :data:`DELETED`.

    ``of`` counts the repositories whose render has the file.
    """

    path: str
    hunk: str
    repositories: tuple[str, ...]
    of: int

    @property
    def percent(self) -> float:
        """How many of those that have the file made the edit, 0 to 100."""
        return 100 * len(self.repositories) / self.of

    @property
    def sentence(self) -> str:
        """The finding as a person says it."""
        return (
            f"{self.percent:.0f} % of repositories ({len(self.repositories)} of {self.of}) made this edit of "
            f"'{display(self.path)}': promote it."
        )


def promotions(
    repositories: Iterable[tuple[str, Files, Files]], *, percent: float = PERCENT
) -> tuple[Promotion, ...]:
    """Edits that at least that part of the repositories made, the most common first.

    Each repository is its slug, the render of the version it has with its own answers, and its tree.
    """
    have: dict[str, int] = defaultdict(int)
    made: dict[_Edit, dict[str, None]] = defaultdict(dict)
    for slug, base, tree in repositories:
        for path, content in base.items():
            have[path] += 1
            for removed, added in _edits(content, tree.get(path)):
                made[path, removed, added][slug] = None
    found = (
        Promotion(path=path, hunk=_hunk(removed, added), repositories=tuple(sorted(slugs)), of=have[path])
        for (path, removed, added), slugs in made.items()
    )
    common = (each for each in found if len(each.repositories) >= FEWEST and each.percent >= percent)
    return tuple(sorted(common, key=lambda each: (-each.percent, -each.of, each.path, each.hunk)))


def _edits(base: Content, ours: Content | None) -> Iterable[tuple[_Lines, _Lines]]:
    if ours is None:
        return [((), (b"\0",))]
    if base.body == ours.body or base.link or ours.link or not is_text(base.body, ours.body):
        return ()
    return _between(base.body, ours.body)


@lru_cache(maxsize=256)
def _between(base: bytes, ours: bytes) -> tuple[tuple[_Lines, _Lines], ...]:
    """Repositories with the same render and the same file are compared once."""
    return tuple(_gaps(*(tuple(key(line) for line in text_of(body).lines) for body in (base, ours))))


def _gaps(old: _Lines, new: _Lines) -> Iterator[tuple[_Lines, _Lines]]:
    a = b = 0
    for at, to in (*matched(old, new), (len(old), len(new))):
        if at > a or to > b:
            yield old[a:at], new[b:to]
        a, b = at + 1, to + 1


def _hunk(removed: _Lines, added: _Lines) -> str:
    if added == (b"\0",):
        return DELETED
    lines = [("-", line) for line in removed] + [("+", line) for line in added]
    shown = [sign + display(line.decode("utf-8", "replace")[:_SHOWN]) for sign, line in lines[:_SHOWN]]
    return "\n".join([*shown, "…"] if len(lines) > _SHOWN else shown) + "\n"
