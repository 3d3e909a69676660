r"""Waivers that stand in the file they excuse, in the file's own comment syntax, with a reason.

``# gitops-assets: allow actions-pinned — the tag is protected (until 2027-01-31)`` excuses findings of that
gate on its own line, or on the next line where nothing else stands on it. Several gates are separated by
commas. Without a reason nothing is excused, nor with a day that is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gitops_assets.core.gates.scanning import Hit, Scanner
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown

_MARK = b"gitops-assets: allow "
_OPENERS = (b"<!--", b"/*", b"{#", b"//", b"--", b"REM", b"#", b";", b"%", b"*")
_WAIVER = re.compile(
    rb"(?P<gates>[a-z0-9-]+(?:, ?[a-z0-9-]+)*)"
    rb"(?:[ \t]*(?:\xe2\x80\x94|\xe2\x80\x93|--|:|-)[ \t]+(?P<reason>[^\n]{1,500}))?"
)
_UNTIL = re.compile(r"\s*\(until[ \t]+(\d[^()]{0,40})\)")
NO_DAY = date.min
"""A day that does not exist has passed."""

_CLOSERS = re.compile(r"\s*(?:-->|\*/|#\})\s*$")


@dataclass(frozen=True, slots=True, order=True)
class InlineWaiver:
    """One gate excused at one line of one file until a day; ``reason`` is empty where none is given."""

    path: str
    line: int
    excuses: int
    gate: str
    reason: str
    expires: date | None = None

    def holds(self, today: date) -> bool:
        """Whether it excuses anything today."""
        return bool(self.reason) and (self.expires is None or today <= self.expires)


def _scan(body: bytes) -> Iterator[Hit]:
    if _MARK not in body:
        return
    for number, line in enumerate(body.split(b"\n"), 1):
        if _MARK in line:
            yield from _told(number, *line.partition(_MARK)[::2])


def _told(number: int, before: bytes, after: bytes) -> Iterator[Hit]:
    opener = next((each for each in _OPENERS if before.rstrip().endswith(each)), None)
    found = _WAIVER.match(after)
    if opener and found:
        alone = "" if before.rstrip().removesuffix(opener).strip() else "alone"
        reason = (found["reason"] or b"").decode("utf-8", "replace")
        yield Hit(number, f"{found['gates'].decode()}/{alone}", _CLOSERS.sub("", reason.strip()))


INLINE_WAIVERS = Scanner("inline-waivers", 1, _scan)


def inline_waivers(tree: TreeFacts) -> tuple[InlineWaiver, ...]:
    """All that stand in a tree; what could not be read may hold more, which then excuse nothing."""
    if not tree.asks(INLINE_WAIVERS):
        return ()
    found: list[InlineWaiver] = []
    try:
        for path, hit in tree.hits(INLINE_WAIVERS):
            found.extend(_waivers(path, hit))
    except NotKnown:
        pass
    return tuple(sorted(found))


def _waivers(path: str, hit: Hit) -> Iterable[InlineWaiver]:
    gates, _, alone = hit.what.partition("/")
    until = _UNTIL.search(hit.shown)
    expires = _day(until[1]) if until else None
    reason = _UNTIL.sub("", hit.shown)
    for gate in gates.split(","):
        yield InlineWaiver(path, hit.line, hit.line + bool(alone), gate.strip(), reason, expires)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return NO_DAY


def by_place(waivers: Iterable[InlineWaiver]) -> Mapping[tuple[str, str, int], InlineWaiver]:
    """The waivers by gate, path and the line that each excuses."""
    return {(each.gate, each.path, each.excuses): each for each in waivers}
