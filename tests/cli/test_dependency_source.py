"""Where the fleet of ``graph``, ``impact`` and ``conflicts`` comes from."""

import pytest

from gitops_assets.cli import dependency_source
from tests.cli.command_line import gitops
from tests.cli.made_fleet import API, LIB


@pytest.mark.parametrize("words", [("graph",), ("impact", "acme/lib"), ("conflicts",)])
def test_folders_are_only_known_as_they_are_now(words: tuple[str, ...]) -> None:
    gitops(*words, "folder", "--as-of", "1").told(2, "as they are now", "leave out")


def test_folders_are_looked_at_and_not_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def of_roots(roots: object, _fleet: object) -> tuple[object, ...]:
        looked.append(roots)
        return (API, LIB)

    monkeypatch.setattr(dependency_source, "_of_roots", of_roots)
    assert gitops("impact", "acme/lib", "folder", "--json").code == 0
    assert looked == [(b"folder",)]


def test_folders_without_repositories_are_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependency_source, "_of_roots", lambda *_: ())
    gitops("graph", "folder").told(4, "no git repository was found", "below folder", "name the folder")


def test_a_fault_in_the_fleet_file_is_told_as_everywhere() -> None:
    gitops("graph", "folder", "--fleet", "gone.yaml").told(2, "gone.yaml cannot be read", "--fleet")


def test_a_home_without_a_store_is_told() -> None:
    gitops("graph").told(3, "there is no store yet", "run an audit to create it")
