import pytest

from gitops_assets.core.dependencies.extractors.helm_templates import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency


def images(text: str, path: str = "chart/templates/deployment.yaml") -> list[tuple[int, str, str | None]]:
    rows = list(extract(path, text))
    assert all(isinstance(row, Dependency) and row.confidence is Confidence.INFERRED for row in rows)
    return [(row.line, row.name, row.constraint) for row in rows if isinstance(row, Dependency)]


def test_templates_are_what_stands_below_their_folder() -> None:
    assert wants("chart/templates/job.yaml")
    assert wants("templates/_helpers.tpl")
    assert not wants("chart/values.yaml")
    assert not wants("templates/NOTES.txt")


def test_an_image_that_is_written_out_is_needed() -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nspec:\n{{- with .Values.x }}\n  containers:\n"
        "    - image: busybox:1.36 # wait\n"
        '    - name: api\n      image: "ghcr.io/acme/api:2.0"\n{{- end }}\n'
    )
    assert images(text) == [(6, "busybox", "1.36"), (8, "ghcr.io/acme/api", "2.0")]


@pytest.mark.parametrize(
    "line",
    [
        'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
        "image: {{ .Values.image }}",
        'image: "acme/api:{{ .Chart.AppVersion }}"',
        "image:",
        "# image: busybox:1.36",
        "imagePullPolicy: Always",
    ],
)
def test_what_values_make_is_left_to_the_values(line: str) -> None:
    assert images(f"apiVersion: v1\nspec:\n  {line}\n") == []


def test_templates_of_other_tools_are_left() -> None:
    assert images("build:\n  image: python:3.12\n", "ci/templates/python.yml") == []
    assert images("image: busybox:1.36\n", "chart/templates/_pod.tpl") == [(1, "busybox", "1.36")]
