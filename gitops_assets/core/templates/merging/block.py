"""A marked block inside a user's file: between the marks the template's text, outside nothing is touched."""

from dataclasses import dataclass

from gitops_assets.core.templates.merging.lines_of import BOM, ended, is_text, shown, text_of
from gitops_assets.core.templates.merging.model import Clash, Merge, Merged, Sides
from gitops_assets.core.templates.merging.text import merge_lines
from gitops_assets.core.templates.model import MergeKind

_CLOSES = {"<!--": " -->", "/*": " */", "{#": " #}", "{{/*": " */}}", "(*": " *)", "<%#": " %>", "{-": " -}"}
"""How comments end that do not end with their line."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file in three: what is before the block's text, the text, what is after it; the marks outside."""

    before: bytes
    inside: bytes
    after: bytes


def merge_block(sides: Sides) -> Merged:
    """The tree's file with the block as the template has it now; a new block goes to the end."""
    base, theirs, ours = sides.base, sides.theirs, sides.ours
    first, last = marks(sides)
    if not is_text(base, theirs, ours):
        return Clash("it is binary or very large, it can have no block", shown(ours), shown(theirs))
    if any(mark in (side or b"") for side in (base, theirs) for mark in (first, last)):
        return Clash("the template's own text has the marks of its block", shown(ours), shown(theirs))
    if ours is None:
        return None if theirs is None else _appended(b"", theirs, first, last)
    found = _found(ours, first, last)
    if isinstance(found, str):
        return Clash(found, shown(ours), shown(theirs))
    if found is None:
        return _without_block(sides, ours, first, last)
    return _replaced(found, base, theirs, (first, last))


def marks(sides: Sides) -> tuple[bytes, bytes]:
    """The lines around the block of this template."""
    comment = sides.rule.comment
    closes = _CLOSES.get(comment, "")
    name = sides.owner or "template"
    return (f"{comment} >>> {name}{closes}".encode(), f"{comment} <<< {name}{closes}".encode())


def _without_block(sides: Sides, ours: bytes, first: bytes, last: bytes) -> Merged:
    if sides.theirs is None or sides.theirs == sides.base:
        return ours
    if sides.base is not None:
        return Clash(
            "its block was removed here and the template changed it", shown(ours), shown(sides.theirs)
        )
    return _appended(ours, sides.theirs, first, last)


def _replaced(found: _Found, base: bytes | None, theirs: bytes | None, lines: tuple[bytes, bytes]) -> Merged:
    inside = _plain(found.inside)
    was, now = (None if side is None else _plain(side) for side in (base, theirs))
    if now is None:
        if was is None or inside == was:
            return _taken_out(found, *lines)
        return Clash("the template dropped its block and it was edited here", shown(inside))
    if now in {inside, was}:
        return found.before + found.inside + found.after
    if was is None:
        return Clash("its block has other text", shown(inside), shown(now))
    merged = now if inside == was else merge_lines(text_of(was), text_of(now), text_of(inside))
    if isinstance(merged, Clash):
        return merged
    return found.before + _like(merged, found.before) + found.after


def _taken_out(found: _Found, first: bytes, last: bytes) -> bytes | None:
    before = found.before[: found.before.rindex(first)]
    after = found.after[found.after.index(last) + len(last) :]
    after = after.removeprefix(b"\r").removeprefix(b"\n")
    if before.endswith((b"\n\n", b"\n\r\n")):
        before = before.removesuffix(b"\n").removesuffix(b"\r")
    rest = before + after
    return rest if rest.removeprefix(BOM).strip() else None


def _appended(ours: bytes, theirs: bytes, first: bytes, last: bytes) -> bytes:
    text = text_of(ours)
    gap = b"" if not text.lines else text.end if text.closed else text.end * 2
    return ours + gap + first + text.end + _like(_plain(theirs), ours) + last + text.end


def _found(ours: bytes, first: bytes, last: bytes) -> _Found | str | None:
    """Where the block stands, None where there is none, or why that cannot be told."""
    firsts, lasts = (_places(ours, mark) for mark in (first, last))
    if not firsts and not lasts:
        return None
    if len(firsts) != 1 or len(lasts) != 1 or firsts[0] > lasts[0]:
        return "the marks of its block do not come as one pair"
    start = ours.index(b"\n", firsts[0]) + 1
    return _Found(ours[:start], ours[start : lasts[0]], ours[lasts[0] :])


def _places(body: bytes, mark: bytes) -> list[int]:
    """Where lines begin that are this mark."""
    at, places = 0, list[int]()
    for line in body.split(b"\n"):
        skipped = len(BOM) if at == 0 and line.startswith(BOM) else 0
        if line[skipped:].rstrip() == mark:
            places.append(at + skipped)
        at += len(line) + 1
    return places


def _plain(body: bytes) -> bytes:
    """A block's text with simple line ends, the last one included."""
    text = text_of(body)
    return b"".join(line.removesuffix(b"\r") + b"\n" for line in text.lines)


def _like(body: bytes, around: bytes) -> bytes:
    """The same with the line ends of the file around it."""
    like = text_of(around)
    return b"".join(ended(line, like) + b"\n" for line in text_of(body).lines)


MERGE = Merge(id=MergeKind.BLOCK, title="A marked block", merge=merge_block, shares=True)
