from gitops_assets.core.templates.merging.model import Clash, Sides
from gitops_assets.core.templates.merging.whole import merge_whole


def test_it_is_the_templates_whatever_is_there() -> None:
    assert merge_whole(Sides(base=b"1", theirs=b"2", ours=b"\0")) == b"2"


def test_a_dropped_file_goes_unless_it_was_edited() -> None:
    assert merge_whole(Sides(base=b"1", theirs=None, ours=b"1")) is None
    assert isinstance(merge_whole(Sides(base=b"1", theirs=None, ours=b"2")), Clash)
