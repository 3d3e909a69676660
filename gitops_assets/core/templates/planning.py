"""What applying a template would do with each file: three trees in, a decision a file out, nothing written.

``base`` is what the template rendered when it was applied last, ``new`` what it renders now, ``tree`` what
the repository has. What only one side changed is taken; what both changed goes to its kind of merge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.templates.merging import MERGES
from gitops_assets.core.templates.merging.lines_of import shown
from gitops_assets.core.templates.merging.model import Clash, Merge, Sides
from gitops_assets.core.templates.model import Action, Content, FilePlan, Files, MergeKind, Overlay, Rule
from gitops_assets.core.templates.overlay import rule_for
from gitops_assets.core.tree import is_safe

FOLDER = "a folder"
"""What :func:`plan_files` is told of a path that is a folder in the tree."""

_OWN_WAYS = frozenset({MergeKind.ONCE, MergeKind.WHOLE, MergeKind.BLOCK})
"""Kinds for which an untouched file says nothing: they decide themselves."""

Decided = Content | Clash | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What one decision knows of the rest of the tree."""

    base: Files
    new: Files
    tree: Files
    overlay: Overlay
    owned: Mapping[str, str]
    blocked: Mapping[str, str] = field(default_factory=dict)
    restore: bool = False


def asked_paths(*renders: Files | None) -> tuple[str, ...]:
    """The paths that a plan has to know of the tree, sorted: files of these renders and folders above."""
    files = {path for render in renders if render for path in render}
    return tuple(sorted(files | {above for path in files for above in _above(path)}))


def plan_files(
    base: Files | None,
    new: Files,
    tree: Files,
    overlay: Overlay,
    *,
    owned: Mapping[str, str],
    blocked: Mapping[str, str] | None = None,
    restore: bool = False,
) -> tuple[FilePlan, ...]:
    """One plan for each file of the two renders that there is anything to say of, by path.

    ``tree`` has the files at :func:`asked_paths`; what stands there and is no file is in ``blocked``, with
    what it is (:data:`FOLDER`, a submodule, too large …). ``owned`` names the other template that has a path.
    With ``restore`` a file comes back that was deleted while the template stayed the same.
    """
    around = _Around(
        base=base or {},
        new=new,
        tree=tree,
        overlay=overlay,
        owned=owned,
        blocked=blocked or {},
        restore=restore,
    )
    paths = sorted({*around.base, *new})
    return tuple(plan for path in paths if (plan := _planned(path, around)) is not None)


def _planned(path: str, around: _Around) -> FilePlan | None:
    before, theirs = around.tree.get(path), around.new.get(path)
    if why := next(_obstacles(path, around), None):
        return _conflict(path, before, Clash(why, _text(before), _text(theirs)))
    rule = rule_for(around.overlay, path)
    decided = _decided(path, rule, around)
    if isinstance(decided, Clash):
        offered = None if theirs is None else _moded(theirs, rule)
        return replace(_conflict(path, before, decided), decidable=True, offered=offered)
    if decided is None:
        return FilePlan(path=path, action=Action.DELETE, before=before) if before else None
    after = _moded(decided, rule)
    action = Action.CREATE if before is None else Action.KEEP if after == before else Action.MODIFY
    return FilePlan(path=path, action=action, before=before, after=after)


def _conflict(path: str, before: Content | None, clash: Clash) -> FilePlan:
    return FilePlan(
        path=path,
        action=Action.CONFLICT,
        before=before,
        why=clash.why,
        ours=clash.ours,
        theirs=clash.theirs,
    )


def _obstacles(path: str, around: _Around) -> Iterator[str]:
    """Why the file cannot be written at all, whatever it holds."""
    if not is_safe(path):
        yield f"the path {path[:80]!r} leads out of the repository or into .git"
    new = around.new.get(path)
    if new is None:
        return
    if path in around.blocked:
        yield f"it is {around.blocked[path]} in the repository"
    for above in _above(path):
        if above in around.tree or above in around.new:
            yield f"{above[:80]!r} is a file, not a folder"
        if around.blocked.get(above, FOLDER) != FOLDER:
            yield f"{above[:80]!r} is {around.blocked[above]}"
    if new.link and _leaves(path, new.body):
        yield "the template has a link here that leads out of the repository"
    if (other := around.owned.get(path)) and not _merge(rule_for(around.overlay, path)).shares:
        yield f"the template {other[:80]!r} has this file too"


def _leaves(path: str, target: bytes) -> bool:
    """Whether a symbolic link at that path points above the repository, or into .git."""
    depth = path.count("/")
    parts = target.replace(b"\\", b"/").split(b"/")
    if target.startswith((b"/", b"\\")) or b":" in parts[0] or b".git" in target.lower().split(b"/"):
        return True
    for part in parts:
        depth += {b"..": -1, b".": 0, b"": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def _decided(path: str, rule: Rule, around: _Around) -> Decided:
    base, theirs, ours = (files.get(path) for files in (around.base, around.new, around.tree))
    if ours is None:
        return _absent(path, rule, around)
    if theirs is not None and (theirs.link or ours.link or (base and base.link)):
        return _whole_way(rule, base, theirs, ours)
    body = _merged(rule, around.overlay.name, base, theirs, ours)
    if isinstance(body, Clash) or body is None:
        return body
    return Content(body, _executable(base, theirs or ours, ours), link=ours.link)


def _absent(path: str, rule: Rule, around: _Around) -> Decided:
    """What becomes of a file that the tree does not have."""
    base, theirs = around.base.get(path), around.new.get(path)
    if theirs is None:
        return None
    wanted = around.restore or path in around.overlay.required_files or rule.merge is MergeKind.WHOLE
    if base is not None and not wanted:
        if base == theirs or rule.merge is MergeKind.ONCE:
            return None
        return Clash("it was deleted here and the template changed it", "", shown(theirs.body))
    if theirs.link:
        return theirs
    body = _merge(rule).merge(
        Sides(base=None, theirs=theirs.body, ours=None, rule=rule, owner=around.overlay.name)
    )
    return Content(body, theirs.executable) if isinstance(body, bytes) else body


def _merged(
    rule: Rule, owner: str, base: Content | None, theirs: Content | None, ours: Content
) -> bytes | Clash | None:
    """The body, where the tree has the file and no side is a link."""
    if rule.merge not in _OWN_WAYS:
        if theirs is None:
            return _dropped(base, ours)
        for one, other, taken in ((ours, theirs, ours), (base, ours, theirs), (base, theirs, ours)):
            if one and one.body == other.body:
                return taken.body
    sides = Sides(
        base=base.body if base else None,
        theirs=theirs.body if theirs else None,
        ours=ours.body,
        rule=rule,
        owner=owner,
    )
    return _merge(rule).merge(sides)


def _dropped(base: Content | None, ours: Content) -> Clash | None:
    if base is None or base.body == ours.body:
        return None
    return Clash("the template dropped it and it was edited here", shown(ours.body))


def _whole_way(rule: Rule, base: Content | None, theirs: Content, ours: Content) -> Decided:
    """Links are taken or left as a whole."""
    if rule.merge is MergeKind.ONCE or theirs in {ours, base}:
        return ours
    if rule.merge is MergeKind.WHOLE or ours == base:
        return theirs
    return Clash("one side is a symbolic link and both sides changed it", _text(ours), _text(theirs))


def _executable(base: Content | None, theirs: Content, ours: Content) -> bool:
    if base is None:
        return theirs.executable or ours.executable
    return theirs.executable if ours.executable == base.executable else ours.executable


def _moded(content: Content, rule: Rule) -> Content:
    if rule.executable is None or content.link or rule.merge is MergeKind.ONCE:
        return content
    return Content(content.body, rule.executable)


def _merge(rule: Rule) -> Merge:
    return MERGES.get(rule.merge)


def _above(path: str) -> Iterator[str]:
    return (path[:at] for at, sign in enumerate(path) if sign == "/")


def _text(content: Content | None) -> str:
    if content is None:
        return ""
    return f"-> {shown(content.body)}" if content.link else shown(content.body)
