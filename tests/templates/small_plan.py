"""One small plan: a file that is changed, one that goes, one that comes in new folders."""

from pathlib import Path

from gitops_assets.core.templates.model import Action, Content, FilePlan, Overlay, Plan, Template, Version
from tests.repositories import git, repository

VERSION = Version(tag="1.0.0", oid="a" * 40)
TEMPLATE = Template(name="small", source="shipped", overlay=Overlay(), versions=(VERSION,))
OLD = "mine\n"
NEW = b"mine\nours\n"


def place_at(path: Path) -> Path:
    """A repository that the plan is for."""
    return repository(path, README=OLD, gone="old\n", other="x\n")


def plan(place: Path, tree: str = "", gone: bytes = b"old\n") -> Plan:
    """The plan, for what is checked out there; ``gone`` is what the file that goes has."""
    files = (
        FilePlan(path="README", action=Action.MODIFY, before=Content(OLD.encode()), after=Content(NEW)),
        FilePlan(path="gone", action=Action.DELETE, before=Content(gone)),
        FilePlan(
            path="new/deep/run.sh", action=Action.CREATE, after=Content(b"#!/bin/sh\n", executable=True)
        ),
    )
    tree = tree or git(place, "rev-parse", "HEAD^{tree}")
    return Plan(slug="api", template=TEMPLATE, version=VERSION, answers={}, tree=tree, files=files)
