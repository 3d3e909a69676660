import pytest

from gitops_assets.core.dependencies.extractors.compose import extract, wants
from gitops_assets.core.dependencies.model import (
    Claim,
    Confidence,
    Dependency,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)


def dependencies(text: str, path: str = "compose.yaml") -> list[Dependency]:
    return [row for row in extract(path, text) if isinstance(row, Dependency)]


def claims(rows: list[Row]) -> list[tuple[str, str, int, str]]:
    return [(row.resource, row.name, row.line, row.detail) for row in rows if isinstance(row, Claim)]


@pytest.mark.parametrize(
    "path", ["compose.yml", "a/docker-compose.prod.yaml", "compose-dev.yml", "app.compose.yaml"]
)
def test_compose_files_are_known_by_their_names(path: str) -> None:
    assert wants(path)


@pytest.mark.parametrize("path", ["composer.yml", "compose.json", "compositor.yaml"])
def test_other_files_are_left(path: str) -> None:
    assert not wants(path)


def test_a_service_needs_its_image_where_it_stands() -> None:
    (row,) = dependencies("services:\n  db:\n    image: postgres:${PG:-16}\n")
    assert (row.name, row.constraint, row.line, row.confidence) == ("postgres", "16", 3, Confidence.DECLARED)


def test_a_variable_without_a_default_is_inferred() -> None:
    (row,) = dependencies("services:\n  a:\n    image: acme/a:${TAG}\n")
    assert (row.constraint, row.confidence) == ("${TAG}", Confidence.INFERRED)


def test_a_service_that_builds_its_image_offers_it() -> None:
    text = "services:\n  api:\n    image: ghcr.io/acme/api:2\n    build: ./api\n"
    offered, built = extract("compose.yaml", text)
    assert isinstance(offered, Publication)
    assert (offered.name, offered.version, offered.line) == ("ghcr.io/acme/api", "2", 3)
    assert isinstance(built, Dependency)
    assert (built.local, built.scope, built.line) == ("api", Scope.BUILD, 4)


def test_build_contexts_lead_into_the_tree_to_a_neighbour_or_to_a_repository() -> None:
    text = """services:
  a: {build: {context: ..}}
  b: {build: ../../b/docker}
  c: {build: "https://github.com/acme/c.git#v1:docker"}
  d:
    build:
      context: .
      additional_contexts:
        base: docker-image://alpine:3
        lib: ../lib
  e:
    build:
      context: .
      additional_contexts: [own=service:a, lib=../lib]
"""
    rows = dependencies(text, "deploy/compose.yaml")
    assert [(row.local, row.url, row.name, row.line) for row in rows] == [
        ("", None, ".", 2),
        (None, "../b", "../b", 3),
        (None, "https://github.com/acme/c", "https://github.com/acme/c", 4),
        ("deploy", None, "deploy", 6),
        (None, None, "alpine", 9),
        ("lib", None, "lib", 10),
        ("deploy", None, "deploy", 12),
        ("lib", None, "lib", 14),
    ]
    assert rows[1].confidence is Confidence.INFERRED
    assert rows[2].constraint == "v1"


def test_a_path_of_the_machine_is_skipped_with_the_reason() -> None:
    (row,) = extract("compose.yaml", "services:\n  a:\n    build: /srv/a\n")
    assert row == Skipped(
        path="compose.yaml", line=3, reason="refers to '/srv/a', which is no path inside of the tree"
    )


def test_includes_and_extended_files_are_followed() -> None:
    text = """include:
  - ../core/compose.yaml
  - path: [a.yaml, "https://github.com/acme/b.git"]
  - oci://docker.io/acme/stack:1
services:
  a: {extends: {file: base.yaml, service: x}, image: alpine}
"""
    rows = dependencies(text, "deploy/compose.yaml")
    assert [(row.kind, row.local, row.name) for row in rows] == [
        (Kind.CONFIG, "core/compose.yaml", "core/compose.yaml"),
        (Kind.CONFIG, "deploy/a.yaml", "deploy/a.yaml"),
        (Kind.CONFIG, None, "https://github.com/acme/b"),
        (Kind.IMAGE, None, "acme/stack"),
        (Kind.IMAGE, None, "alpine"),
        (Kind.CONFIG, "deploy/base.yaml", "deploy/base.yaml"),
    ]


def test_ports_and_names_are_claimed_where_they_stand() -> None:
    text = """services:
  web:
    image: nginx
    container_name: edge
    ports:
      - "127.0.0.1:${PORT:-8080}:80"
      - {target: 53, published: "53", protocol: udp, host_ip: 10.0.0.1}
      - 9000
"""
    assert claims(list(extract("compose.yaml", text))) == [
        ("container", "edge", 4, "web"),
        ("port", "8080/tcp", 6, "127.0.0.1"),
        ("port", "53/udp", 7, "10.0.0.1"),
    ]


def test_what_is_external_is_needed_and_what_has_a_name_is_claimed_and_offered() -> None:
    text = """services: {}
volumes:
  plain:
  shared: {external: true}
  old: {external: {name: legacy}}
  own: {name: acme-data}
networks:
  proxy: {name: edge, external: true}
  back: {name: acme-back, external: false}
"""
    rows = list(extract("compose.yaml", text))
    assert [(row.ecosystem, row.name, row.kind) for row in rows if isinstance(row, Dependency)] == [
        ("docker-volume", "shared", Kind.DATA),
        ("docker-volume", "legacy", Kind.DATA),
        ("docker-network", "edge", Kind.CONFIG),
    ]
    assert claims(rows) == [("volume", "acme-data", 6, "own"), ("network", "acme-back", 9, "back")]
    assert [row.name for row in rows if isinstance(row, Publication)] == ["acme-data", "acme-back"]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("compose.yaml", Scope.RUNTIME),
        ("docker-compose.test.yml", Scope.TEST),
        ("compose.override.yaml", Scope.DEV),
        (".devcontainer/compose.yaml", Scope.DEV),
    ],
)
def test_the_files_name_says_when_it_is_needed(path: str, scope: Scope) -> None:
    assert [row.scope for row in dependencies("services: {a: {image: x}}\n", path)] == [scope]


def test_a_service_under_a_profile_is_optional() -> None:
    (row,) = dependencies("services: {a: {image: x, profiles: [debug]}}\n")
    assert row.scope is Scope.OPTIONAL


def test_the_first_version_of_the_format_is_read() -> None:
    assert [row.name for row in dependencies("web:\n  image: nginx\nx-other: {a: 1}\n")] == ["nginx"]
