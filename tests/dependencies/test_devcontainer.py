from gitops_assets.core.dependencies.extractors.devcontainer import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Scope


def test_the_places_of_the_specification_are_read() -> None:
    assert wants(".devcontainer.json")
    assert wants(".devcontainer/devcontainer.json")
    assert wants("a/.devcontainer/python/devcontainer.json")
    assert not wants("docs/devcontainer.json")


def test_image_features_and_files_are_needed_to_develop() -> None:
    text = """// editors write comments
{
  "image": "mcr.microsoft.com/devcontainers/python:3",
  "features": {
    "ghcr.io/devcontainers/features/node:1": {},
    "./own": {},
  },
  "build": {"dockerfile": "Dockerfile", "context": ".."},
  "dockerComposeFile": ["../compose.yaml"],
}
"""
    rows = [row for row in extract(".devcontainer/devcontainer.json", text) if isinstance(row, Dependency)]
    assert [(row.name, row.local, row.line) for row in rows] == [
        ("mcr.microsoft.com/devcontainers/python", None, 3),
        ("ghcr.io/devcontainers/features/node", None, 5),
        (".devcontainer/own", ".devcontainer/own", 6),
        (".devcontainer/Dockerfile", ".devcontainer/Dockerfile", 8),
        (".", "", 8),
        ("compose.yaml", "compose.yaml", 9),
    ]
    assert {row.scope for row in rows} == {Scope.DEV}
