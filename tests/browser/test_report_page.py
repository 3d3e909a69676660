import functools
import http.server
import itertools
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from exporters.html import render
from exporters.model import Material
from exporters.parts.site import file_name, site
from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.section import DependencySection
from gitops_assets.core.model import Health, Severity
from gitops_assets.core.report import Report, RepositoryRow
from gitops_assets.core.tables import Column, Kind, Table
from resources.report_files import write_files
from tests.browser.conftest import Watched
from tests.exporters.golden_dependencies import edge, node
from tests.exporters.golden_fleet import finding, report, state

HOSTILE = "<script>alert(1)</script>"
VIEWS = (
    "overview",
    "repositories",
    "findings",
    "changes",
    "dependencies",
    "quality",
    "drift",
    "tables",
    "about",
)
COLUMNS = (Column("slug", Kind.TEXT, "Which."), Column("files", Kind.WHOLE, "How many."))
TABLES = {
    "repository_scorecard": Table("repository_scorecard", "Scores.", COLUMNS, [("acme/api", 3), ("b", None)]),
    "our_own": Table("our_own", "Of the fleet.", COLUMNS, [(HOSTILE, 1)], own=False),
}


def large() -> Report:
    """A thousand repositories that depend on each other, and fifty thousand findings."""
    slugs = [f"team-{nth % 40:02}/service-{nth:04}" for nth in range(1000)]
    edges = [edge(slug, slugs[(nth * 7) % max(1, nth // 4)]) for nth, slug in enumerate(slugs) if nth > 8]
    first = finding("commits-pushed", "", "", "Make it right.")
    found = [
        replace(first, slug=slug, message=f"place {nth} of {slug} is not right", line=nth)
        for slug in slugs
        for nth in range(50)
    ]
    section = DependencySection(graph=connected([node(slug) for slug in slugs], edges))
    rows = [RepositoryRow(state(slug), Health.YELLOW, 50, Severity.MEDIUM) for slug in slugs]
    return replace(report(), repositories=tuple(rows), findings=tuple(found), dependencies=section)


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("golden") / "report.html"
    file.write_bytes(render(report(), TABLES))
    return file


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("thousand") / "report.html"
    file.write_bytes(render(large()))
    return file


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_accessible_and_without_complaint(watched: Watched, golden: Path, view: str) -> None:
    page = watched.open(golden, view)
    expect(page.locator(f"[data-view={view}]")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('[data-view].shown').length") == 1
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []
    watched.keep(view)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_light_and_dark(watched: Watched, golden: Path, scheme: str) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    watched.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # a parameter of the test
    for view in (*VIEWS, f"repository/{quote(HOSTILE, safe='')}"):
        page = watched.open(golden, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
        contrast = Axe().run(page, options={"runOnly": ["color-contrast"]}) if view == "overview" else None
        assert contrast is None or contrast.response["violations"] == []
    watched.keep(f"phone-{scheme}")


def test_a_hostile_name_has_a_page_and_stays_text(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "repositories")
    page.get_by_role("link", name=HOSTILE).click()
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    assert page.locator("script").count() == 2
    expect(page.locator(".part .grid tbody tr")).to_have_count(1)
    page.locator(".part .grid .row").click()
    expect(page.get_by_role("dialog")).to_contain_text("add -A")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_filters_live_in_the_address_and_lead_back(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "findings")
    page.get_by_label("Severity").select_option("high")
    expect(page.locator("#findings output")).to_have_text("2 of 9 findings")
    assert "severity=high" in page.url
    page.get_by_label("Search", exact=True).fill("dubious")
    expect(page.locator("#findings output")).to_have_text("1 of 9 findings")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#findings output")).to_have_text("1 of 9 findings")


def test_columns_sort_by_what_they_hold_and_say_so(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "repositories")
    head = page.get_by_role("columnheader", name="Score")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator(".grid tbody tr").first.get_by_role("rowheader").inner_text().startswith("'; DROP")


def test_filters_that_nothing_fits_say_so_and_clear(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "findings?text=nobody+says+this&severity=high")
    expect(page.locator("#findings .empty")).to_contain_text("No finding fits these filters.")
    expect(page.locator("#findings .grid")).to_be_hidden()
    page.get_by_role("button", name="Clear the filters").press("Enter")
    expect(page.locator("#findings output")).to_have_text("9 of 9 findings")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    assert page.url.endswith("#findings")


def test_an_address_that_leads_nowhere_says_so_and_shows_the_overview(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, HOSTILE)
    expect(page.locator("[data-astray]")).to_contain_text("this is the overview")
    expect(page.locator("#overview")).to_be_visible()
    page.get_by_role("link", name="Gates").click()
    expect(page.locator("[data-astray]")).to_be_hidden()
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#quality")).to_be_visible()


def test_the_gates_say_who_fails_and_how_many_pass(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "quality")
    failing = page.locator("#quality .grid tbody tr").first
    failing.get_by_role("link", name=re.compile("and . more")).click()
    expect(page.locator(".part h3").last).to_contain_text("Repositories that fail it")
    page = watched.open(golden, "quality")
    page.get_by_role("link", name=re.compile("Show the . others")).click()
    assert page.url.endswith("#quality?outcome=some+fail")
    expect(page.locator("#quality .grid tbody td.names").first).not_to_have_text("nobody")


def test_the_strip_of_views_scrolls_to_the_one_that_is_shown(watched: Watched, golden: Path) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(golden, "about")
    expect(page.get_by_role("link", name="About")).to_be_in_viewport(ratio=0.99)
    boxes = [each.bounding_box() for each in page.locator(".views a").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(one[1] <= other[0] + 0.5 for one, other in itertools.pairwise(edges))


def test_tables_of_models_and_the_fleets_own_are_there(watched: Watched, golden: Path) -> None:
    page = watched.open(golden, "tables/our_own")
    expect(page.locator("#tables nav")).to_contain_text("Of this fleet")
    expect(page.locator("#tables .grid")).to_contain_text(HOSTILE)


@pytest.mark.timed
def test_a_large_fleet_is_usable_at_once_and_scrolls(watched: Watched, thousand: Path) -> None:
    started = time.perf_counter()
    page = watched.open(thousand, "findings")
    assert time.perf_counter() - started < 8, "two seconds alone on the machine"
    assert thousand.stat().st_size < 25_000_000
    expect(page.locator("#findings output")).to_have_text("50,000 of 50,000 findings")
    assert page.locator(".grid tbody tr").count() < 60
    page.locator(".grid").first.evaluate("box => { box.scrollTop = box.scrollHeight }")
    expect(page.locator('.grid tr[aria-rowindex="50001"]')).to_be_visible()
    took = page.evaluate(
        "async () => { const start = performance.now(); location.hash = 'findings?text=0777';"
        "await new Promise((done) => setTimeout(done)); return performance.now() - start }"
    )
    assert took < 3000
    expect(page.locator("#findings output")).to_have_text("50 of 50,000 findings")


def test_the_graph_of_a_thousand_shows_what_breaks(watched: Watched, thousand: Path) -> None:
    page = watched.open(thousand, "dependencies")
    page.wait_for_selector("canvas[data-settled]", timeout=20_000)
    page.get_by_role("combobox", name="Find").fill("team-00/service-0000")
    expect(page.locator(".impact h3")).to_have_text("team-00/service-0000")
    expect(page.locator(".impact h4").first).to_contain_text("Breaks with it (")
    assert "focus=team-00" in page.url
    page.locator("canvas").press("+")
    watched.keep("graph")


def test_it_is_read_without_its_program(browser: object, golden: Path) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined] # the fixture's own type
    page = context.new_page()
    page.goto(golden.as_uri())
    for name in ("Overview", "Repositories", "Findings"):
        assert page.locator(f"#{name.lower()}").is_visible()
    assert page.locator("#repositories table.fleet tbody tr").count() == 12
    context.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    write_files(tmp_path, ((file.path, file.content) for file in site(Material(report()))), "repositories")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_site_shows_the_same_from_a_host(watched: Watched, served: str) -> None:
    page = watched.page
    page.goto(f"{served}/index.html#findings")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#findings output")).to_have_text("9 of 9 findings")
    page.goto(f"{served}/repositories/{file_name(HOSTILE)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HOSTILE)
