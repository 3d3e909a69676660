"""Three-way by keys for any format that has a reader and a writer.

Where merging by lines gives what merging by keys does, its text is taken: it keeps everything. Otherwise the
change is made to a document of the format, and what that did to its text is done to the user's text.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.templates.merging.grafting import graft
from gitops_assets.core.templates.merging.lines_of import BOM, like, shown, text_of
from gitops_assets.core.templates.merging.model import Clash, Merged, Sides
from gitops_assets.core.templates.merging.text import Tie, merge_lines
from gitops_assets.core.templates.merging.values import MISSING, ValueMerge, same

LONGEST = 256 << 10
"""Bytes of a file that is merged by keys: libraries that keep comments are slow."""

VALUES = 10_000
"""Values of such a file, aliases followed: tomlkit takes a second for 25,000 of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``read`` gives a document or raises :class:`Malformed`; ``write`` its text, laid out like another text.

    ``comment`` finds comments, one a match: none of the user's may get lost.
    """

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any, str], str]
    comment: re.Pattern[str]


class _Unread(Exception):  # noqa: N818 - control flow of this module
    """One of the sides cannot be merged by keys."""


def merge_keys(sides: Sides, form: Format) -> Merged:
    """The tree's file with what the template changed, or what clashes."""
    base, theirs, ours = sides.base, sides.theirs, sides.ours
    if theirs is None or ours is None:
        return theirs
    try:
        was = MISSING if base is None else _read(base, "the template's last file", form)
        now = _read(theirs, "the template's file", form)
        mine = _read(ours, "the file here", form)
        merge = ValueMerge()
        merged = merge.merged(was, now, mine)
    except _Unread as problem:
        return Clash(str(problem), shown(ours), shown(theirs))
    if merge.clashes:
        return _clash(merge)
    if same(merged, mine):
        return ours
    return _by_lines(sides, merged, form) or _by_document(ours, base or b"", merged, form)


def _read(body: bytes, whose: str, form: Format) -> Any:  # noqa: ANN401 - a document is anything
    if len(body) > LONGEST:
        raise _Unread(f"{whose} has more than {LONGEST:,} bytes, too many to merge it by keys")
    try:
        document = form.read(_text(body))
    except UnicodeDecodeError:
        raise _Unread(f"{whose} is not UTF-8 text, it cannot be merged as {form.name}") from None
    except Malformed as fault:
        raise _Unread(f"{whose} {fault.reason} (line {fault.line})") from None
    return document


def _text(body: bytes) -> str:
    return body.removeprefix(BOM).decode("utf-8").replace("\r\n", "\n")


def _clash(merge: ValueMerge) -> Clash:
    places = [".".join(place)[:80] or "the whole" for place, _, _ in merge.clashes]
    more = ", …" if len(places) > 5 else ""
    ours, theirs = (
        "\n".join(
            f"{name}: {_said(values[side])}" for name, values in zip(places, merge.clashes, strict=True)
        )
        for side in (1, 2)
    )
    return Clash(f"both sides changed {', '.join(places[:5])}{more}", ours[:4000], theirs[:4000])


def _said(value: object) -> str:
    return "(nothing)" if value is MISSING else str(value)[:400]


def _by_lines(sides: Sides, merged: object, form: Format) -> bytes | None:
    if sides.base is None or sides.theirs is None or sides.ours is None:
        return None
    body = merge_lines(text_of(sides.base), text_of(sides.theirs), text_of(sides.ours))
    return body if isinstance(body, bytes) and _means(body, merged, form) else None


def _by_document(ours: bytes, base: bytes, merged: object, form: Format) -> bytes | Clash:
    text = _text(ours)
    try:
        document = form.read(text)
        before = form.write(document, text).encode()
        graft(document, merged)
        after = form.write(document, text).encode()
    except (*FAILURES, UnicodeEncodeError) as error:
        return Clash(f"its {form.name} cannot be changed by keys: {str(error)[:200]}", shown(ours))
    texts = (text_of(before), text_of(after), text_of(ours))
    fitted = (merge_lines(*texts, tie) for tie in Tie)
    for body in (*fitted, like(after, texts[2])):
        if isinstance(body, bytes) and _means(body, merged, form) and not _lost(ours, base, body, form):
            return body
    why = "the change cannot be made by keys without losing a comment, or changing what an anchor means"
    return Clash(why, shown(ours), shown(after))


def _means(body: bytes, merged: object, form: Format) -> bool:
    try:
        return same(form.read(_text(body)), merged)
    except (Malformed, UnicodeDecodeError):
        return False


def _lost(ours: bytes, base: bytes, body: bytes, form: Format) -> bool:
    """Whether a comment of the user is no longer there."""
    mine, was, now = (Counter(form.comment.findall(_comments(each))) for each in (ours, base, body))
    return bool(mine - was - now)


def _comments(body: bytes) -> str:
    return body.decode("utf-8", "replace").replace("\r\n", "\n")


FAILURES = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)
"""What the libraries raise on documents that nobody writes."""
