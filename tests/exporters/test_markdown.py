import html
import re
from dataclasses import replace

from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exporters.markdown import LIMIT, LIMITS, SIZE, cell, escape, render, span
from exporters.parts.tasks import tasks
from exporters.parts.words import UNKNOWN
from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.section import DependencySection
from gitops_assets.core.report import Report
from gitops_assets.core.text import display
from tests.exporters.golden_dependencies import CONFLICTS, PACKAGES, edge, node
from tests.exporters.golden_fleet import finding, report, state
from tests.exporters.strategies import TEXTS, reports

ARROWS = LIMITS["arrow_limit"]
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parse(text: str) -> list[Token]:
    return [part for token in PARSER.parse(text) for part in (token, *(token.children or ()))]


def plain(text: str) -> str:
    """What a reader sees of one paragraph that must hold text and nothing else."""
    shown = [
        token for token in parse(text) if token.type not in {"paragraph_open", "paragraph_close", "inline"}
    ]
    assert {token.type for token in shown} <= {"text", "text_special"}
    return "".join(token.content for token in shown)


SECTIONS = ("What changed", "Repositories", "Quality", "Dependencies", "Findings", "How much is known")
FOLD = re.compile(
    r"<details( open)?><summary>[\d,]+ [a-z]+(, [a-z]+| with findings)?</summary>\n|</details>\n"
)


def headings(tokens: list[Token]) -> list[str]:
    return [tokens[nth + 1].content for nth, token in enumerate(tokens) if token.type == "heading_open"]


def assert_folds(tokens: list[Token]) -> None:
    """Every fold is ours, opened at the top level and closed before the next."""
    folds = [token for token in tokens if token.type == "html_block"]
    assert all(FOLD.fullmatch(fold.content) for fold in folds)
    assert {fold.level for fold in folds} <= {0}
    closing = [fold.content.startswith("</") for fold in folds]
    assert closing == [False, True] * (len(folds) // 2)


@given(TEXTS)
def test_text_is_shown_as_text_whatever_it_holds(text: str) -> None:
    assert plain(f"x{escape(text)}x").replace("\u200b", "") == f"x{display(text)}x"


@given(TEXTS)
@example(" ")
def test_nothing_breaks_out_of_a_code_span(text: str) -> None:
    code = [token.content for token in parse(f"x {span(text)} x") if token.type == "code_inline"]
    assert code == ([display(text)] if text else [])


@given(TEXTS)
def test_nothing_breaks_out_of_a_cell(text: str) -> None:
    tokens = parse(f"| a | b |\n|---|---|\n| {cell(text)} | end |\n")
    assert [token.type for token in tokens].count("td_open") == 2
    first = next(
        token for token in tokens[[t.type for t in tokens].index("td_open") :] if token.type == "inline"
    )
    assert first.children is not None
    kinds = {token.type for token in first.children}
    assert kinds <= {"text", "text_special", "code_inline", "html_inline"}
    tags = [token.content for token in first.children if token.type == "html_inline"]
    assert tags in ([], ["<code>", "</code>"])
    shown = "".join(token.content for token in first.children if token.type != "html_inline")
    assert html.unescape(shown) == display(text) or (not text and shown == UNKNOWN) or not shown.strip()


@given(reports())
@settings(max_examples=30, deadline=None)
def test_a_hostile_fleet_keeps_its_headings_rows_and_columns(hostile: Report) -> None:
    tokens = parse(render(hostile).decode())
    kinds = [token.type for token in tokens]
    rows, changes, needs = len(hostile.repositories), len(hostile.changes), hostile.dependencies
    gates = sum(bool(tally.fails) for tally in hostile.quality.gates)
    categories = len(hostile.quality.categories) if hostile.quality.gates else 0
    cells = rows * 10 + changes * 5 + len(needs.conflicts) * 5 + len(needs.packages) * 4
    cells += gates * 7 + categories * 4 + len(tasks(hostile)) * 4
    assert kinds.count("td_open") == cells
    remarks = len(hostile.not_looked_into) + len(hostile.idle_waivers)
    remarks += len(needs.graph.cycles) + len(needs.skipped) + len(needs.unread)
    assert kinds.count("list_item_open") == len(hostile.findings) + remarks + 2
    assert not {"link_open", "image", "hr"} & set(kinds)
    assert_folds(tokens)
    pictures = [token.content for token in tokens if token.type == "fence"]
    assert [each.split("\n")[0] for each in pictures] == [
        *["pie showData title Open findings by severity"] * bool(hostile.open_findings),
        *["xychart-beta"] * (len(hostile.quality.trend) > 1),
        *["flowchart LR"] * bool(needs.graph.edges),
    ]
    assert [headings(tokens).count(name) for name in SECTIONS] == [1] * len(SECTIONS)
    tags = {token.content for token in tokens if token.type == "html_inline"}
    assert tags <= {"<code>", "</code>", "<br>"}


def test_a_mention_notifies_nobody_and_an_address_is_no_link() -> None:
    assert escape("@acme/platform") == "@&#8203;acme/platform"
    assert escape("see https://evil.example") == "see https&#58;//evil.example"


def test_a_long_report_says_how_much_it_leaves_out() -> None:
    slugs = [f"acme/{number}" for number in range(LIMIT + 50)]
    shown = render(
        report([state(slug) for slug in slugs], [finding("upstream-set", slug, "m", "r") for slug in slugs])
    ).decode()
    assert "_50 of 250 repositories are left out here; `repositories.csv` has every one._" in shown
    assert "_50 of 250 findings are left out here; `report.json` has every one._" in shown
    assert "### Low (250)" in shown


def test_the_worst_repository_stands_first() -> None:
    shown = render(report()).decode()
    assert shown.index("| red | `tools/foreign`") < shown.index("| yellow | `acme/api`")
    assert shown.index("| yellow | `acme/api`") < shown.index("| green | `acme/docs`")


def test_the_picture_of_a_large_graph_is_cut_and_the_text_says_so() -> None:
    hub = [edge(f"acme/{nth}", "acme/core") for nth in range(ARROWS + 40)]
    nodes = [node(slug) for slug in ("acme/core", *(each.source for each in hub))]
    shown = render(report(dependencies=DependencySection(graph=connected(nodes, hub)))).decode()
    assert f"The picture shows the {ARROWS} of {ARROWS + 40} arrows that matter most" in shown
    assert shown.count("-->|") == ARROWS
    assert "… and 40 more that are not drawn" in shown


def test_long_lists_of_dependencies_are_cut_and_say_so() -> None:
    used = tuple(replace(PACKAGES[0], name=f"p{nth}") for nth in range(60))
    disputes = tuple(replace(CONFLICTS[0], name=f"p{nth}") for nth in range(110))
    shown = render(report(dependencies=DependencySection(packages=used, conflicts=disputes))).decode()
    assert "_10 of 60 things that are used are left out here; `report.json` has every one._" in shown
    assert "_10 of 110 disagreements are left out here; `report.json` has every one._" in shown


def test_what_touches_most_repositories_stands_first_within_its_kind() -> None:
    shown = render(report()).decode()
    order = ["| conflict |", "| resource |", "| cycle |", "| skew |"]
    assert sorted(order, key=shown.index) == order
    assert shown.index("| 3 |") < shown.index("`@acme/api` (of the fleet)")


def test_a_report_of_endless_texts_still_fits_a_job_summary() -> None:
    slugs = [f"acme/{number}" for number in range(300)]
    long = [finding("upstream-set", slug, "`<|" * 4_000, "x" * 10_000) for slug in slugs]
    rendered = render(report([state(slug) for slug in slugs], long))
    assert len(rendered) <= SIZE
    assert "### Low (300)" in rendered.decode()
