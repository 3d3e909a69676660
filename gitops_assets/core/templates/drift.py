"""How far a tree is from a template: the recorded render, the newest one and the tree, file by file.

Both versions are rendered in full and compared with what is there; nothing is concluded from what a template
changed between two versions. So an edit is found in a file that the template never touched again, which an
update by patch does not look at (silent drift).

The cell of a file follows from three questions. *Carried*: does the tree hold everything that the newest
render demands of it? *Edited*: does it not hold what the recorded render demanded? *Moved*: did the demand
change since? What a render demands depends on how the file is merged: all of a ``text`` or ``whole`` file,
the lines of a ``lines`` file, the block of a ``block`` file, the keys of a JSON, YAML or TOML file, and of a
``once`` file only that it is there. What a user adds beside that is no drift.

Where nothing was ever recorded the base is empty: a file that is there and holds what is demanded is
unchanged, one into which an application would merge without a question is outdated, any other a conflict.
"""

from collections.abc import Callable
from dataclasses import replace

from gitops_assets.core.templates.carrying import carries, left_over
from gitops_assets.core.templates.model import (
    Action,
    Cell,
    Content,
    DriftedFile,
    Files,
    MergeKind,
    Overlay,
    Rule,
)
from gitops_assets.core.templates.overlay import rule_for
from gitops_assets.core.templates.planning import plan_files
from gitops_assets.core.templates.ranges import differing_lines

Clashes = Callable[[Rule, Content | None, Content, Content], bool]
"""Whether merging (rule, base, new, there) needs somebody to decide."""


def drifted(
    recorded: Files | None, newest: Files, tree: Files, overlay: Overlay, clashes: Clashes | None = None
) -> tuple[DriftedFile, ...]:
    """Every file that the template has or had, by path, with its cell.

    ``recorded`` is the render of the version that was applied last, None where none was; ``tree`` needs
    to hold no other paths than those of both. ``clashes`` decides where both sides moved.
    """
    base = {} if recorded is None else recorded
    judge = clashes or _needs_somebody
    found = (
        _judged(
            rule_for(overlay, path),
            path,
            (base.get(path), newest.get(path), tree.get(path)),
            judge,
        )
        for path in sorted({*base, *newest})
    )
    return tuple(each for each in found if each is not None)


def _judged(
    rule: Rule, path: str, sides: tuple[Content | None, Content | None, Content | None], clashes: Clashes
) -> DriftedFile | None:
    base, new, there = sides
    if new is None:
        return _without_new(rule, path, base, there)
    if there is None:
        return DriftedFile(path=path, cell=Cell.MISSING, weight=rule.weight, merge=rule.merge)
    cell = _cell(rule, (base, new, there), clashes)
    line, end = (1, 1) if cell is Cell.UNCHANGED else _lines(rule, cell, (base, new, there))
    return DriftedFile(path=path, cell=cell, line=line, end_line=end, weight=rule.weight, merge=rule.merge)


def _without_new(rule: Rule, path: str, base: Content | None, there: Content | None) -> DriftedFile | None:
    """The template took the file away; one that it only started is the repository's own by now."""
    if (
        base is None
        or there is None
        or rule.merge is MergeKind.ONCE
        or not left_over(rule, base, None, there)
    ):
        return None
    return DriftedFile(path=path, cell=Cell.EXTRA, weight=rule.weight, merge=rule.merge)


def _cell(rule: Rule, sides: tuple[Content | None, Content, Content], clashes: Clashes) -> Cell:
    base, new, there = sides
    if carries(rule, new, there) and not (base and left_over(rule, base, new, there)):
        return Cell.UNCHANGED
    edited = base is not None and not carries(rule, base, there)
    if base == new:
        return Cell.ADAPTED
    if not edited and base is not None:
        return Cell.OUTDATED
    return Cell.CONFLICT if clashes(rule, base, new, there) else Cell.OUTDATED


def _lines(rule: Rule, cell: Cell, sides: tuple[Content | None, Content, Content]) -> tuple[int, int]:
    """Where the tree differs: from what was recorded if it was edited, from the newest otherwise."""
    base, new, there = sides
    wanted = base if base is not None and cell in (Cell.ADAPTED, Cell.CONFLICT) else new
    return differing_lines(rule, wanted, there)


def _needs_somebody(rule: Rule, base: Content | None, new: Content, there: Content) -> bool:
    """Whether an update would stop at this file, as the plan of one says."""
    overlay = Overlay(rules=(replace(rule, path="*"),))
    plans = plan_files({"it": base} if base else None, {"it": new}, {"it": there}, overlay, owned={})
    return any(plan.action is Action.CONFLICT for plan in plans)
