"""Who asked for what in a requirements file that pip-compile or uv wrote: its comments say it.

``# via flask`` stands behind or below an entry that only came along with flask, ``# via -r dev.in`` or
``# via shop (pyproject.toml)`` at one that somebody asked for.
"""

from collections.abc import Iterator

_VIA = "via"
_OF_NAMES = frozenset("-_.[],")


def brought_along(text: str) -> frozenset[int]:
    """The lines, from 1, of entries for which only other packages of the file asked."""
    return frozenset(line for line, askers in _entries(text) if askers and all(map(_is_package, askers)))


def _entries(text: str) -> Iterator[tuple[int, list[str]]]:
    entry, askers, telling = 0, list[str](), False
    for number, line in enumerate(text.split("\n"), 1):
        said, mark, comment = line.partition("#")
        if said.strip() and not said[:1].isspace():
            yield entry, askers
            entry, askers, telling = number, [], False
        word, _, rest = comment.strip().partition(" ")
        if mark and word == _VIA:
            telling, comment = True, rest
        if mark and telling:
            askers += [asker for each in comment.split(",") if (asker := each.strip())]
    yield entry, askers


def _is_package(asker: str) -> bool:
    """A plain name asked; a constraint (``-c``) does not ask, it only bounds."""
    if asker.startswith("-"):
        return asker.startswith("-c ")
    return all(each.isalnum() or each in _OF_NAMES for each in asker)
