"""A fleet for commands about dependencies, without folders and without a store."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from gitops_assets.cli import dependency_source
from gitops_assets.cli.dependency_source import Known, Question
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import Kind, RepositoryDependencies, Scope, Skipped
from tests.dependencies.members import member, need, offer

API = member(
    "acme/api", ["lib", need("base", "docker", "Dockerfile", 1, kind=Kind.IMAGE)], ["api"], owner="ada"
)
LIB = member("acme/lib", offers=["lib", offer("@acme/ui", path="ui/package.json")])
MEMBERS = (
    member("acme/web", ["api", "@acme/ui", need("lib", line=9, scope=Scope.DEV)]),
    API,
    LIB,
    member("acme/base", offers=[offer("base", "docker", "Dockerfile")], present=False),
    member("acme/alone"),
)


def asking(
    monkeypatch: pytest.MonkeyPatch, *members: Member, answer: Callable[[Question], Known] | None = None
) -> list[Question]:
    """Let the commands know these members; gives the questions that they ask."""
    asked: list[Question] = []

    def known(question: Question) -> Known:
        asked.append(question)
        return answer(question) if answer else Known(members)

    monkeypatch.setattr(dependency_source, "known", known)
    return asked


def with_holes(whole: Member) -> Member:
    """The member with a file that could not be read, and as it was known before."""
    skipped = Skipped(path="pom\x1b.xml", line=4, reason="is no XML")
    known: RepositoryDependencies = replace(whole.known, skipped=(skipped,), unknown="it is locked")
    return replace(whole, known=known)
