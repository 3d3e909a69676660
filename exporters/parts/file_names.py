"""One file for each repository: names that no file system refuses and no two repositories share."""

import hashlib
from collections.abc import Iterable, Mapping

from exporters.parts.sarif_uris import relative

_LONGEST = 180
"""Characters of one segment; file systems take 255 bytes, of which endings need some."""


def file_names(slugs: Iterable[str], ending: str) -> Mapping[str, str]:
    """A path without its ending for each slug, its folders as they are there: ``acme/web``.

    What is no letter, digit, ``.``, ``_``, ``~`` or ``-`` is percent-encoded, so ``+`` is free for what tells
    apart names that would be one (to file systems that know no case), and ``ending`` never ends a folder.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for slug in sorted(set(slugs)):
        name = _name(slug, ending)
        if name.casefold() in taken or name == "_":
            name = f"{name}+{_digest(slug)}"
        taken.add(name.casefold())
        names[slug] = name
    return names


def _name(slug: str, ending: str) -> str:
    *folders, last = relative(slug, "").split("/")
    cut = [_cut(each, slug) for each in folders]
    inner = [f"{each}+" if each.casefold().endswith(ending) else each for each in cut]
    return "/".join([*inner, _cut(last, slug)])


def _cut(segment: str, slug: str) -> str:
    if len(segment) <= _LONGEST:
        return segment
    return f"{segment[:_LONGEST].rstrip('%')}+{_digest(slug)}"


def _digest(slug: str) -> str:
    return hashlib.sha256(slug.encode("utf-8", "surrogatepass")).hexdigest()[:12]
