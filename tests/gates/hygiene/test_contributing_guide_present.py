from gitops_assets.core.gates.hygiene.contributing_guide_present import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_guide_or_a_chapter_of_the_readme_passes() -> None:
    for path in ("CONTRIBUTING.md", ".github/contributing.md", "docs/contributing.rst", "HACKING"):
        assert passes(GATE, seen({path: "x"}))
    assert passes(GATE, seen({"README.md": "# it\n\n## Contributing\n"}))


def test_neither_is_flagged() -> None:
    assert only(GATE, seen({"README.md": "# it\n"})).path == "CONTRIBUTING.md"
