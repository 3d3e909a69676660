"""Whom a workflow obeys: events that strangers cause, and contexts whose text others choose.

Sources: GitHub's
[secure use reference](https://docs.github.com/en/actions/reference/security/secure-use) and CodeQL's query
[actions/code-injection](https://codeql.github.com/codeql-query-help/actions/actions-code-injection-critical/).
"""

from typing import Any

from gitops_assets.core.gates.ci.pipelines import PipelineStep

PRIVILEGED = frozenset({"pull_request_target", "workflow_run", "issue_comment"})
"""Events that strangers cause, and that run with the repository's secrets and a token that may write."""

OPEN_TO_STRANGERS = PRIVILEGED | {"pull_request", "issues", "discussion", "discussion_comment"}

_OBJECTS = frozenset(
    {
        *(
            "issue",
            "pull_request",
            "comment",
            "review",
            "discussion",
            "workflow_run",
            "head_commit",
            "commits",
        ),
        *("commit", "pages", "check_run", "check_suite"),
    }
)
_TEXTS = frozenset(
    {
        *("title", "body", "message", "ref", "label", "head_branch", "head_ref", "email", "name"),
        *("display_title", "page_name", "description", "homepage", "default_branch"),
    }
)
_OURS = frozenset({"base", "labels", "milestone", "user", "app", "repository"})
_WHOLE = frozenset({"github", "github.event", *(f"github.event.{name}" for name in _OBJECTS)})
_RELEASE = frozenset({"tag_name", "name", "body"})
_HARMLESS = frozenset({"boolean", "number", "choice", "environment"})
_CHOSEN = frozenset(
    {"github.ref_name", "github.ref", "github.base_ref", "github.event.ref", "github.event.label.name"}
)


def written_by_strangers(context: str) -> bool:
    """Whether anybody may write what a context holds: ``github.head_ref``, ``github.event.issue.title``."""
    if context in _WHOLE or context == "github.head_ref":
        return True
    match context.split("."):
        case ["github", "event", ("workflow_run" | "check_run"), "name"]:
            return False  # the name stands in a file of the default branch
        case ["github", "event", thing, *between, last]:
            return thing in _OBJECTS and last in _TEXTS and _OURS.isdisjoint(between)
    return False


def chosen_by_callers(step: PipelineStep, context: str) -> bool:
    """Whether those who start a run, or another job, choose what a context holds."""
    match context.split("."):
        case ["inputs", name] | ["github", "event", "inputs", name]:
            return _free_text(step, name)
        case ["inputs"] | ["github", "event", ("inputs" | "client_payload" | "release"), *_] if (
            len(context.split(".")) < 4
        ):
            return True
        case ["github", "event", "client_payload", *_]:
            return True
        case ["github", "event", "release", last]:
            return last in _RELEASE
        case ["matrix", name, *_]:
            return _computed(step, name)
    return context in _CHOSEN


def _free_text(step: PipelineStep, name: str) -> bool:
    """Inputs of an action are always text; a workflow's have types, of which some hold no code."""
    file = step.pipeline.file
    if not step.pipeline.is_workflow:
        return True
    told = [
        (given.get("type") if isinstance(given, dict) else None)
        for event in ("workflow_dispatch", "workflow_call")
        for key, given in file.mapping("on", event, "inputs").items()
        if key.lower() == name
    ]
    return not told or not all(kind in _HARMLESS for kind in told)


def _computed(step: PipelineStep, name: str) -> bool:
    """Whether a value of the matrix comes out of an expression, and not out of the file."""
    matrix: Any = step.pipeline.file.at("jobs", step.job, "strategy", "matrix")
    if not isinstance(matrix, dict):
        return isinstance(matrix, str)
    named = {key.lower(): value for key, value in matrix.items()}
    included = named.get("include")
    if isinstance(named.get(name), str) or (name not in named and isinstance(included, str)):
        return True
    values = named.get(name)
    rows = [row for row in (included if isinstance(included, list) else []) if isinstance(row, dict)]
    written = [*(values if isinstance(values, list) else []), *(row.get(name) for row in rows)]
    return any(isinstance(value, str) and "${{" in value for value in written)
