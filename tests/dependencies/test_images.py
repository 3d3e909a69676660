import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.ecosystems.images import Image, canonical, image, needed, offered
from gitops_assets.core.dependencies.model import Confidence


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("python", Image("python")),
        ("python:3.12-slim", Image("python", "3.12-slim")),
        ("docker.io/library/python:3", Image("python", "3")),
        ("library/python", Image("python")),
        ("index.docker.io/acme/api", Image("acme/api")),
        ("acme/api:1@sha256:ab", Image("acme/api", "1", "sha256:ab")),
        ("docker.io/acme/api@sha256:ab", Image("acme/api", None, "sha256:ab")),
        ("ghcr.io/acme/library/x:1", Image("ghcr.io/acme/library/x", "1")),
        ("localhost:5000/x", Image("localhost:5000/x")),
        ("REGISTRY.example.com:5000/x:2", Image("registry.example.com:5000/x", "2")),
        ("docker://alpine:3.8", Image("alpine", "3.8")),
        ("${REGISTRY:-ghcr.io}/acme/api:${TAG:-1}", Image("${REGISTRY:-ghcr.io}/acme/api", "${TAG:-1}")),
        ("$BASE:1", Image("$BASE", "1")),
    ],
)
def test_a_reference_is_taken_apart_into_its_one_spelling(written: str, expected: Image) -> None:
    assert image(written) == expected


@pytest.mark.parametrize(
    "written", ["", "  ", ":", "/", "https://host/x", "oci://me:secret@host/x", "a" * 1001]
)
def test_what_is_no_reference_is_no_image(written: str) -> None:
    assert image(written) is None


@given(st.text(max_size=60))
def test_a_spelling_is_final(name: str) -> None:
    once = canonical(name)
    assert once.startswith("library/") or canonical(once) == once


def test_a_variable_that_is_left_makes_the_row_inferred() -> None:
    (known,), (unknown,) = needed("python:3", "f", 1), needed("python:$TAG", "f", 1)
    assert (known.confidence, unknown.confidence) == (Confidence.DECLARED, Confidence.INFERRED)
    assert unknown.constraint == "$TAG"


def test_scratch_is_nothing_to_depend_on() -> None:
    assert not list(needed("scratch", "f", 1))


def test_an_image_is_offered_under_a_name_that_is_known_with_a_tag_that_is() -> None:
    assert not list(offered("$REGISTRY/api", "f", 1))
    assert [(row.name, row.version) for row in offered("docker.io/acme/api:$TAG", "f", 1)] == [
        ("acme/api", None)
    ]
    assert [(row.name, row.version) for row in offered("acme/api:2", "f", 1)] == [("acme/api", "2")]
