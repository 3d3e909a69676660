import time

import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.merge_markers import MERGE_MARKERS
from gitops_assets.core.gates.hygiene.merge_markers_absent import GATE
from gitops_assets.core.gates.scanners import SCANNERS
from tests.gates.build import only, passes
from tests.gates.trees import seen

START, MIDDLE, END = "<" * 7 + " HEAD\n", "=" * 7 + "\n", ">" * 7 + " side\n"
CONFLICT = f"{START}a\n{MIDDLE}b\n{END}"


def test_a_conflict_is_flagged_where_it_begins() -> None:
    finding = only(GATE, seen({"a.py": f"x\n{CONFLICT}"}, scanners=SCANNERS))
    assert finding.message == "An unfinished merge stands in 'a.py'."
    assert (finding.path, finding.line, finding.subject) == ("a.py", 2, "a.py")


def test_each_conflict_of_a_file_is_told_whatever_its_line_ends() -> None:
    text = (CONFLICT + CONFLICT).replace("\n", "\r\n")
    assert [found.line for found in evaluate(seen({"a": text}, scanners=SCANNERS), GATE).findings] == [1, 6]


@pytest.mark.parametrize(
    "text",
    ["Title\n" + MIDDLE, START + MIDDLE, END + MIDDLE + START, f"  {START}  {MIDDLE}  {END}", START + END],
)
def test_marks_that_are_not_a_whole_conflict_pass(text: str) -> None:
    assert passes(GATE, seen({"a.txt": text}, scanners=SCANNERS))


def test_what_quotes_a_conflict_passes() -> None:
    files = {
        "docs/git.md": f"```\n{CONFLICT}```\n",
        "docs/git.rst": CONFLICT,
        "tests/data/conflict.txt": CONFLICT,
        "vendor/x/a.py": CONFLICT,
    }
    assert passes(GATE, seen(files, scanners=SCANNERS))
    assert only(GATE, seen({"a.md": CONFLICT}, scanners=SCANNERS)).path == "a.md"


def test_a_hostile_content_costs_its_length() -> None:
    start = time.perf_counter()
    list(MERGE_MARKERS.scan((START * 200_000 + END).encode()))
    assert time.perf_counter() - start < 2
