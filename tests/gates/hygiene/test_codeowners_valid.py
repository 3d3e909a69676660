import time

import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.codeowners_valid import GATE
from gitops_assets.core.gates.hygiene.path_patterns import Paths
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

TREE = {"docs/api/x.md": "", "src/a.py": "", "src/deep/b.py": "", "with space/c.js": ""}


def found(text: str, path: str = "CODEOWNERS", **others: str) -> tuple[Finding, ...]:
    files = TREE | {path: text} | {name.replace("__", "/"): body for name, body in others.items()}
    return evaluate(seen(files), GATE).findings


def test_no_file_is_not_asked_for() -> None:
    assert why(GATE, seen(TREE), Outcome.SKIP) == "there is no CODEOWNERS file"


def test_a_sound_file_passes() -> None:
    text = """# who looks after what
* @acme/everybody ada@example.org
/docs/  @ada # a remark
*.py @renovate[bot]
src/**/b.py @bob
with\\ space/ @ada
docs/* @ada
deep/ @bob
/src/a.py
"""
    assert passes(GATE, seen(TREE | {".github/CODEOWNERS": text}))


def test_a_sound_file_for_gitlab_passes() -> None:
    text = """* @default
[Docs] @group/sub/docs
docs/
^[Python][2] @@maintainers
*.py
!src/deep/
"""
    assert passes(GATE, seen(TREE | {".gitlab/CODEOWNERS": text}))


def test_an_owner_that_cannot_be_one_is_flagged() -> None:
    (finding,) = found("*\n\n/src/ ada @ada\n")
    assert finding.message == "'ada' is neither @user, @organisation/team nor an address."
    assert (finding.path, finding.line, finding.subject) == ("CODEOWNERS", 3, "CODEOWNERS:owner:ada::/src/")


@pytest.mark.parametrize(
    "pattern", ["/gone/", "gone.py", "*.gone", "/src/*.js", "/docs/*.md", "src/**/gone", "/a.py"]
)
def test_a_pattern_that_fits_nothing_is_flagged(pattern: str) -> None:
    (finding,) = found(f"{pattern} @ada\n")
    assert finding.message == f"No path fits '{pattern}'."


def test_what_github_does_not_read_is_flagged() -> None:
    assert [each.message for each in found("!src/ @ada\n*.p[yx] @ada\n")] == [
        "'!src/' begins with !, which GitHub does not read.",
        "'*.p[yx]' has a character range, which GitHub does not read.",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("/src/ @a\n* @b\n", [1]),
        ("*.py @a\n*.py @b\n", [1]),
        ("/src/deep/ @a\n/src/ @b\n", [1]),
        ("/src/deep/b.py @a\n/src/ @b\n", [1]),
        ("* @a\n/src/ @b\n", []),
        ("/src/ @a\n/src/deep/ @b\n", []),
        ("src/ @a\n/docs/ @b\n", []),
        ("[One]\n/src/ @a\n[Two]\n* @b\n", []),
    ],
)
def test_a_rule_of_which_a_later_one_leaves_nothing_is_flagged(text: str, lines: list[int]) -> None:
    assert [each.line for each in found(text) if "counts for nothing" in each.message] == lines


def test_a_file_that_the_forge_does_not_read_is_flagged() -> None:
    finding = only(GATE, seen(TREE | {".github/CODEOWNERS": "* @a", "CODEOWNERS": "nobody reads this"}))
    assert finding.message == "'CODEOWNERS' is not read, because '.github/CODEOWNERS' is."
    assert finding.remedy == "Move its lines to '.github/CODEOWNERS' and delete it."


def test_which_forge_reads_it_is_told_by_the_tree() -> None:
    assert found("!src/ @ada\n", **{".gitlab-ci.yml": ""}) == ()


def test_hostile_patterns_cost_little() -> None:
    start = time.perf_counter()
    paths = Paths(["a" * 4000 + "/" + "a/" * 1000 + "b"] * 20, [])
    for pattern in (
        "*a*a*a*a*a*a*c",
        "**/a/**/a/**/c",
        "a*" * 140 + "c",
        "/" + "*/" * 140 + "c",
        "?" * 290 + "c",
    ):
        paths.fit(pattern)
    evaluate(seen({"CODEOWNERS": "\n".join(f"*{nth}*x @a" for nth in range(20_000)), "a" * 200: ""}), GATE)
    assert time.perf_counter() - start < 5
