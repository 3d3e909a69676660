import pytest

from gitops_assets.core.dependencies.extractors.github_actions import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)

WORKFLOW = ".github/workflows/ci.yml"
PIN = "b4ffde65f46336ab88eb53be808477a3936bae11"


def steps(*lines: str) -> str:
    return "jobs:\n  a:\n    steps:\n" + "".join(f"      - {line}\n" for line in lines)


def offered(rows: list[Row]) -> list[tuple[str, str | None, int]]:
    return [(row.name, row.version, row.line) for row in rows if isinstance(row, Publication)]


def test_workflows_and_actions_are_read_and_other_files_are_not() -> None:
    assert wants(WORKFLOW)
    assert wants("action.yml")
    assert wants("setup/action.yaml")
    assert not wants("a/.github/workflows/ci.yml")
    assert not wants(".github/dependabot.yml")
    assert not wants("transaction.yml")


def test_an_action_is_named_by_its_repository_with_the_ref_as_written() -> None:
    (row,) = extract(WORKFLOW, steps("uses: Actions/Checkout@v4"))
    assert row == Dependency(
        kind=Kind.ACTION,
        ecosystem="github",
        name="actions/checkout",
        path=WORKFLOW,
        line=4,
        scope=Scope.BUILD,
        constraint="v4",
        url="https://github.com/actions/checkout",
    )


def test_a_full_hash_is_the_resolved_version() -> None:
    (row,) = extract(WORKFLOW, steps(f"uses: actions/checkout@{PIN} # v4.1.1"))
    assert isinstance(row, Dependency)
    assert (row.constraint, row.resolved) == (PIN, PIN)


def test_an_action_in_a_folder_keeps_it_in_its_name_and_the_repository_as_its_url() -> None:
    (row,) = extract(WORKFLOW, steps("uses: github/codeql-action/init@v3"))
    assert isinstance(row, Dependency)
    assert (row.name, row.url) == ("github/codeql-action/init", "https://github.com/github/codeql-action")


def test_images_of_steps_containers_and_services_are_needed() -> None:
    text = """jobs:
  a:
    container: node:20
    services:
      db: {image: "postgres:16"}
      cache:
        image: ${{ matrix.cache }}
    steps:
      - uses: docker://alpine:3.8
  b:
    container:
      image: ghcr.io/acme/ci
"""
    rows = [row for row in extract(WORKFLOW, text) if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.line) for row in rows] == [
        ("node", "20", 3),
        ("postgres", "16", 5),
        ("${{ matrix.cache }}", None, 7),
        ("alpine", "3.8", 9),
        ("ghcr.io/acme/ci", None, 12),
    ]
    assert rows[2].confidence is Confidence.INFERRED


def test_a_local_action_counts_from_the_root() -> None:
    (row,) = extract(WORKFLOW, steps("uses: ./.github/actions/setup"))
    assert isinstance(row, Dependency)
    assert (row.local, row.url) == (".github/actions/setup", None)


@pytest.mark.parametrize(
    ("written", "local"), [("$/", ""), ("$/.github/actions/setup", ".github/actions/setup")]
)
def test_the_repository_itself_is_written_as_a_dollar(written: str, local: str) -> None:
    (row,) = extract(WORKFLOW, steps(f"uses: {written}"))
    assert isinstance(row, Dependency)
    assert (row.local, row.url, row.confidence) == (local, None, Confidence.DECLARED)


def test_a_reusable_workflow_is_needed_and_one_that_is_called_is_offered() -> None:
    text = "on:\n  workflow_call:\njobs:\n  a:\n    uses: acme/ci/.github/workflows/x.yml@main\n"
    rows = list(extract(WORKFLOW, text))
    assert offered(rows) == [(WORKFLOW, None, 2)]
    assert isinstance(rows[1], Dependency)
    assert (rows[1].name, rows[1].url, rows[1].line) == (
        "acme/ci/.github/workflows/x.yml",
        "https://github.com/acme/ci",
        5,
    )


def test_what_names_no_action_is_skipped_with_the_reason() -> None:
    (row,) = extract(WORKFLOW, steps("uses: https://me:secret@host/a/b@v1"))
    assert row == Skipped(path=WORKFLOW, line=4, reason="uses 'https://host/a/b@v1', which names no action")


def test_an_action_is_offered_under_its_folder_and_needs_at_run_time_what_it_uses() -> None:
    text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: actions/cache@v4\n"
    rows = list(extract("setup/action.yml", text))
    assert offered(rows) == [("setup", None, 1)]
    assert offered(list(extract("action.yml", text))) == [(".", None, 1)]
    assert isinstance(rows[1], Dependency)
    assert (rows[1].name, rows[1].scope) == ("actions/cache", Scope.RUNTIME)


def test_a_docker_action_needs_its_image() -> None:
    rows = list(extract("action.yml", "name: x\nruns:\n  using: docker\n  image: docker://acme/x:1\n"))
    assert [row.name for row in rows if isinstance(row, Dependency)] == ["acme/x"]


def test_images_that_steps_push_are_inferred_to_be_offered() -> None:
    text = """env:
  REGISTRY: ghcr.io
jobs:
  a:
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
          tags: |
            acme/api:${{ github.sha }}
            ${{ env.REGISTRY }}/${{ github.repository }}:1
            ${{ steps.meta.outputs.tags }}
      - run: |
          make
          docker push acme/worker:2
"""
    rows = list(extract(WORKFLOW, text))
    assert offered(rows) == [
        ("acme/api", None, 10),
        ("ghcr.io/${{ github.repository }}", None, 7),
        ("acme/worker", "2", 15),
    ]
    assert {row.confidence for row in rows if isinstance(row, Publication)} == {Confidence.INFERRED}


@pytest.mark.parametrize(
    "text", ["on: push\n", "[]\n", "jobs: []\n", "jobs: {a: {steps: x, services: y}}\n", ""]
)
def test_what_uses_nothing_needs_nothing(text: str) -> None:
    assert list(extract(WORKFLOW, text)) == []
    assert list(extract("action.yml", text)) == []
