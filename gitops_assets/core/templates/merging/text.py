"""Three-way by lines: what the template changed since its last render is done to the file as it is now."""

from collections.abc import Iterable
from enum import Enum

from gitops_assets.core.templates.merging.diff3 import Piece, merged_pieces
from gitops_assets.core.templates.merging.lines_of import Text, ended, is_text, joined, key, shown, text_of
from gitops_assets.core.templates.merging.model import Clash, Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind


class Tie(Enum):
    """What becomes of lines that both sides changed."""

    REFUSED = "refused"
    """Nothing is merged."""
    APPENDED = "appended"
    """Ours, and behind it what theirs put behind the base's lines."""
    YIELDED = "yielded"
    """Theirs."""


def merge_text(sides: Sides) -> Merged:
    """The merged text with the line ends, mark and last line end of the tree's file, or what clashes."""
    base, theirs, ours = sides.base, sides.theirs, sides.ours
    if theirs is None or ours is None:
        return theirs
    if base is None:
        return Clash("it was here before the template and has other text", shown(ours), shown(theirs))
    if not is_text(base, theirs, ours):
        why = "it is binary or very large and both sides changed it"
        return Clash(why, shown(ours), shown(theirs))
    return merge_lines(text_of(base), text_of(theirs), text_of(ours))


def merge_lines(base: Text, theirs: Text, ours: Text, tie: Tie = Tie.REFUSED) -> bytes | Clash:
    """Three texts by lines; how they end says nothing. ``tie``: what becomes of lines that both changed."""
    keys = ([key(line) for line in text.lines] for text in (base, ours, theirs))
    pieces = list(merged_pieces(*keys))
    conflicts = [piece for piece in pieces if piece.is_conflict]
    if conflicts and tie is Tie.REFUSED:
        return _clash(conflicts, ours, theirs)
    return joined(
        [line for piece in pieces for line in _taken(piece, base, theirs, ours, tie)],
        ours,
        closed=theirs.closed if ours.closed == base.closed else ours.closed,
        bom=theirs.bom if ours.bom == base.bom else ours.bom,
    )


def _taken(piece: Piece, base: Text, theirs: Text, ours: Text, tie: Tie) -> Iterable[bytes]:
    other = [ended(line, ours) for line in theirs.lines[slice(*piece.theirs)]]
    if piece.is_conflict and tie is Tie.APPENDED:
        was = [ended(line, ours) for line in base.lines[slice(*piece.base)]]
        return [*_kept(piece, ours), *(other[len(was) :] if other[: len(was)] == was else ())]
    return _kept(piece, ours) if piece.takes_ours else other


def _kept(piece: Piece, ours: Text) -> Iterable[bytes]:
    for nth in range(*piece.ours):
        is_open = nth == len(ours.lines) - 1 and not ours.closed
        yield ours.lines[nth] + (ours.end[:-1] if is_open else b"")


def _clash(conflicts: list[Piece], ours: Text, theirs: Text) -> Clash:
    places = ", ".join(_lines(piece) for piece in conflicts[:5]) + (", …" if len(conflicts) > 5 else "")
    return Clash(
        f"both sides changed line {places}",
        shown(b"\n".join(line for piece in conflicts for line in ours.lines[slice(*piece.ours)])),
        shown(b"\n".join(line for piece in conflicts for line in theirs.lines[slice(*piece.theirs)])),
    )


def _lines(piece: Piece) -> str:
    first, end = piece.ours
    return str(first + 1) if end <= first + 1 else f"{first + 1}-{end}"


MERGE = Merge(id=MergeKind.TEXT, title="Three-way by lines", merge=merge_text)
