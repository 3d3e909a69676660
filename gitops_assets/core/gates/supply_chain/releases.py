"""Steps of pipelines that publish something: packages, images, archives.

The names of actions and commands are those of Scorecard's checks Packaging and Signed-Releases, and more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.gates.ci.pipelines import PipelineStep, workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.unknown import NotApplicable

_ACTIONS = (
    *("pypa/gh-action-pypi-publish", "goreleaser/goreleaser-action", "js-devtools/npm-publish"),
    *(
        "softprops/action-gh-release",
        "ncipollo/release-action",
        "actions/create-release",
        "rubygems/release-gem",
    ),
    *(
        "cycjimmy/semantic-release-action",
        "changesets/action",
        "python-semantic-release/",
        "svenstaro/upload-release",
    ),
    *(
        "actions/upload-release-asset",
        "gradle/publish",
        "relekang/python-semantic-release",
        "pypa/build-publish",
    ),
)
_COMMANDS = re.compile(
    r"\b(?:(?:npm|pnpm|yarn|lerna|uv|poetry|hatch|flit|pdm|cargo|maturin|melos|bun)\s[^\n;&|]{0,60}\bpublish\b"
    r"|twine\s[^\n;&|]{0,60}\bupload\b|gem\s+push\b|docker\s[^\n;&|]{0,80}\bpush\b|podman\s+push\b|helm\s+push\b"
    r"|goreleaser\s+release\b|gh\s+release\s+(?:upload\b|create\b[^\n]{0,200}(?:\*|\bdist\b|/))|semantic-release\b|dotnet\s+nuget\s+push\b"
    r"|mvnw?\s[^\n;&|]{0,80}\bdeploy\b|gradlew?\s[^\n;&|]{0,80}\bpublish\w*|ko\s+(?:build|publish)\b|vsce\s+publish\b)"
)
_TRIAL = re.compile(r"--dry-run|--snapshot|--skip-publish|test\.pypi\.org")


@dataclass(frozen=True, slots=True)
class Release:
    """One step that publishes, and what in it says so."""

    step: PipelineStep
    by: str
    line: int

    @property
    def has_files(self) -> bool:
        """Whether something is published that could be signed; these mostly publish a tag and its notes."""
        return not self.by.startswith(("semantic-release", "cycjimmy/", "changesets/"))

    @property
    def is_called(self) -> bool:
        """Whether its workflow runs only where another one calls it."""
        return set(self.step.pipeline.triggers) == {"workflow_call"}

    @property
    def text(self) -> str:
        """The whole workflow in small letters."""
        return "\n".join(self.step.pipeline.lines).lower()


def releases(facts: Facts) -> Iterator[Release]:
    """Every step of a workflow that publishes; raises NotApplicable where there is none."""
    none = True
    for workflow in workflows(facts):
        for step in workflow.steps():
            for release in _of(step):
                none = False
                yield release
    if none:
        raise NotApplicable("no workflow publishes anything")


def _of(step: PipelineStep) -> Iterator[Release]:
    if step.action.startswith(_ACTIONS) or (
        step.action == "docker/build-push-action"
        and str(step.inputs.get("push", "")).lower() not in {"", "false"}
    ):
        yield Release(step, step.action, step.line("uses"))
    elif (found := _COMMANDS.search(step.run)) and not _TRIAL.search(step.run):
        yield Release(step, " ".join(found[0].split()), step.line("run"))
