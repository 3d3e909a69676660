import pytest

from gitops_assets.core.templates.model import MergeKind, Overlay, Rule
from gitops_assets.core.templates.overlay import OverlayError, extended, lacking, read_overlay, rule_for

FULL = """\
title: Python CI
description: |
  What every Python project runs.
version: "1.2"
extends: devops-baseline
required_files: [README.md]
required_folders: docs/
rules:
  - {path: .gitignore, merge: lines}
  - path: "scripts/*.sh"
    executable: true
    weight: 0.5
  - {path: "page.html", merge: block, comment: "<!--"}
"""


def fault(text: str) -> str:
    with pytest.raises(OverlayError) as caught:
        read_overlay(text, "python-ci")
    return str(caught.value)


def test_an_overlay_is_read_as_it_is_written() -> None:
    assert read_overlay(FULL, "python-ci") == Overlay(
        name="python-ci",
        title="Python CI",
        description="What every Python project runs.",
        version="1.2",
        extends=("devops-baseline",),
        required_files=("README.md",),
        required_folders=("docs",),
        rules=(
            Rule(path=".gitignore", merge=MergeKind.LINES),
            Rule(path="scripts/*.sh", executable=True, weight=0.5),
            Rule(path="page.html", merge=MergeKind.BLOCK, comment="<!--"),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "rules:\n"])
def test_an_empty_overlay_says_nothing(text: str) -> None:
    assert read_overlay(text, "empty") == Overlay(name="empty")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x\nrulez: []\n", ":2:1: rulez: this key is not known; did you mean 'rules'?"),
        (
            "rules:\n  - path: a\n    merg: text\n",
            ":3:5: rules[0].merg: this key is not known; did you mean 'merge'?",
        ),
        (
            "rules:\n  - {path: a, merge: yml}\n",
            ":2:22: rules[0].merge: no merge is called this; did you mean 'yaml'?",
        ),
        ("rules:\n  - {merge: text}\n", "path is required here"),
        ("rules:\n  - {path: a}\n  - {path: a}\n", "two rules are for 'a'"),
        ("required_files: [../x]\n", "no path inside a repository"),
        ("required_folders: /etc\n", "no path inside a repository"),
        ("rules:\n  - {path: a, weight: -1}\n", "too small"),
        ("rules:\n  - {path: a, weight: .nan}\n", ":2:"),
        ("rules:\n  - {path: a, executable: 'yes'}\n", "true or false"),
        ("title: [\n", "this is not YAML"),
        ("- a\n", "must be a mapping"),
        ("a: &a [1]\nb: [" + "*a," * 400_000 + "]\n", "aliases expand"),
        ("x: " + "[" * 100 + "]" * 100, "nest deeper"),
    ],
)
def test_every_fault_is_told_with_its_line(text: str, said: str) -> None:
    told = fault(text)
    assert said in told
    assert "gitops-template.yml of python-ci" in told


def test_the_most_precise_pattern_counts() -> None:
    overlay = Overlay(
        rules=(Rule(path="*.yml", weight=2), Rule(path="*", weight=3), Rule(path="ci/a.yml", weight=4))
    )
    assert [rule_for(overlay, path).weight for path in ("ci/a.yml", "b.yml", "c")] == [4, 2, 3]
    assert rule_for(Overlay(), "c") == Rule(path="c")


def test_an_extending_overlay_changes_what_it_names() -> None:
    base = Overlay(
        name="a", rules=(Rule(path="x"), Rule(path="y")), required_files=("R",), required_folders=("d",)
    )
    own = Overlay(name="b", rules=(Rule(path="y", weight=2),), required_files=("S", "R"))
    both = extended(own, [base])
    assert both.name == "b"
    assert both.rules == (Rule(path="x"), Rule(path="y", weight=2))
    assert both.required_files == ("R", "S")
    assert both.required_folders == ("d",)


def test_required_files_and_folders_are_missed_by_name() -> None:
    overlay = Overlay(required_files=("R", "S"), required_folders=("docs", "a/b", "c"))
    assert lacking(overlay, ["R", "docs/x.md", "a/b/c/d"]) == ("S", "c/")
