from gitops_assets.core.dependencies.model import Confidence
from tests.dependencies.packages_read import tree

COMPOSE = """services:
  api:
    image: ${REGISTRY}/acme/api:${TAG:-latest}
  db:
    image: postgres:${PG:-16}
"""


def images(files: dict[str, str]) -> list[tuple[str, str | None, Confidence]]:
    return [(row.name, row.constraint, row.confidence) for row in tree(files).dependencies]


def test_variables_get_their_values_out_of_the_file_beside() -> None:
    files = {"a/compose.yaml": COMPOSE, "a/.env": "REGISTRY=ghcr.io\nTAG=2.1\n"}
    assert images(files) == [
        ("ghcr.io/acme/api", "2.1", Confidence.DECLARED),
        ("postgres", "16", Confidence.DECLARED),
    ]


def test_a_file_elsewhere_says_nothing() -> None:
    alone = images({"a/compose.yaml": COMPOSE})
    assert alone == images({"a/compose.yaml": COMPOSE, ".env": "REGISTRY=ghcr.io\nTAG=2.1\n"})
    assert alone[0] == ("${REGISTRY}/acme/api", "latest", Confidence.INFERRED)


def test_an_image_that_is_built_is_offered_under_its_full_name() -> None:
    compose = "services:\n  api:\n    build: .\n    image: ${REGISTRY}/acme/api:${TAG}\n"
    known = tree({"compose.yaml": compose, ".env": "REGISTRY=ghcr.io\nTAG=3\n"})
    assert [(row.name, row.version) for row in known.publications] == [("ghcr.io/acme/api", "3")]
