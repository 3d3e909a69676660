r"""Patterns over slugs: which repositories does ``acme/*`` mean?

``*`` stands for any run of characters, ``/`` included (``acme/*`` covers ``acme/team/api``), ``?`` for one
character, ``[abc]`` and ``[!abc]`` for one of or none of a set; everything else stands for itself, whatever
its case. A pattern always covers the whole slug. These are the rules of Python's :mod:`fnmatch`. A second
clone of one remote has a slug of its own, ``acme/api@path``: ``acme/api*`` covers both.
"""

import re
import unicodedata
from fnmatch import translate
from functools import lru_cache

LONGEST = 500
"""Characters of a pattern; longer ones are a mistake."""


def covers(glob: str, slug: str) -> bool:
    """Whether the pattern means this repository."""
    return _compiled(glob).match(_folded(slug)) is not None


def specificity(glob: str) -> tuple[int, str]:
    """Sort key: of two patterns that cover one slug, the one with more literal characters says more.

    The text itself breaks ties, so that the order of keys in a file never decides.
    """
    literal = re.sub(r"\[[^\]]*\]|[*?]", "", glob)
    exact = literal == glob
    return (LONGEST if exact else len(literal), glob)


def glob_problem(glob: str) -> str | None:
    """Why this cannot be a pattern, or None when it can."""
    if not glob.strip():
        return "the pattern is empty and covers nothing"
    if len(glob) > LONGEST:
        return f"the pattern is longer than {LONGEST} characters"
    if not glob.isprintable():
        return "the pattern contains a control character"
    if re.sub(r"\[!?\]?[^\]]*\]", "", glob).count("["):
        return "the pattern opens '[' and never closes it"
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    return re.compile(translate(_folded(glob)))
