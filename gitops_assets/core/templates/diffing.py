"""What a plan would change, as people read it: a unified diff (POSIX diff -u), binary files in one line."""

from collections.abc import Iterator
from difflib import unified_diff

from gitops_assets.core.templates.merging.lines_of import is_text
from gitops_assets.core.templates.model import Action, Content, FilePlan

LONGEST = 400_000
"""Bytes of both sides together of which lines are compared; of more only the sizes are told."""


def diff(plan: FilePlan) -> str:
    """The change to one file; empty where nothing changes or where somebody has to decide."""
    if plan.action in {Action.KEEP, Action.CONFLICT}:
        return ""
    return "".join(_lines(plan.path, plan.before, plan.after))


def _lines(path: str, before: Content | None, after: Content | None) -> Iterator[str]:
    old, new = (
        f"{side}/{path}" if content else "/dev/null" for side, content in (("a", before), ("b", after))
    )
    yield from _modes(before, after)
    bodies = (before.body if before else b"", after.body if after else b"")
    if bodies[0] == bodies[1]:
        return
    if not is_text(*bodies) or sum(map(len, bodies)) > LONGEST:
        sizes = " and ".join(f"{len(body):,}" for body in bodies)
        yield f"Binary or very large files {old} and {new} differ: {sizes} bytes\n"
        return
    one, other = (_ends(body.decode("utf-8", "replace").split("\n")) for body in bodies)
    for line in unified_diff(one, other, old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _ends(lines: list[str]) -> list[str]:
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _modes(before: Content | None, after: Content | None) -> Iterator[str]:
    old, new = (_mode(content) for content in (before, after))
    if old and new and old != new:
        yield f"old mode {old}\nnew mode {new}\n"
    elif new and new != "100644" and not old:
        yield f"new file mode {new}\n"


def _mode(content: Content | None) -> str:
    if content is None:
        return ""
    return "120000" if content.link else "100755" if content.executable else "100644"
