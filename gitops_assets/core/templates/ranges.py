"""Which lines of a file differ from what a template wants there, for a finding's place."""

from gitops_assets.core.templates.model import Content, MergeKind, Rule

_BY_LINE = frozenset({MergeKind.TEXT, MergeKind.WHOLE})


def differing_lines(rule: Rule, wanted: Content, there: Content) -> tuple[int, int]:
    """First and last line of the tree's file that differ, from 1; where lines are gone, those around.

    What is the same at the beginning and at the end is left out, which takes linear time. Of files that are
    merged by something else than lines the first line stands for the whole.
    """
    if rule.merge not in _BY_LINE or b"\0" in there.body or b"\0" in wanted.body:
        return 1, 1
    mine, theirs = there.body.splitlines(), wanted.body.splitlines()
    shorter = min(len(mine), len(theirs))
    front = next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)
    back = next((at for at in range(shorter - front) if mine[-1 - at] != theirs[-1 - at]), shorter - front)
    first = min(front + 1, max(1, len(mine)))
    return first, max(first, len(mine) - back)
