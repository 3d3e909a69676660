"""What a person sees of an asset in the Dagster UI: counts, a small table, a digest."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import dagster as dg

from exporters.markdown import escape
from exporters.parts.text import clip
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import Change, Health, Inventory, RepositoryState, State
from gitops_assets.core.report import Report, summarise
from gitops_assets.core.text import display
from gitops_assets.core.urgency import most_urgent

INLINE = 1000
"""Characters of Markdown from which on the UI hides it behind a link."""

WIDTH = 72
"""Characters of a cell; what is longer is cut."""

PAGES = 2000
"""Partitions of one run that get metadata of their own: what Dagster spends on it grows with the square."""

Metadata = dict[str, dg.MetadataValue]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """A Markdown table of as many rows as the UI shows at once, which says how many it left out."""
    every = list(rows)
    if not every:
        return dg.MetadataValue.md("none")
    shown = [_line(head), _line(["---"] * len(head))]
    room = INLINE - sum(map(len, shown)) - len(_rest(len(every))) - len(shown)
    for row in every:
        line = _line([escape(clip(str(value), WIDTH)) for value in row])
        room -= len(line) + 1
        if room <= 0:
            break
        shown.append(line)
    return dg.MetadataValue.md("\n".join(shown) + _rest(len(every) + 2 - len(shown)))


def of_inventory(listed: Inventory) -> Metadata:
    """How many repositories each source lists, and which source gave no answer."""
    if not listed.configured:
        return {"inventory": dg.MetadataValue.text("none is configured: every repository found is welcome")}
    sources = Counter(entry.source for entry in listed.entries)
    return {
        "repositories": dg.MetadataValue.int(len(listed.entries)),
        "sources": table(("source", "repositories"), sorted(sources.items())),
        "unknown": dg.MetadataValue.text(listed.unknown or "nothing: every source answered"),
    }


def of_states(states: Sequence[RepositoryState], changed: Sequence[str]) -> Metadata:
    """What one run saw: how many repositories hold each state, and the most urgent ones by name."""
    counts = Counter(state for each in states for state in each.states)
    worst = sorted((each for each in states if not each.has(State.CLEAN)), key=most_urgent)
    return {
        "repositories looked at": dg.MetadataValue.int(len(states)),
        "changed since they were last looked at": dg.MetadataValue.int(len(changed)),
        "states": table(("state", "repositories"), [(s, counts[s]) for s in State if counts[s]]),
        "most urgent": table(
            ("repository", "states", "why"), [(each.slug, _words(each), each.why or "") for each in worst]
        ),
    }


def pages(
    states: Sequence[RepositoryState], judged: Sequence[Judgement], changed: Collection[str]
) -> dict[str, Metadata]:
    """What the page of each partition says, by slug: of at most :data:`PAGES`, those that changed first."""
    known = sorted(zip(states, judged, strict=True), key=lambda pair: pair[0].slug not in changed)
    return {state.slug: of_repository(state, judgement) for state, judgement in known[:PAGES]}


def of_repository(state: RepositoryState, judgement: Judgement) -> Metadata:
    """The facts worth reading on the page of one partition, the first thing to do among them."""
    worst = min(judgement.findings, key=lambda finding: finding.severity.rank, default=None)
    text = {"states": _words(state), "branch": state.branch, "head": state.head, "why": state.why}
    if worst is not None:
        text |= {"worst finding": f"{worst.severity}: {worst.message}", "what to do": worst.remedy}
    counts = {"ahead": state.ahead, "behind": state.behind, "open findings": len(judgement.findings)}
    folder = {"folder": dg.MetadataValue.path(state.path)} if state.path else {}
    return {
        **{label: dg.MetadataValue.text(display(value)) for label, value in text.items() if value},
        **{label: dg.MetadataValue.int(value) for label, value in counts.items() if value is not None},
        **folder,
    }


def of_changes(changes: Sequence[Change]) -> Metadata:
    """How many differences there are, why, and the first of them."""
    causes = Counter(change.cause for change in changes)
    rows = [(each.slug, each.kind, _what(each), each.cause) for each in changes]
    return {
        "changes": dg.MetadataValue.int(len(changes)),
        "by cause": table(("cause", "changes"), causes.most_common()),
        "list": table(("repository", "what", "before and after", "cause"), rows),
    }


def of_report(report: Report) -> Metadata:
    """The fleet in numbers, and the repositories to look at first."""
    summary = summarise(report)
    rows = [(row.state.slug, row.health, _words(row.state), row.findings) for row in report.repositories]
    return {
        "health": dg.MetadataValue.text(str(report.health)),
        "repositories": dg.MetadataValue.int(summary.repositories),
        **{str(each): dg.MetadataValue.int(summary.health.get(each, 0)) for each in Health},
        "open findings": dg.MetadataValue.int(len(report.open_findings)),
        "answers known, in percent": dg.MetadataValue.float(round(report.audit.coverage * 100, 1)),
        "worst repositories": table(
            ("repository", "health", "states", "findings"),
            [row for row in rows if row[1] is not Health.GREEN],
        ),
        "states": table(("state", "repositories"), summary.states.items()),
        "findings by gate": table(("gate", "findings"), Counter(summary.gates).most_common()),
    }


def digest(parts: Iterable[object]) -> dg.DataVersion:
    """A data version that moves exactly when one of the parts does."""
    text = "\n".join(map(repr, parts))
    return dg.DataVersion(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:20])


def _words(state: RepositoryState) -> str:
    return ", ".join(state.states)


def _what(change: Change) -> str:
    move = " → ".join(filter(None, (change.before, change.after)))
    return ": ".join(dict.fromkeys(filter(None, (change.subject, move))))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rest(left: int) -> str:
    return f"\n\n… and {left:,} more." if left > 0 else ""
