import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.hygiene.markdown import anchors, links, prose
from gitops_assets.core.gates.hygiene.relative_links_valid import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

TREE = {"docs/a b.md": "", "docs/api.md": "", "img/x(1).png": "", "src/it.py": "", "dir/README.md": ""}


@pytest.mark.parametrize(
    "text",
    [
        "[a](docs/api.md) ![x](img/x(1).png) [b](<docs/a b.md>) [c](docs/a%20b.md#part)",
        '[a](./docs/api.md "title") [d](dir) [e](dir/) [f](docs/api) [g](src/it.py?raw=1)',
        "[a](https://example.org/x) [b](mailto:a@b.c) [c](/anywhere) [d](//host/x) [e](../../issues)",
        "```\n[a](gone.md)\n```\n`[a](gone.md)` <!-- [a](gone.md) -->\n\n    [a](gone.md)\n",
        "~~~ text\n[a](gone.md)\n```\n[a](gone.md)\n~~~\n",
        "[a]({{ url }}/x.md) [b](<%= x %>) [c](url) \\[x\\](gone.md) [d]()",
        "# Über uns: it's 1.0!\n[a](#über-uns-its-10) <a name=old></a> [b](#old) [c](#top)\n",
        "Title\n=====\n## Same\n## Same\n[a](#title) [b](#same-1)\n### With `code` and [l](https://x.y)\n[c](#with-code-and-l)",
        '<img src="img/x(1).png"> <a href="docs/api.md">x</a>\n\n[x]: ./docs/api.md\n',
        "[a](linked/deep.md) [b](sub/module/x.md)",
    ],
)
def test_links_that_lead_somewhere_or_elsewhere_pass(text: str) -> None:
    files = TREE | {
        "README.md": text,
        "linked": "docs",
        ".gitmodules": '[submodule "x"]\n\tpath = sub/module\n',
    }
    assert passes(GATE, seen(files, links=["linked"]))


@pytest.mark.parametrize(
    ("text", "target", "line"),
    [
        ("one\n[a](gone.md)", "gone.md", 2),
        ("```\ncode\n```\n![a](img/gone.png 'title')", "img/gone.png", 4),
        ('<p>\n<img alt="x" src="gone.png">', "gone.png", 2),
        ("[x]\n\n[x]: ./gone.md", "./gone.md", 3),
        ("- a\n    - [a](gone.md)", "gone.md", 2),
        ("[![a](src/it.py)](gone.md)", "gone.md", 1),
        ("# One\n[a](#two)", "#two", 2),
    ],
)
def test_a_link_that_leads_nowhere_is_flagged_on_its_line(text: str, target: str, line: int) -> None:
    finding = only(GATE, seen(TREE | {"README.md": text}))
    assert finding.message == f"The link to '{target}' leads nowhere."
    assert (finding.path, finding.line, finding.subject) == ("README.md", line, f"README.md:{target}")


def test_the_remedy_knows_a_name_in_another_case() -> None:
    finding = only(GATE, seen(TREE | {"README.md": "[a](Docs/API.md)"}))
    assert finding.remedy == "Write it as 'docs/api.md': case counts."
    assert only(GATE, seen({"docs/x.md": "[a](y.md)"})).remedy == "Correct it, or restore 'docs/y.md'."


def test_a_target_is_told_once_a_page() -> None:
    assert len(evaluate(seen({"a.md": "[x](y.md) [z](y.md)"}), GATE).findings) == 1


def test_pages_of_a_site_forms_and_test_data_are_not_asked() -> None:
    broken = "[a](gone.md)"
    site = {"mkdocs.yml": "", "docs/index.md": broken}
    assert why(GATE, seen(site), Outcome.SKIP) == "there is no Markdown page that a forge shows"
    assert only(GATE, seen(site | {"README.md": broken})).path == "README.md"
    quiet = {"tests/a.md": broken, ".github/PULL_REQUEST_TEMPLATE.md": broken, "vendor/x.md": broken}
    assert evaluate(seen(quiet), GATE).outcome is Outcome.SKIP


@given(st.text(st.sampled_from("[]()<>!#`~-= \n\tab./\\\"'")))
def test_no_text_breaks_the_reader_and_every_line_exists(text: str) -> None:
    anchors(text)
    assert all(1 <= link.line <= text.count("\n") + 1 for link in links(prose(text)))


@pytest.mark.parametrize(
    "piece",
    ["](", "[", "`", "```\n", "<!--", "<a ", "](a(", "[a]: ./", "# ", "<h1>", "\\](", "](<", "a\n=", "`a"],
)
def test_a_hostile_page_costs_its_length(piece: str) -> None:
    start = time.perf_counter()
    evaluate(seen({"a.md": piece * (200_000 // len(piece)) + "[x](#y)"}), GATE)
    assert time.perf_counter() - start < 3
