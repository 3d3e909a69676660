import time

import pytest

from gitops_assets.core.dependencies.extractors.dockerfile import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Malformed


def images(text: str, path: str = "Dockerfile") -> list[tuple[str, str | None, str, int]]:
    rows = list(extract(path, text))
    assert all(isinstance(row, Dependency) for row in rows)
    return [(row.name, row.constraint, row.scope, row.line) for row in rows if isinstance(row, Dependency)]


@pytest.mark.parametrize("path", ["Dockerfile", "a/Dockerfile.dev", "api.Dockerfile", "Containerfile"])
def test_dockerfiles_are_known_by_their_names(path: str) -> None:
    assert wants(path)


@pytest.mark.parametrize("path", ["Dockerfile.j2", "dockerfile.go", "Dockerfile.dockerignore", "Makefile"])
def test_what_only_looks_like_one_is_left(path: str) -> None:
    assert not wants(path)


def test_the_final_stage_is_run_and_the_others_build() -> None:
    text = "FROM golang:1.22 AS build\nRUN go build\n\nFROM --platform=$P alpine:3\nCOPY --from=build / /\n"
    assert images(text) == [("golang", "1.22", "build", 1), ("alpine", "3", "runtime", 4)]


def test_what_the_final_stage_is_built_from_is_run_too() -> None:
    text = "FROM python:3 AS base\nFROM node:20 as web\nFROM Base\nCOPY --from=0 / /\n"
    assert images(text) == [("python", "3", "runtime", 1), ("node", "20", "build", 2)]


def test_defaults_above_the_first_from_are_put_in_and_later_ones_are_not() -> None:
    above = 'ARG V=3.12 R="ghcr.io/acme"\nARG T=${V}-slim\n'
    text = above + "FROM $R/python:$T\nARG W=1\nFROM x:${W}\nFROM y:${Z:-2}\n"
    rows = [row for row in extract("Dockerfile", text) if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.confidence) for row in rows] == [
        ("ghcr.io/acme/python", "3.12-slim", Confidence.DECLARED),
        ("x", "${W}", Confidence.INFERRED),
        ("y", "2", Confidence.DECLARED),
    ]


def test_images_that_are_copied_or_mounted_from_count() -> None:
    text = (
        "# syntax=docker/dockerfile:1.7\nFROM scratch\n"
        "COPY --chown=1 --from=ghcr.io/astral-sh/uv:0.5 /uv /\n"
        "RUN --mount=type=cache,target=/c --mount=type=bind,from=busybox,target=/b true\n"
    )
    assert images(text) == [
        ("docker/dockerfile", "1.7", "build", 1),
        ("ghcr.io/astral-sh/uv", "0.5", "runtime", 3),
        ("busybox", None, "build", 4),
    ]


def test_a_digest_is_the_resolved_version() -> None:
    (row,) = extract("Dockerfile", "FROM alpine:3@sha256:ab\n")
    assert isinstance(row, Dependency)
    assert (row.constraint, row.resolved) == ("3", "sha256:ab")


def test_heredocs_comments_and_continuations_hide_nothing_and_add_nothing() -> None:
    text = (
        "# a comment\nFROM \\\n# in between\n\n  alpine:3 \\\n  AS x\n"
        "RUN <<-A cat <<'B'\nFROM not/this\n\tA\nFROM nor/this\nB\nRUN echo $((1<<2)) <<<word\nFROM debian\n"
    )
    assert images(text) == [("alpine", "3", "build", 2), ("debian", None, "runtime", 13)]


def test_the_escape_directive_is_obeyed() -> None:
    assert images("# escape=`\nFROM `\n  alpine\nCOPY a C:\\\nFROM b\n") == [
        ("alpine", None, "build", 2),
        ("b", None, "runtime", 5),
    ]


def test_a_variable_that_chooses_among_the_stages_is_no_image() -> None:
    assert images("FROM a AS build-arm64\nFROM build-$TARGETARCH\n") == [("a", None, "build", 1)]


def test_thousands_of_stages_and_values_that_double_take_no_time() -> None:
    began = time.process_time()
    images("FROM a AS b\n" * 20_000 + "FROM b$c\n" * 5_000)
    images("ARG A=xx\n" + "ARG A=$A$A\n" * 5_000 + "FROM $A\n")
    assert time.process_time() - began < 3


def test_a_dev_container_is_needed_to_develop() -> None:
    assert images("FROM a\n", ".devcontainer/Dockerfile") == [("a", None, "dev", 1)]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("RUN x\n", "has no FROM", 1),
        ("FROM a\nFROM\n", "FROM without an image", 2),
        ("FROM a\nRUN <<EOF\nx\n", "heredoc 'EOF' that does not end", 2),
    ],
)
def test_what_cannot_be_built_is_malformed(text: str, reason: str, line: int) -> None:
    with pytest.raises(Malformed, match=reason) as caught:
        list(extract("Dockerfile", text))
    assert caught.value.line == line


def test_an_empty_file_needs_nothing() -> None:
    assert images("\n# nothing\n") == []
