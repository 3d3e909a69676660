"""Drift that was told before is not told again, and is told again as soon as anything moved."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Cell, Drift
from resources.git.pointing import pointing
from resources.templates.catalogue import Catalogue
from resources.templates.drift import drifts_of
from resources.templates.recalled import Recalled
from resources.templates.rendering import Renderer
from tests.repositories import git, repository
from tests.templates.building import catalogue, folder, home_at

FLEET = """\
templates:
  small:
    source: small
    repositories: ["*"]
    answers: {project_name: "Widgets"}
"""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of those that were really looked at."""
    slugs: list[str] = []

    def telling(known: Catalogue, renderer: Renderer, path: bytes, slug: str, oid: str) -> Sequence[Drift]:
        slugs.append(slug)
        return drifts_of(known, renderer, path, slug, oid)

    monkeypatch.setattr("resources.templates.recalled.drifts_of", telling)
    return slugs


@pytest.fixture
def path(at: Path) -> bytes:
    folder(at / "small")
    made = repository(at / "widgets")
    (made / "README.md").write_text("# Other\n")
    git(made, "add", ".")
    git(made, "commit", "-qm", "Begin")
    return str(made).encode()


def cells(at: Path, renderer: Renderer, path: bytes, text: str = FLEET) -> dict[str, Cell]:
    """The cells by path, as a new process would tell them."""
    asked = Recalled(catalogue(at, text), renderer, home_at(at / "home"))
    (drift,) = asked.drifts(path, "acme/widgets")
    return {each.path: each.cell for each in drift.files}


def test_what_did_not_move_is_told_once(at: Path, renderer: Renderer, path: bytes, told: list[str]) -> None:
    first = cells(at, renderer, path)
    assert first["README.md"] is Cell.CONFLICT
    assert cells(at, renderer, path) == first
    assert told == ["acme/widgets"]


def test_a_commit_moves_it(at: Path, renderer: Renderer, path: bytes, told: list[str]) -> None:
    cells(at, renderer, path)
    made = Path(path.decode())
    (made / "README.md").write_text("# Widgets\n\nPython 3.12.\n")
    git(made, "commit", "-qam", "Follow")
    assert cells(at, renderer, path)["README.md"] is Cell.UNCHANGED
    assert len(told) == 2


def test_a_template_and_an_answer_move_it(at: Path, renderer: Renderer, path: bytes, told: list[str]) -> None:
    cells(at, renderer, path)
    cells(at, renderer, path, FLEET.replace("Widgets", "Gadgets"))
    (at / "small" / "LICENSE").write_text("None.\n")
    assert "LICENSE" in cells(at, renderer, path)
    assert len(told) == 3


def test_the_remote_s_default_branch_moves_it(
    at: Path, renderer: Renderer, path: bytes, told: list[str]
) -> None:
    cells(at, renderer, path)
    git(Path(path.decode()), "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    cells(at, renderer, path)
    assert len(told) == 2


def test_what_cannot_be_told_is_asked_again(
    at: Path, renderer: Renderer, path: bytes, told: list[str]
) -> None:
    (at / "small" / "README.md.jinja").write_text("{{ nobody.knows }}\n")
    for _ in range(2):
        asked = Recalled(catalogue(at, FLEET), renderer, home_at(at / "home"))
        assert asked.drifts(path, "acme/widgets")[0].unknown
    assert len(told) == 2


def test_what_was_kept_and_is_damaged_is_told_again(
    at: Path, renderer: Renderer, path: bytes, told: list[str]
) -> None:
    first = cells(at, renderer, path)
    (kept,) = (at / "home" / "cache" / "templates" / "drifts").iterdir()
    for text in ("", "{}", "[]", '{"standing": "x", "drifts": [1]}'):
        kept.write_text(text)
        assert cells(at, renderer, path) == first
    assert len(told) == 5


def test_a_branch_is_read_from_its_file_or_the_packed_ones_and_leads_nowhere_else(path: bytes) -> None:
    made = Path(path.decode())
    oid = git(made, "rev-parse", "HEAD").strip()
    branch = git(made, "symbolic-ref", "HEAD").strip()
    assert pointing(path) == (f"ref: {branch}", oid, "")
    (made / ".git" / "HEAD").write_text("ref: refs/heads/../heads/main\n")
    assert pointing(path) is None
    (made / ".git" / "HEAD").write_text(f"ref: {branch}\n")
    git(made, "pack-refs", "--all")
    assert not (made / ".git" / branch).exists()
    assert pointing(path) == (f"ref: {branch}", oid, "")
    (made / ".git" / "HEAD").write_text("ref: refs/heads/unborn\n")
    assert pointing(path) is None
    (made / ".git" / "HEAD").write_text(f"ref: {branch}\n")
    git(made, "checkout", "-q", "--detach")
    assert pointing(path) == (oid, oid, "")
    assert pointing(b"/nowhere/at/all") is None
