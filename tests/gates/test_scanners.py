from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.gates.scanners import SCANNERS


def test_every_scanner_has_an_id_of_its_own() -> None:
    assert len({scanner.id for scanner in SCANNERS}) == len(SCANNERS)


@given(st.binary(max_size=200) | st.text(st.sampled_from("<=>#! \r\n\0/a")).map(str.encode))
def test_no_content_breaks_a_scanner_and_every_hit_has_a_line(body: bytes) -> None:
    lines = body.count(b"\n") + 1
    assert all(1 <= hit.line <= lines for scanner in SCANNERS for hit in scanner.scan(body))
