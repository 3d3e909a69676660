from gitops_assets.core.dependencies.extractors.pre_commit_hooks import extract, wants
from gitops_assets.core.dependencies.model import Kind, Publication


def test_only_the_file_at_the_top_is_read() -> None:
    assert wants(".pre-commit-hooks.yaml")
    assert not wants("a/.pre-commit-hooks.yaml")


def test_every_hook_is_offered_by_its_id() -> None:
    text = "- id: tidy\n  name: Tidy\n- name: nameless\n- name: Sort\n  id: sort\n"
    rows = list(extract(".pre-commit-hooks.yaml", text))
    assert [(row.kind, row.name, row.line) for row in rows if isinstance(row, Publication)] == [
        (Kind.HOOK, "tidy", 1),
        (Kind.HOOK, "sort", 5),
    ]
