import pytest

from gitops_assets.core.dependencies.extractors.template_answers import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Skipped


@pytest.mark.parametrize("path", [".copier-answers.yml", "a/.copier-answers.docs.yaml", ".cruft.json"])
def test_the_answers_of_both_tools_are_read(path: str) -> None:
    assert wants(path)


def test_other_files_are_left() -> None:
    assert not wants("copier.yml")
    assert not wants("copier-answers.yml")


def test_copiers_template_is_named_by_its_repository_at_the_commit_that_was_rendered() -> None:
    (row,) = extract(
        ".copier-answers.yml", "# do not edit\n_commit: v1.2-3-gabcdef\n_src_path: gh:acme/template\n"
    )
    assert isinstance(row, Dependency)
    assert (row.kind, row.line, row.resolved) == (Kind.TEMPLATE, 3, "v1.2-3-gabcdef")
    assert row.name == row.url == "https://github.com/acme/template"


def test_crufts_template_has_its_branch_too() -> None:
    text = '{\n  "template": "https://u:p@host/t.git",\n  "commit": "abc",\n  "checkout": "main"\n}'
    (row,) = extract(".cruft.json", text)
    assert isinstance(row, Dependency)
    assert (row.url, row.line, row.constraint, row.resolved) == ("https://host/t.git", 2, "main", "abc")


def test_a_template_on_somebodys_disk_has_no_url() -> None:
    (row,) = extract(".copier-answers.yml", "_src_path: /home/me/template\n")
    assert isinstance(row, Dependency)
    assert (row.name, row.url) == ("/home/me/template", None)


def test_answers_without_a_template_are_skipped_with_the_reason() -> None:
    assert list(extract(".copier-answers.yml", "name: x\n")) == [
        Skipped(path=".copier-answers.yml", reason="does not say where its template is (_src_path)")
    ]
