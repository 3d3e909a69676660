"""A set of lines to be there, as `.gitignore` is one: new ones are added, the user's lines stay.

What the template adds goes to the end; where the file takes something back (`!keep.log`) before
the first such line, because there the last match wins. Comments come along with the lines below them.
"""

from collections.abc import Iterable, Iterator

from gitops_assets.core.templates.merging.lines_of import Text, ended, is_text, joined, shown, text_of
from gitops_assets.core.templates.merging.model import Clash, Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind


def merge_lines(sides: Sides) -> Merged:
    """The tree's file with the lines that the template has now and had not before, nothing taken away."""
    base, theirs, ours = sides.base, sides.theirs, sides.ours
    if theirs is None or ours is None:
        return theirs
    if not is_text(base, theirs, ours):
        return Clash("it is binary or very large, lines cannot be added", shown(ours), shown(theirs))
    text = text_of(ours)
    known = {_key(line) for side in (base or b"", ours) for line in text_of(side).lines}
    added = list(_added(text_of(theirs).lines, known, sides.rule.comment.encode()))
    return _with(text, added) if added else ours


def _added(lines: Iterable[bytes], known: set[bytes], comment: bytes) -> Iterator[bytes]:
    remarks: list[bytes] = []
    for line in lines:
        key = _key(line)
        if not key:
            remarks = []
        elif key.startswith(comment):
            remarks.append(line)
        elif key not in known:
            known.add(key)
            yield from (each for each in remarks if _key(each) not in known)
            known.update(map(_key, remarks))
            remarks = []
            yield line


def _with(text: Text, added: list[bytes]) -> bytes:
    lines = list(text.lines)
    if lines and not text.closed:
        lines[-1] += text.end[:-1]
    taken_back = (nth for nth, line in enumerate(lines) if line.startswith(b"!"))
    at = next(taken_back, len(lines))
    lines[at:at] = [ended(line, text) for line in added]
    return joined(lines, text, closed=True, bom=text.bom)


def _key(line: bytes) -> bytes:
    return line.rstrip()


MERGE = Merge(id=MergeKind.LINES, title="Lines to be there", merge=merge_lines, shares=True)
