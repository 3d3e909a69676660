import pytest

from gitops_assets.core.dependencies.extractors.gitlab_ci import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency

FILE = ".gitlab-ci.yml"


def dependencies(text: str) -> list[Dependency]:
    return [row for row in extract(FILE, text) if isinstance(row, Dependency)]


def test_the_pipeline_and_what_it_includes_are_read() -> None:
    assert wants(".gitlab-ci.yml")
    assert wants("ci/build.gitlab-ci.yml")
    assert wants(".gitlab/ci/build.yml")
    assert not wants(".gitlab/agents/a/config.yaml")
    assert not wants("ci/build.yml")


def test_every_form_of_include_leads_where_it_should() -> None:
    text = """include:
  - /ci/build.yml
  - local: ci/test.yml
  - https://git.host/acme/ci/-/raw/v2/all.yml
  - remote: https://host/plain.yml
  - project: acme/templates
    ref: v1.0
    file: [a.yml, b.yml]
  - template: Jobs/SAST.gitlab-ci.yml
  - component: git.host/acme/kit/lint@1.2.0
  - component: $CI_SERVER_FQDN/acme/kit/lint@~latest
"""
    assert [
        (row.ecosystem, row.name, row.local, row.url, row.constraint, row.line) for row in dependencies(text)
    ] == [
        ("gitlab", "ci/build.yml", "ci/build.yml", None, None, 2),
        ("gitlab", "ci/test.yml", "ci/test.yml", None, None, 3),
        ("git", "https://git.host/acme/ci", None, "https://git.host/acme/ci", "v2", 4),
        ("gitlab", "https://host/plain.yml", None, None, None, 5),
        ("gitlab", "acme/templates", None, None, "v1.0", 6),
        ("gitlab", "Jobs/SAST.gitlab-ci.yml", None, None, None, 9),
        ("git", "https://git.host/acme/kit", None, "https://git.host/acme/kit", "1.2.0", 10),
        ("gitlab", "acme/kit", None, None, "~latest", 11),
    ]


@pytest.mark.parametrize("text", ["include: a.yml\n", "include: {local: a.yml}\n"])
def test_a_single_include_needs_no_list(text: str) -> None:
    assert [(row.local, row.line) for row in dependencies(text)] == [("a.yml", 1)]


def test_images_and_services_of_the_file_and_of_every_job_are_needed() -> None:
    text = """variables:
  PY: "3.12"
  NODE: {value: "20", description: which node}
image: python:$PY
default:
  image: {name: "node:${NODE}"}
test:
  image: $CI_REGISTRY_IMAGE/test
  services:
    - postgres:16
    - name: redis:7
  script: [!reference [.a, script]]
"""
    rows = dependencies(text)
    assert [(row.name, row.constraint, row.line, row.confidence) for row in rows] == [
        ("python", "3.12", 4, Confidence.DECLARED),
        ("node", "20", 6, Confidence.DECLARED),
        ("$CI_REGISTRY_IMAGE/test", None, 8, Confidence.INFERRED),
        ("postgres", "16", 10, Confidence.DECLARED),
        ("redis", "7", 11, Confidence.DECLARED),
    ]


def test_a_pipeline_that_is_started_elsewhere_is_needed() -> None:
    text = "a:\n  trigger: acme/deploy\nb:\n  trigger:\n    project: acme/docs\n    branch: main\n"
    assert [(row.name, row.constraint, row.line) for row in dependencies(text)] == [
        ("acme/deploy", None, 2),
        ("acme/docs", "main", 5),
    ]


def test_a_header_of_inputs_may_stand_before() -> None:
    assert [row.name for row in dependencies("spec: {inputs: {}}\n---\nimage: alpine\n")] == ["alpine"]
