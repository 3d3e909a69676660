from gitops_assets.core.templates.merging.model import Sides
from gitops_assets.core.templates.merging.once import merge_once


def test_it_is_written_where_nothing_is_and_was() -> None:
    assert merge_once(Sides(base=None, theirs=b"1", ours=None)) == b"1"
    assert merge_once(Sides(base=b"1", theirs=b"2", ours=None)) is None


def test_what_is_there_is_theirs_who_have_it() -> None:
    assert merge_once(Sides(base=b"1", theirs=b"2", ours=b"1")) == b"1"
    assert merge_once(Sides(base=b"1", theirs=None, ours=b"\0")) == b"\0"
