"""What a person sees of gates and scores in the Dagster UI."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import dagster as dg

from gitops_assets.assets.describe import PAGES, Metadata, table
from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import Outcome
from gitops_assets.core.snapshot import Snapshot, Verdict


def result_pages(judged: Sequence[Judgement]) -> dict[str, Metadata]:
    """What the page of each repository says that was judged now, by slug."""
    return {each.slug: _of_judgement(each) for each in judged[:PAGES]}


def _of_judgement(judgement: Judgement) -> Metadata:
    counts = Counter(each.outcome for each in judgement.evaluations)
    worst = sorted(judgement.findings, key=lambda finding: finding.severity.rank)
    rows = [(each.severity, each.gate, each.message, f"{each.path}:{each.line}") for each in worst]
    return {
        **{str(outcome): dg.MetadataValue.int(counts[outcome]) for outcome in Outcome if counts[outcome]},
        "findings": table(("severity", "gate", "what", "where"), rows),
    }


def of_gates(judged: Sequence[Judgement], asked: Sequence[AskedGate]) -> Metadata:
    """How one run went: how many commits were judged, which gates fail most and which are slow."""
    fails = Counter(each.gate for one in judged for each in one.evaluations if each.outcome is Outcome.FAIL)
    slow = sorted((gate for gate in asked if gate.microseconds), key=lambda gate: -gate.microseconds)
    return {
        "commits judged": dg.MetadataValue.int(len(judged)),
        "findings": dg.MetadataValue.int(sum(len(each.findings) for each in judged)),
        "failing most": table(("gate", "repositories"), fails.most_common()),
        "slowest": table(
            ("gate", "seconds", "repositories"),
            [(gate.id, f"{gate.microseconds / 1e6:.2f}", gate.repositories) for gate in slow],
        ),
    }


def score_pages(records: Sequence[ScoreRecord]) -> dict[str, Metadata]:
    """The score of each repository, by slug; numbers are drawn over time."""
    return {each.slug: _of_score(each) for each in records[:PAGES]}


def _of_score(record: ScoreRecord) -> Metadata:
    value, level = record.score.value, record.score.level
    shown: Metadata = {"known, in percent": dg.MetadataValue.float(round(record.score.coverage * 100, 1))}
    if value is not None and level is not None:
        shown |= {
            "score": dg.MetadataValue.float(round(value, 1)),
            "level": dg.MetadataValue.text(str(level)),
        }
    return shown


def of_scores(records: Sequence[ScoreRecord]) -> Metadata:
    """The lowest scores, and how many repositories have which level."""
    levels = Counter(record.score.level or "unknown" for record in records)
    low = sorted((record.score.value, record.slug) for record in records if record.score.value is not None)
    return {
        "repositories": dg.MetadataValue.int(len(records)),
        "levels": table(("level", "repositories"), sorted(levels.items())),
        "lowest": table(("repository", "score"), [(slug, f"{value:.1f}") for value, slug in low]),
    }


def answers(known: Snapshot) -> dict[str, dict[str, Verdict]]:
    """By gate and then by repository, what every gate answered."""
    found: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    for (slug, gate), verdict in known.verdicts.items():
        found[gate][slug] = verdict
    return found


def failing(answered: Mapping[str, Verdict]) -> tuple[bool, Metadata]:
    """Whether no repository fails a gate, and which do, by what it answered of each."""
    counts = Counter(verdict.outcome for verdict in answered.values())
    fails = [slug for slug, verdict in answered.items() if verdict.outcome is Outcome.FAIL]
    unknown = [(slug, each.why or "") for slug, each in answered.items() if each.outcome is Outcome.UNKNOWN]
    return not fails, {
        **{str(outcome): dg.MetadataValue.int(counts[outcome]) for outcome in Outcome if counts[outcome]},
        "fail": table(("repository",), [(slug,) for slug in fails]),
        "unknown, why": table(("repository", "why"), unknown),
    }
