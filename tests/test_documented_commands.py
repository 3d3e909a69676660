"""Every command that the documentation tells to type is typed, on a small fleet, in a home of its own."""

import os
from pathlib import Path

import pytest

from resources.home import Home
from tests.cli.command_line import ROOT, gitops, homes_like, make_home
from tests.repositories import commit, git, repository
from tests.walkthrough import PAGES, Block, Reader, blocks, copied

RUN = [page for page in PAGES if any("not run" not in block.notes for block in blocks(page))]
_LIB = '{"name": "@acme/button", "version": "1.4.0", "license": "MIT"}\n'
_API = '{"name": "api", "version": "2.0.0", "private": true, "dependencies": {"@acme/button": "^1.2.0"}}\n'


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture(scope="session")
def src(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``~/src`` of the reader: three repositories of `acme`, one of which needs another."""
    root = tmp_path_factory.mktemp("src")
    lib = repository(root / "acme/lib", **{"package.json": _LIB, "packages/core/index.ts": "export {}\n"})
    commit(lib, "Add a guide", **{"README.md": "# Buttons\n\nHow buttons look, and why they look so.\n"})
    repository(root / "acme/api", **{"package.json": _API, "server.js": "require('@acme/button')\n"})
    repository(root / "acme/web", **{"Dockerfile": "FROM node:22\n", "README.md": "# The shop\n"})
    return root


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``/srv/shop``: what `gitops-assets sample` builds."""
    folder = tmp_path_factory.mktemp("srv") / "shop"
    assert gitops("sample", str(folder)).code == 0
    return folder


@pytest.fixture
def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, src: Path, request: pytest.FixtureRequest
) -> Reader:
    for name in [name for name in os.environ if name.startswith(("GITOPS_", "XDG_", "DAGSTER_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", "")  # set by the first command; put back when the page is done
    monkeypatch.setenv("PATH", f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}")
    copied(src, tmp_path / "src")
    page = request.node.callspec.params["page"]
    if "/srv/shop" in page.read_text("utf-8"):
        copied(request.getfixturevalue("shop"), tmp_path / "srv/shop")
    git(tmp_path, "config", "--file", str(tmp_path / ".gitconfig"), "user.name", "Ada")
    git(tmp_path, "config", "--file", str(tmp_path / ".gitconfig"), "user.email", "ada@example.org")
    return Reader(tmp_path, monkeypatch)


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_tells_to_type_does_what_it_says(page: Path, reader: Reader, made: Home) -> None:
    with homes_like(made):
        for block in blocks(page):
            if "not run" not in block.notes:
                try:
                    reader.follow(block)
                except AssertionError as fault:
                    pytest.fail(f"{page.relative_to(ROOT)}:{block.line}\n{fault}", pytrace=False)


def test_what_is_not_run_says_why() -> None:
    unexplained = [
        f"{page.name}:{block.line}"
        for page in PAGES
        for block in blocks(page)
        if len(block.notes.get("not run", "a good reason").split()) < 3
    ]
    assert unexplained == []


def test_a_block_that_does_not_go_as_shown_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(tmp_path, monkeypatch)
    with pytest.raises(AssertionError, match="exit code 2"):
        reader.follow(Block(1, "sh", "gitops-assets status --no-such-option\n"))
    with pytest.raises(AssertionError, match="shows 'two', and said\none"):
        reader.follow(Block(1, "console", "$ echo one\ntwo\n"))
    reader.follow(Block(1, "console", "$ ls nowhere\n", {"exits with": "2"}))
