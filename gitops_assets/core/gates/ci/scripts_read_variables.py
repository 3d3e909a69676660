"""Scripts read what a run holds from variables.

What an expression holds is put into a script as code before a shell sees it. A name, an address or a computed
variable does no harm today; one rule without exceptions spares every reader of the script from working that
out again. Hashes of this commit, numbers and words of fixed lists pass; what strangers or callers choose is
flagged by `no-script-injection` and `no-input-injection`.

Source: [zizmor, template-injection](https://docs.zizmor.sh/audits/#template-injection).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.expressions import expressions
from gitops_assets.core.gates.ci.pipelines import PipelineStep
from gitops_assets.core.gates.ci.scripts import injected, scripts
from gitops_assets.core.gates.ci.untrusted import chosen_by_callers, written_by_strangers
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_FIXED = frozenset(
    {
        *("action_path", "event_name", "job", "ref_protected", "ref_type", "repository", "repository_id"),
        *("repository_owner", "repository_owner_id", "repositoryurl", "retention_days", "run_attempt"),
        *("run_id", "run_number", "server_url", "sha", "token", "workspace"),
    }
)
"""What is the same for everybody, or GitHub's own number, hash or address."""

_PLAIN = frozenset(
    {
        *("id", "number", "commits", "comments", "additions", "deletions", "changed_files", "size"),
        *("after", "before", "sha", "base_sha", "created", "deleted", "forced", "distinct", "ref_type"),
        *("draft", "merged", "locked", "private", "fork", "archived", "prerelease", "type"),
        *("state", "status", "conclusion", "run_number", "run_attempt", "run_id", "workflow_id"),
    }
)
"""Last words of `github.event…` whose values are numbers, hashes, yes or no, or words of a fixed list."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every expression in a script that differs between runs and that no other gate flags."""
    for place in scripts(facts):
        for expression in expressions(place.text):
            named = expression.contexts
            if any(written_by_strangers(each) or chosen_by_callers(place.step, each) for each in named):
                continue
            if any(_differs(place.step, each) for each in named):
                yield from injected(place, expression, "which should come to it as a variable")


def _differs(step: PipelineStep, context: str) -> bool:
    match context.split("."):
        case ["github", "event", "inputs", name]:
            return _kind(step, name) not in {"boolean", "number"}
        case ["github", "event", *_, last]:
            return last not in _PLAIN
        case ["github", name]:
            return name not in _FIXED
        case ["env", name]:
            return _computed(step, name)
    return False


def _kind(step: PipelineStep, name: str) -> object:
    given = step.pipeline.file.mapping(*_INPUTS)
    return next((step.pipeline.file.at(*_INPUTS, key, "type") for key in given if key.lower() == name), None)


_INPUTS = ("on", "workflow_dispatch", "inputs")


def _computed(step: PipelineStep, name: str) -> bool:
    """Whether the file does not say what a variable holds: an expression does, or a step before this one."""
    holders = [(*step.place, "env"), ("env",)]
    if step.job:
        holders.insert(1, ("jobs", step.job, "env"))
    for holder in holders:
        for key, value in step.pipeline.file.mapping(*holder).items():
            if key.lower() == name:
                return "${{" in str(value)
    return True


GATE = Gate(
    id="scripts-read-variables",
    title="Scripts read what a run holds from variables",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Give the value to the script as an environment variable, and read that in quotes.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
    by_file=True,
)
