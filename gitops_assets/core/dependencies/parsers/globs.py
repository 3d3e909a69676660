"""Globs over folders as workspaces write them: ``packages/*``, ``libs/**``, ``!old``, ``{a,b}/x``."""

from fnmatch import fnmatchcase

ALTERNATIVES = 100
"""What braces may expand to; a pattern that means more is taken as it stands."""

LONGEST = 500
"""Characters of a pattern; a longer one matches nothing."""


def matches(pattern: str, folder: str) -> bool:
    """Whether a folder ("" is the root) is meant; ``**`` stands for any number of folders."""
    if len(pattern) > LONGEST:
        return False
    parts = folder.split("/") if folder else []
    return any(_fits(_parts(each), parts) for each in _expanded(pattern))


def _parts(pattern: str) -> list[str]:
    return [part for part in pattern.split("/") if part not in {"", "."}]


def _fits(pattern: list[str], parts: list[str]) -> bool:
    """Walks the parts once with the set of positions in the pattern that are still possible."""
    reached = _passed({0}, pattern)
    for part in parts:
        moved = {at for at in reached if at < len(pattern) and pattern[at] == "**"}
        moved |= {
            at + 1
            for at in reached
            if at < len(pattern) and pattern[at] != "**" and fnmatchcase(part, pattern[at])
        }
        reached = _passed(moved, pattern)
    return len(pattern) in reached


def _passed(reached: set[int], pattern: list[str]) -> set[int]:
    found = set(reached)
    for at, part in enumerate(pattern):
        if at in found and part == "**":
            found.add(at + 1)
    return found


def _expanded(pattern: str) -> list[str]:
    found = [pattern]
    while any(_braces(each) for each in found) and len(found) <= ALTERNATIVES:
        found = [one for each in found for one in _opened(each)]
    return found if len(found) <= ALTERNATIVES else [pattern]


def _braces(pattern: str) -> tuple[int, int] | None:
    """The innermost pair that opens last and closes."""
    start = pattern.rfind("{")
    end = pattern.find("}", start)
    return (start, end) if 0 <= start < end else None


def _opened(pattern: str) -> list[str]:
    pair = _braces(pattern)
    if pair is None:
        return [pattern]
    start, end = pair
    return [pattern[:start] + each + pattern[end + 1 :] for each in pattern[start + 1 : end].split(",")]
