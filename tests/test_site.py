"""The documentation site: everything links somewhere, and it needs no network and no server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from docs import build
from tests.documents import ROOT

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` does; by another process, because Sphinx changes the one it is in."""
    output = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "docs.build", str(output)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


class _Loads(HTMLParser):
    """What a browser fetches to show a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in LOADED and given.get("rel") not in {"index", "search", "next", "prev"}:
            self.found.append(given.get(LOADED[tag]) or "")


def loads(page: Path) -> Iterator[str]:
    return (link.partition("?")[0] for link in _Loads(page.read_text("utf-8")).found if link)


def test_every_page_is_in_the_site_and_loads_nothing_from_elsewhere(site: Path) -> None:
    for place in build.pages().values():
        page = site / Path(place).with_suffix(".html")
        for link in loads(page):
            assert "://" not in link.removeprefix("data:"), f"{place} loads {link}"
            assert link.startswith(("data:", "#")) or (page.parent / link).is_file(), f"{place} loads {link}"


def test_styles_load_nothing_from_elsewhere_either(site: Path) -> None:
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text("utf-8")), style


def test_the_reference_is_made_from_the_code(site: Path) -> None:
    text = (site / "reference/python.html").read_text("utf-8")
    assert 'id="gitops_assets.core.gates.model.Gate"' in text
    assert 'id="exporters.model.Exporter"' in text


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose site has two pages."""
    monkeypatch.setattr(build, "CONTENTS", {"All": ("how-to/one",)})
    monkeypatch.setattr(build, "ELSEWHERE", {"README.md": "index.md"})
    (tmp_path / "docs/how-to").mkdir(parents=True)
    (tmp_path / "README.md").write_text("# Home\n", "utf-8")
    return tmp_path


def write(repository: Path, text: str) -> None:
    (repository / "docs/how-to/one.md").write_text(text, "utf-8")


def test_links_are_led_to_where_things_are_in_the_site(repository: Path) -> None:
    (repository / "docs/some.json").write_text("{}", "utf-8")
    write(repository, "[a](../../README.md#home) [b](../some.json) [c](https://example.org) `[d](no.md)`\n")
    build.gather(repository, repository / "site", repository / "built")
    written = (repository / "site/how-to/one.md").read_text("utf-8")
    assert written == "[a](../index.md#home) [b](../some.json) [c](https://example.org) `[d](no.md)`\n"
    assert (repository / "site/some.json").read_text("utf-8") == "{}"


def test_example_reports_are_linked_where_there_are_any(tmp_path: Path) -> None:
    assert build.examples(tmp_path) == "\n"
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/report.html").write_text("<p>", "utf-8")
    assert build.examples(tmp_path) == '\n* <a href="examples/report.html">report.html</a>\n'


@pytest.mark.parametrize("link", ["nowhere.md", "..", "../../../outside.md"])
def test_a_link_that_leads_nowhere_is_named(repository: Path, link: str) -> None:
    write(repository, f"[a]({link})\n")
    with pytest.raises(build.Nowhere, match=r"docs/how-to/one\.md links to '.*', which is no file"):
        build.gather(repository, repository / "site", repository / "built")


def test_a_page_that_contents_do_not_name_comes_last_in_the_section_of_its_folder() -> None:
    named = build.pages().values()
    sections = build.contents([*named, "new.md", "how-to/new.md"])
    assert sections["Reference"] == [*build.CONTENTS["Reference"], "new"]
    assert sections["How-to guides"] == [*build.CONTENTS["How-to guides"], "how-to/new"]


@pytest.mark.parametrize(
    ("places", "said"), [([], "how-to/one"), (["how-to/one.md", "a/b.md"], "docs/a/b.md")]
)
def test_a_page_that_is_nowhere_or_belongs_nowhere_is_named(
    repository: Path, places: list[str], said: str
) -> None:
    with pytest.raises(build.Nowhere, match=re.escape(said)):
        build.contents(places)
