"""Whatever stands in a file: no extractor crashes, hangs, or names a line that the file does not have."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.extraction import decoded, rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.model import Extractor, Malformed, Row
from tests.dependencies.texts import TEXTS

SECONDS = 2.0
"""Far above what any of these small texts may take; a regular expression that backtracks takes for ever."""

every_extractor = pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.id)


def asked(extractor: Extractor, text: str) -> list[Row]:
    """The extractor without the net that catches what it raises."""
    try:
        return list(extractor.extract("folder/file", text))
    except Malformed:
        return []


@every_extractor
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_text_gives_rows_inside_of_it_or_says_why_not(extractor: Extractor, text: str) -> None:
    began = time.process_time()
    rows = asked(extractor, text)
    assert time.process_time() - began < SECONDS
    last = text.count("\n") + 1
    assert all(1 <= row.line <= last for row in rows)


@every_extractor
@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=300))
def test_any_bytes_give_rows(extractor: Extractor, body: bytes) -> None:
    rows = rows_of("folder/file", body, extractor)
    assert all(row.extractor == extractor.id for row in rows)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed(mark: str) -> None:
    assert decoded("größe\r\n".encode(mark)) == "größe\n"


def test_what_is_no_text_is_malformed_where_it_stops_being_one() -> None:
    with pytest.raises(Malformed) as caught:
        decoded(b"a\nb\xff")
    assert (caught.value.reason, caught.value.line) == ("is no UTF-8 text", 2)
