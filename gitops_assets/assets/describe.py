"""What a person sees of an asset in the Dagster UI: counts, a small table, a digest."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import dagster as dg

from gitops_assets.core.health import URGENCY
from gitops_assets.core.model import RepositoryState, State

ROWS = 20
"""How many rows a table in the UI has at most."""

Metadata = dict[str, dg.MetadataValue]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """A Markdown table of at most :data:`ROWS` rows that says how many it left out."""
    cells = [[_cell(value) for value in row] for row in rows]
    shown = [list(head), ["---"] * len(head), *cells[:ROWS]]
    text = "\n".join(f"| {' | '.join(row)} |" for row in shown)
    left = len(cells) - ROWS
    return dg.MetadataValue.md(f"{text}\n\n… and {left:,} more." if left > 0 else text)


def of_states(states: Sequence[RepositoryState], changed: Sequence[str]) -> Metadata:
    """How many repositories hold each state, and the most urgent ones by name."""
    counts = Counter(state for each in states for state in each.states)
    worst = sorted((each for each in states if not each.has(State.CLEAN)), key=_urgency)
    metadata: Metadata = {
        "repositories": dg.MetadataValue.int(len(states)),
        "changed": dg.MetadataValue.int(len(changed)),
        "states": table(("state", "repositories"), [(s, counts[s]) for s in State if counts[s]]),
    }
    if worst:
        rows = [(each.slug, " ".join(each.states), each.branch or "", each.why or "") for each in worst]
        metadata["most urgent"] = table(("repository", "states", "branch", "why"), rows)
    return metadata


def of_partitions(states: Iterable[RepositoryState], changed: Iterable[str]) -> Mapping[str, Metadata]:
    """The few facts worth reading on the page of one partition, for those that changed."""
    wanted = set(changed)
    return {state.slug: _of_state(state) for state in states if state.slug in wanted}


def digest(parts: Iterable[object]) -> dg.DataVersion:
    """A data version that moves exactly when one of the parts does."""
    text = "\n".join(map(repr, parts))
    return dg.DataVersion(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:20])


def _of_state(state: RepositoryState) -> Metadata:
    facts = {"states": " ".join(state.states), "branch": state.branch, "head": state.head, "why": state.why}
    return {label: dg.MetadataValue.text(value) for label, value in facts.items() if value}


def _urgency(state: RepositoryState) -> tuple[list[int], str]:
    return [URGENCY[each] for each in state.states], state.slug


def _cell(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
