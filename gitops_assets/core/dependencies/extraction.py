"""Every extractor over the files of one tree; what fails is a row that says why."""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath
from traceback import extract_tb
from types import TracebackType

from gitops_assets.core.dependencies.model import Extractor, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.faults import conflict
from gitops_assets.core.dependencies.showing import shown

ROWS = 250_000
"""Rows of one file; the largest lock files have a fifth of that."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def wanted(
    paths: Iterable[str], extractors: Iterable[Extractor]
) -> Iterator[tuple[str, tuple[Extractor, ...]]]:
    """The paths that somebody wants to read, each with who does."""
    asked = tuple(extractors)
    for path in paths:
        readers = tuple(each for each in asked if each.wants(path))
        if readers:
            yield path, readers


def rows_of(path: str, body: bytes, extractor: Extractor) -> tuple[Row, ...]:
    """What one extractor reads out of one file; never raises for anything in it."""
    try:
        text = decoded(body)
        rows = tuple(islice(extractor.extract(path, text), ROWS + 1))
    except Malformed as fault:
        return (_skipped(path, fault.reason, fault.line, extractor),)
    except RecursionError:
        return (_skipped(path, "is nested too deeply", 1, extractor),)
    except Exception as error:  # noqa: BLE001 - a file is anybody's text; it must not take the audit down
        # What the error says may quote the file, a password in it too: its place is enough to find the fault.
        why = f"could not be read ({type(error).__name__} in {_place(error.__traceback__)})"
        return (_skipped(path, why, 1, extractor),)
    marker = conflict(text)
    if marker and not any(isinstance(row, Skipped) for row in rows):
        rows = (
            *rows,
            Skipped(path=path, reason="has merge-conflict markers: both sides were read", line=marker),
        )
    if len(rows) > ROWS:
        rows = (
            *rows[:ROWS],
            Skipped(path=path, reason=f"says more than {ROWS:,} things; the rest is left out"),
        )
    return tuple(shown(row, extractor.id) for row in within(rows, text))


def decoded(body: bytes) -> str:
    """A file's text, its byte-order mark obeyed and left out; raises :class:`Malformed`."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), (b"", "utf-8"))
    try:
        text = body[len(mark) :].decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Malformed(f"is no {encoding.upper()} text", line) from None
    if "\0" in text:
        why = "has NUL bytes: it is no text, or UTF-16 without a byte-order mark"
        raise Malformed(why, text.count("\n", 0, text.index("\0")) + 1)
    return text


def within(rows: Sequence[Row], text: str) -> Iterator[Row]:
    """The rows with no line outside of the text: a fault of ours must not send a reader nowhere."""
    last = text.count("\n") + (not text.endswith("\n") or not text)
    for row in rows:
        yield row if 1 <= row.line <= max(1, last) else replace(row, line=min(max(1, row.line), max(1, last)))


def _skipped(path: str, reason: str, line: int, extractor: Extractor) -> Row:
    return shown(Skipped(path=path, reason=reason, line=max(1, line)), extractor.id)


def _place(trace: TracebackType | None) -> str:
    last = extract_tb(trace)[-1]
    return f"{PurePath(last.filename).name}:{last.lineno}"
