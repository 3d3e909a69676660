"""What the page's program shows: everything of a report that a person may look for, as columns.

Where the page's still part cuts lists short, this holds the whole. Names and messages are made fit to be
shown here; the program puts them into the page as text, never as markup.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from exporters.model import Tables
from exporters.parts import grades, words
from exporters.parts.page.columns import block, plain
from exporters.parts.page.links import conflicts, graph, packages
from exporters.parts.page.matrix import drift
from exporters.parts.page.models import history, tables
from exporters.parts.view import View
from gitops_assets.core.compliance.document import milliseconds
from gitops_assets.core.dependencies.section import UNSEEN, shares
from gitops_assets.core.model import Cause, Outcome
from gitops_assets.core.report import Report, RepositoryRow

SCHEMA = "gitops-assets/page/1"

_REPOSITORY = (
    "repository", "health", "score", "level", "coverage", "findings", "worst", "states", "branch", "upstream",
    "changes", "fetched", "committed", "owner", "criticality", "tags", "path", "why", "unknown", "waived",
    "dependencies", "dependents", "categories", "head",
)  # fmt: skip
_FINDING = (
    "severity", "repository", "gate", "message", "path", "line", "status", "owner", "remedy", "opened",
    "verified", "fingerprint",
)  # fmt: skip
_GATE = (
    "gate", "title", "category", "severity", "required", "fail", "pass", "unknown", "skip", "exempt",
    "rate", "milliseconds", "doc", "remedy",
)  # fmt: skip


def document(shown: View, models: Tables) -> Mapping[str, object]:
    """The whole as one JSON document."""
    report = shown.report
    return {
        "schema": SCHEMA,
        "fleet": plain(report.fleet),
        "audit": report.audit.id,
        "previous": report.audit.previous,
        "started": report.audit.started,
        "generated": report.generated,
        "repositories": block(_REPOSITORY, _repositories(shown)),
        "findings": block(_FINDING, _findings(report)),
        "changes": block(("repository", "what", "before", "after", "cause"), _changes(report)),
        "causes": {cause.value: words.CAUSES[cause] for cause in Cause},
        "gates": block(_GATE, _gates(shown)),
        "packages": packages(shown.packages),
        "conflicts": conflicts(shown.conflicts),
        "graph": graph(report.dependencies.graph),
        "drift": drift(report.templates),
        "history": history(models),
        "tables": tables(models),
    }


def _repositories(shown: View) -> Iterator[tuple[object, ...]]:
    of = shares(shown.report.dependencies)
    for row in shown.rows:
        share = of.get(row.state.slug, UNSEEN)
        yield (*_state(row, shown.report), share.dependencies, share.dependents, *_last(row, shown.report))


def _state(row: RepositoryRow, report: Report) -> tuple[object, ...]:
    state = row.state
    record = report.quality.repositories.get(state.slug)
    score = None if record is None else record.score
    return (
        state.slug,
        row.health,
        None if score is None else score.value,
        None if score is None else score.level,
        None if score is None else score.coverage,
        row.findings,
        row.worst,
        " ".join(state.states),
        words.position(state),
        words.sync(state),
        words.edits(state),
        state.fetched,
        state.committed,
        state.owner,
        state.criticality,
        ", ".join(state.tags),
        state.path,
        state.why,
        row.unknown,
        row.exempt,
    )


def _last(row: RepositoryRow, report: Report) -> tuple[object, ...]:
    record = report.quality.repositories.get(row.state.slug)
    categories = {} if record is None else record.categories
    sheet = [(each, score.value, score.coverage, grades.points(score)) for each, score in categories.items()]
    return sheet, row.state.head


def _findings(report: Report) -> Iterator[tuple[object, ...]]:
    owners = {row.state.slug: row.state.owner for row in report.repositories}
    for each in sorted(
        report.findings, key=lambda finding: (finding.severity.rank, finding.slug, finding.gate)
    ):
        yield (
            each.severity,
            each.slug,
            each.gate,
            each.message,
            each.path,
            each.line,
            each.status,
            owners.get(each.slug),
            each.remedy,
            each.opened_at,
            each.verified_at,
            each.fingerprint,
        )


def _changes(report: Report) -> Iterator[tuple[object, ...]]:
    for each in report.changes:
        yield each.slug, words.happening(each), each.before, each.after, each.cause


def _gates(shown: View) -> Iterator[tuple[object, ...]]:
    asked = {tally.gate.id: tally for tally in shown.report.quality.gates}
    failing: defaultdict[str, set[str]] = defaultdict(set)
    for finding in shown.report.open_findings:
        failing[finding.gate].add(finding.slug)
    for tally in asked.values():
        gate = tally.gate
        counts = (tally.outcomes.get(each, 0) for each in _OUTCOMES)
        took = milliseconds(gate) if gate.repositories else None
        named = (gate.id, gate.title, gate.category, gate.severity, gate.required)
        yield (*named, *counts, tally.pass_rate, took, gate.doc, gate.remedy)
    for rule in shown.rules:
        if rule.id not in asked:
            told = (rule.id, rule.title, "", rule.severity, True, len(failing[rule.id]))
            yield (*told, None, None, None, None, None, None, rule.doc, rule.remedy)


_OUTCOMES = (Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN, Outcome.SKIP, Outcome.EXEMPT)
