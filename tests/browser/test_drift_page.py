"""The drift matrix in a real browser: what it shows, what it filters, how it is walked, how fast it is."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from exporters.html import render
from gitops_assets.core.templates.document import scored
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, Version
from gitops_assets.core.templates.section import TemplateSection
from tests.browser.conftest import Watched
from tests.exporters.following_fleet import following_report
from tests.exporters.golden_fleet import report

V1, V2 = Version(tag="v1", oid="1" * 40), Version(tag="v2", oid="2" * 40)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "best-practice"]}


def wide(repositories: int, files: int) -> TemplateSection:
    """So many repositories that follow a template of so many files, every cell somewhere."""
    cells = list(Cell)
    drifts = (
        Drift(
            slug=f"team/service-{nth:04}",
            template="standard",
            version=V1,
            latest=V2,
            behind=nth % 2,
            files=tuple(
                DriftedFile(
                    path=f".github/workflows/step-{file:02}.yml", cell=cells[nth * file % 6], line=file
                )
                for file in range(1, files + 1)
            ),
        )
        for nth in range(repositories)
    )
    return TemplateSection(drifts=tuple(map(scored, drifts)))


@pytest.fixture(scope="session")
def following(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("following") / "report.html"
    file.write_bytes(render(following_report()))
    return file


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("matrix") / "report.html"
    file.write_bytes(render(replace(report(), templates=wide(1000, 20))))
    return file


@pytest.fixture(scope="session")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("broad") / "report.html"
    file.write_bytes(render(replace(report(), templates=wide(20, 12))))
    return file


def focused(page: Page) -> tuple[str, int]:
    """The row and the column of the cell that has the focus."""
    found = page.evaluate(
        "(({ parentElement, cellIndex }) => [parentElement.getAttribute('aria-rowindex'), cellIndex])"
        "(document.activeElement.closest('td, th'))"
    )
    return found[0], found[1]


def test_rows_are_repositories_and_columns_are_files(watched: Watched, following: Path) -> None:
    page = watched.open(following, "drift/python-ci")
    grid = page.get_by_role("grid", name="Drift from python-ci")
    heads = ["acme/web", "acme/api"]
    assert [each.inner_text() for each in grid.get_by_role("rowheader").all()] == heads
    expect(grid.get_by_role("columnheader").nth(4)).to_contain_text("ci.yml")
    expect(grid.get_by_role("columnheader").nth(4)).to_have_attribute("title", ".github/workflows/ci.yml")
    row = grid.get_by_role("row").nth(2)
    expect(row).to_contain_text("v1.0.0 → v2.0.0")
    expect(row).to_contain_text("1 d ago")
    cell = row.get_by_role("button", name="adapted")
    expect(cell).to_have_attribute("title", "adapted: .github/workflows/ci.yml:7-9")
    expect(cell).to_contain_text("A")
    expect(grid.get_by_role("row").nth(1)).to_contain_text("not meant for it")


def test_a_cell_opens_its_place_and_the_command_that_mends_it(watched: Watched, following: Path) -> None:
    page = watched.open(following, "drift/python-ci")
    page.get_by_role("button", name="missing", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("gitops-assets template apply python-ci acme/web")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="adapted", exact=True).click()
    expect(dialog).to_contain_text(".github/workflows/ci.yml:7-9")
    expect(dialog).to_contain_text("gitops-assets template promote python-ci")
    expect(dialog).to_contain_text("No finding is open here.")


def test_the_summary_filters_and_the_address_keeps_it(watched: Watched, following: Path) -> None:
    page = watched.open(following, "drift/python-ci")
    summary = page.locator("#drift .sums")
    summary.get_by_role("button", name="missing 1").click()
    expect(page.locator("#drift output")).to_have_text("1 of 2 repositories")
    assert page.url.endswith("#drift/python-ci?cell=missing")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    expect(summary.get_by_role("button", name="missing 1")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#drift output")).to_have_text("1 of 2 repositories")
    summary.get_by_role("button", name="adapted 1").press("Enter")
    expect(page.locator("#drift output")).to_have_text("2 of 2 repositories")
    expect(summary.get_by_role("button", name="conflict 0")).to_be_disabled()
    page.locator("#drift").get_by_label("Search", exact=True).fill("nosuch")
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator("#drift output")).to_have_text("2 of 2 repositories")


def test_templates_are_chosen_by_tabs_and_an_unknown_one_is_told(watched: Watched, following: Path) -> None:
    page = watched.open(following, "drift/nosuch")
    expect(page.locator("#drift")).to_contain_text("No repository follows a template 'nosuch'")
    page.get_by_role("navigation", name="Templates").get_by_role("link", name="old").click()
    expect(page.locator("#drift .grid")).to_contain_text("not known")
    page.go_back()
    page.get_by_role("navigation", name="Templates").get_by_role("link", name="python-ci").click()
    expect(page.locator("#drift output")).to_have_text("2 of 2 repositories")


def test_arrow_keys_walk_the_matrix_and_enter_opens_a_cell(watched: Watched, thousand: Path) -> None:
    page = watched.open(thousand, "drift")
    page.get_by_role("button", name="Save as CSV").focus()
    page.keyboard.press("Tab")
    assert focused(page) == ("2", 0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert focused(page) == ("3", 23)
    page.keyboard.press("Control+End")
    assert focused(page) == ("1001", 23)
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("step-20.yml")
    page.keyboard.press("Escape")
    assert focused(page) == ("1001", 23)
    page.keyboard.press("PageUp")
    assert focused(page) == ("991", 23)
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowUp")
    assert focused(page) == ("1", 0)
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.drift')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_is_accessible_and_fits(watched: Watched, broad: Path, scheme: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # a parameter of the test
    for address in ("drift", "drift?cell=conflict"):
        page = watched.open(broad, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=RULES)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    watched.keep(f"drift-{width}-{scheme}")


def test_the_first_column_and_the_heads_stay(watched: Watched, thousand: Path) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(thousand, "drift")
    box = page.locator("#drift .grid")
    box.evaluate("box => box.scrollTo(400, 20000)")
    row = page.locator('#drift tr[aria-rowindex="600"]')
    expect(row).to_be_attached()
    left = box.evaluate("box => box.getBoundingClientRect().left")
    top = box.evaluate("box => box.getBoundingClientRect().top")
    assert row.locator("th").evaluate("cell => cell.getBoundingClientRect().left") <= left + 2
    assert box.locator("thead th").nth(6).evaluate("cell => cell.getBoundingClientRect().top") <= top + 2


def test_paper_and_pages_without_program_have_the_matrix(watched: Watched, following: Path) -> None:
    page = watched.open(following, "drift")
    page.emulate_media(media="print")
    drawn = page.locator("#drift .drawn-matrix").last
    expect(drawn).to_be_visible()
    expect(drawn.locator("td.cell")).to_have_text(["M", "A", "✓"])
    expect(page.locator("#drift .grid")).to_be_hidden()


@pytest.mark.timed
def test_a_thousand_repositories_by_twenty_files_scroll(watched: Watched, thousand: Path) -> None:
    started = time.perf_counter()
    page = watched.open(thousand, "drift")
    assert time.perf_counter() - started < 8, "two seconds alone on the machine"
    assert page.locator("#drift .grid tbody tr").count() < 80
    took = page.evaluate(
        "async () => { const box = document.querySelector('#drift .grid'), start = performance.now();"
        "for (let nth = 1; nth <= 20; nth += 1) { box.scrollTop = nth * 1500;"
        "await new Promise((done) => requestAnimationFrame(done)); }"
        "return (performance.now() - start) / 20; }"
    )
    assert took < 250, "milliseconds a frame; 50 alone on the machine"
    expect(page.locator('#drift tr[aria-rowindex="900"]')).to_be_attached()
