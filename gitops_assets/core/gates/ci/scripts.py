"""Places of a pipeline whose text is run as code once its expressions are put in."""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.gates.ci.expressions import Expression
from gitops_assets.core.gates.ci.pipelines import PipelineStep, pipelines
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.words import shown
from gitops_assets.core.text import display

_RUN_BY = {
    "actions/github-script": ("script",),
    "azure/cli": ("inlinescript",),
    "azure/powershell": ("inlinescript",),
    "appleboy/ssh-action": ("script",),
    "addnab/docker-run-action": ("run",),
    "nick-fields/retry": ("command",),
    "nick-invision/retry": ("command",),
    "cardinalby/js-eval-action": ("expression",),
    "amadevus/pwsh-script": ("script",),
    "roots/issue-closer-action": ("issue-close-message", "pr-close-message"),
}
"""Inputs of well-known actions that are run as code (the sinks of zizmor and CodeQL)."""


@dataclass(frozen=True, slots=True)
class Script:
    """A text that is run, and the line of its key."""

    step: PipelineStep
    text: str
    line: int


def scripts(facts: Facts) -> Iterator[Script]:
    """Every script of every workflow and action that has an expression in it."""
    for pipeline in pipelines(facts):
        for step in pipeline.steps():
            if "${{" in step.run:
                yield Script(step, step.run, step.line("run"))
            for name in _RUN_BY.get(step.action, ()):
                text = step.inputs.get(name)
                if isinstance(text, str) and "${{" in text:
                    yield Script(step, text, step.line("with", name))


def injected(script: Script, expression: Expression, who: str) -> Iterator[Finding]:
    """The finding about an expression in a script, none where a comment there tells zizmor to ignore it."""
    pipeline = script.step.pipeline
    line = pipeline.line_of(expression.written, script.line)
    if any(pipeline.ignores(each, "template-injection") for each in (line, script.line)):
        return
    yield Finding(
        message=f"The script runs whatever {shown(expression.written)} holds, {who}.",
        path=pipeline.path,
        line=line,
        subject=f"{pipeline.path}:{script.step.job}:{expression.written}",
        remedy=f'Write env: {{VALUE: {display(expression.written)}}} beside it, and "$VALUE" in the script.',
    )
