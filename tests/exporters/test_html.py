import base64
import hashlib
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings

from exporters.html import render
from exporters.parts.graph_layout import LIMIT
from exporters.parts.page.markup import CHANGE_LIMIT, FINDING_LIMIT, prose
from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.section import DependencySection
from gitops_assets.core.model import Cause, Change, State
from gitops_assets.core.report import Report
from gitops_assets.core.text import display
from tests.exporters.golden_dependencies import CONFLICTS, PACKAGES, claim, edge, node
from tests.exporters.golden_fleet import NOW, audit, empty, finding, report, state
from tests.exporters.strategies import TEXTS, reports

VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """Every tag with its attributes and own text; complains about a tag that is closed out of order."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(source.decode())
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def test_the_file_forbids_itself_the_network_and_names_its_style_and_script() -> None:
    source = render(report()).decode()
    policy = Page(source.encode()).named("meta")[1]["content"]
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_only_the_documentation_of_rules_points_outside_and_no_attribute_is_code() -> None:
    for tag, attributes in Page(render(report())).tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), tag
            assert name not in {"src", "style", "action", "srcset"}, tag
            if name == "href" and attributes.get("rel") != "noreferrer":
                assert value.startswith(("#", "data:,"))


@given(reports())
@settings(max_examples=30, deadline=None)
def test_a_hostile_fleet_stays_text(hostile: Report) -> None:
    page = Page(render(hostile))
    assert len(page.named("style")) == 1
    assert [script.get("type") for script in page.named("script")] == ["application/gzip", None]
    assert len([row for row in page.named("tr") if "data-health" in row]) == len(hostile.repositories)
    names = {text.strip() for text in page.inside("bdi")}
    for row in hostile.repositories:
        assert display(row.state.slug).strip() in names | {""}
    remedies = {*page.inside("code"), *page.inside("p")}
    for shown in hostile.open_findings:
        assert display(shown.remedy) in {*remedies, ""}


@given(TEXTS)
def test_documentation_is_paragraphs_and_code_and_nothing_else(text: str) -> None:
    assert {tag for tag, _ in Page(str(prose(text)).encode()).tags} <= {"p", "code", "a"}


def test_documentation_links_to_the_web_and_to_nothing_else() -> None:
    assert 'href="https://git-scm.com/docs" rel="noreferrer">git</a>' in prose(
        "[git](https://git-scm.com/docs)"
    )
    assert "<a" not in prose('[x](javascript:alert(1)) [y](http://a) [z](https://a"b)')
    assert prose("a `b` <c>") == "<p>a <code>b</code> &lt;c&gt;</p>"


def test_it_reads_without_javascript() -> None:
    page = Page(render(report()))
    assert all("hidden" in form for form in page.named("form"))
    source = re.sub(r"<form.*?</form>", "", render(report()).decode(), flags=re.DOTALL)
    assert "<button" not in source
    assert "tabindex" not in "".join(re.findall(r"<svg.*?</svg>", source, re.DOTALL))


def test_headings_landmarks_and_labels_lead_the_way() -> None:
    page = Page(render(report()))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert len(page.named("h1")) == len(page.named("main")) == len(page.named("footer")) == 1
    for section in page.named("section"):
        assert section["aria-labelledby"] in ids
    for link in page.named("a"):
        if link.get("rel") == "noreferrer":
            assert link["href"] == "https://git-scm.com/docs/git-status"
            continue
        assert link["href"].removeprefix("#") in ids
    assert len(page.named("label")) == len(page.named("input")) + len(page.named("select"))
    assert all(head["scope"] in {"col", "row"} for head in page.named("th"))


def test_health_is_told_in_words_beside_the_colour() -> None:
    text = re.sub(r"<[^>]+>", " ", render(report()).decode())
    for word in ("✕ Red", "! Yellow", "✓ Green"):
        assert re.search(re.escape(word).replace(r"\ ", r"\s+"), text)


def test_an_answer_that_is_unknown_now_says_since_when() -> None:
    old = finding("upstream-set", "a", "m", "r", verified_at=NOW - 30 * 86_400)
    text = re.sub(r"<[^>]+>", "", render(report([state("a")], [old])).decode())
    assert "Last confirmed 30 days ago; the answer is unknown now." in text


def test_a_first_audit_has_nothing_to_compare_with() -> None:
    shown = render(empty()).decode()
    assert "This is the first audit of this fleet" in shown
    assert "No repository was found" in shown


def test_a_flood_of_changes_is_cut_and_says_so() -> None:
    flood = tuple(
        Change(slug=str(number), kind="state", subject="s", before=None, after="x", cause=Cause.CODE)
        for number in range(CHANGE_LIMIT + 7)
    )
    assert f"7 of {CHANGE_LIMIT + 7} changes are left out here" in render(report(changes=flood)).decode()


def test_a_thousand_repositories_stay_quick_and_small() -> None:
    slugs = [f"acme/repository-{number}" for number in range(1000)]
    states = [state(slug, State.DIRTY, State.UNTRACKED, untracked=3) for slug in slugs]
    found = [finding("changes-committed", slug, "3 files", f"git -C /srv/{slug} add -A") for slug in slugs]
    large = report(states, found, audit=audit(unknown=0))
    started = time.perf_counter()
    rendered = render(large)
    assert time.perf_counter() - started < 5
    assert len(rendered) < 2_000_000


def test_a_flood_of_one_rule_is_cut_fairly_and_says_so() -> None:
    many = [finding("upstream-set", "acme/many", f"m{nth}", "r") for nth in range(FINDING_LIMIT + 5)]
    shown = render(
        report([state("acme/many"), state("b")], [*many, finding("upstream-set", "b", "last", "r")])
    )
    assert b"6 more are in report.json." in shown
    assert b"<p>last " in shown
    assert shown.count(b"<li data-item ") == FINDING_LIMIT


def test_a_remedy_in_words_is_no_command_to_copy() -> None:
    told = [
        finding("upstream-set", "a", "m", "Write '2.0' for 'x'."),
        finding("upstream-set", "a", "n", "git x"),
    ]
    page = Page(render(report([state("a")], told)))
    assert "git x" in page.inside("code")
    assert "Write '2.0' for 'x'." not in page.inside("code")
    assert "Write '2.0' for 'x'." in page.inside("p")


def test_the_graph_is_drawn_without_javascript_and_large_ones_are_cut_with_a_note() -> None:
    hub = [edge(f"acme/{nth}", "acme/core") for nth in range(LIMIT + 10)]
    nodes = [node(slug) for slug in ("acme/core", *(each.source for each in hub))]
    shown = render(report(dependencies=DependencySection(graph=connected(nodes, hub))))
    page = Page(shown)
    assert len([each for each in page.named("g") if "node" in each.get("class", "")]) == LIMIT
    assert b"11 repositories with fewer edges are left out here" in shown


def test_a_thousand_repositories_with_sixty_dependencies_each_stay_quick_and_small() -> None:
    slugs = [f"acme/repository-{number}" for number in range(1000)]
    edges = [edge(slug, slugs[nth // 3]) for nth, slug in enumerate(slugs) if nth]
    used = tuple(replace(PACKAGES[0], name=f"p{nth}", repositories=tuple(slugs[:600])) for nth in range(1000))
    disputes = tuple(
        replace(CONFLICTS[0], name=f"p{nth}", claims=tuple(claim(slug, f"^{nth}") for slug in slugs[:60]))
        for nth in range(1000)
    )
    found = [finding("old-rule", slug, f"m{nth}", "Write it.") for slug in slugs for nth in range(20)]
    section = DependencySection(
        graph=connected([node(slug) for slug in slugs], edges), packages=used, conflicts=disputes
    )
    large = report([state(slug) for slug in slugs], found, dependencies=section)
    started = time.perf_counter()
    rendered = render(large)
    assert time.perf_counter() - started < 5
    assert len(rendered) < 6_000_000


def test_a_reason_that_most_repositories_share_is_told_once() -> None:
    rows = tuple(replace(row, unknown=("gate: nobody knows",)) for row in report().repositories)
    shown = render(replace(report(), repositories=rows)).decode()
    assert shown.count("gate: nobody knows") == 1
    assert f"Of {len(rows)} repositories: gate: nobody knows" in shown
