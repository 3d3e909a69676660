"""What a person means by ``SLUG[:PATH|@PACKAGE]``, and what they may have meant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import normpath


@dataclass(frozen=True, slots=True)
class Subject:
    """What changes: a repository, one path in it, or one package that it publishes."""

    slug: str
    path: str | None = None
    package: str | None = None


class Unknown(LookupError):  # noqa: N818 - reads as the sentence it is
    """There is no such repository, path or package; the message names the nearest."""


def subject_of(text: str, slugs: Collection[str]) -> Subject:
    """Take the text apart by the slugs that there are: the longest that it begins with is the repository.

    Slugs and packages may hold ``:``, ``@`` and ``/`` themselves (``acme/api@second/clone``,
    ``acme/web@@acme/button``). Raises :class:`Unknown` with the nearest slug when it begins with none, and
    for a path that leads out of the repository.
    """
    if text in slugs:
        return Subject(text)
    cuts = [place for place, mark in enumerate(text) if mark in ":@" and text[:place] in slugs]
    if not cuts:
        raise Unknown(unknown("repository of the fleet", text, slugs))
    slug, mark, rest = text[: cuts[-1]], text[cuts[-1]], text[cuts[-1] + 1 :]
    if not rest:
        return Subject(slug)
    return Subject(slug, package=rest) if mark == "@" else Subject(slug, path=_inside(rest))


def unknown(what: str, name: str, there: Iterable[str]) -> str:
    """There is no such thing; did you mean that one?"""
    known = sorted(there)
    near = _same_end(name, known) or get_close_matches(name, known, n=1)
    if near:
        return f"{name!r} is no {what}; did you mean {near[0]!r}?"
    return f"{name!r} is no {what}; " + (f"there are: {_few(known)}." if known else "there is none.")


def _inside(path: str) -> str:
    clean = normpath(path.lstrip("/"))
    if clean.split("/")[0] == "..":
        raise Unknown(f"the path {path!r} leads out of the repository; name one inside of it.")
    return "" if clean == "." else clean


def _same_end(name: str, known: Collection[str]) -> list[str]:
    """Slugs whose last word was typed without its owner, or with something behind it."""
    word = name.split(":", maxsplit=1)[0].rstrip("/").rpartition("/")[2].casefold()
    return [each for each in known if word and each.casefold().rpartition("/")[2] == word]


def _few(known: list[str]) -> str:
    return ", ".join(known[:5]) + (f" and {len(known) - 5:,} more" if len(known) > 5 else "")
