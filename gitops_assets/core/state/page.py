"""The tables of states that the documentation shows, most urgent first."""

from collections.abc import Mapping

from gitops_assets.core.model import State
from gitops_assets.core.state.meanings import MEANINGS, Meaning


def meanings_table(meanings: Mapping[State, Meaning] = MEANINGS) -> str:
    """State and meaning, for the README."""
    rows = [f"| `{state}` | {meanings[state].text} |" for state in State]
    return "\n".join(("| state | meaning |", "|---|---|", *rows, ""))


def facts_table(meanings: Mapping[State, Meaning] = MEANINGS, gates: str = "gates.md") -> str:
    """State, the exact fact behind it and its gate, with links into the page of the gates."""
    rows = [f"| `{state}` | {meanings[state].fact} | {_gate(meanings[state], gates)} |" for state in State]
    return "\n".join(("| state | holds when | gate |", "|---|---|---|", *rows, ""))


def _gate(meaning: Meaning, page: str) -> str:
    return f"[{meaning.gate}]({page}#{meaning.gate})" if meaning.gate else "none: harmless"
