"""What a gate would have said of past commits, before anybody is held to it (policy backtest)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import FindingRecord, Outcome
from gitops_assets.core.times import iso

SCHEMA = "gitops-assets/backtest/1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer about one commit; ``new`` are the findings that the commit before did not have."""

    commit: str
    committed: int
    outcome: Outcome
    findings: int
    new: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """One repository's past under one gate, oldest commit first; ``refused``: why it could not be asked."""

    slug: str
    verdicts: tuple[Verdict, ...] = ()
    refused: str | None = None

    @property
    def blocked(self) -> tuple[Verdict, ...]:
        """The commits that the gate would have stopped: those that brought a finding."""
        return tuple(each for each in self.verdicts if each.new)

    @property
    def unknown(self) -> int:
        """Commits about which it could not have said anything."""
        return sum(each.outcome is Outcome.UNKNOWN for each in self.verdicts)


def verdicts(judged: Iterable[tuple[str, int, Judgement]]) -> Iterator[Verdict]:
    """Commits with their judgements by one gate, oldest first, the first of them only to compare with.

    A commit about which nothing is known brings nothing, and the next is compared with what was known last;
    where only a part of a commit could be read, what was known before still counts.
    """
    known: frozenset[str] | None = None
    for nth, (commit, committed, judgement) in enumerate(judged):
        (evaluation,) = judgement.evaluations
        new = tuple(
            each for each in judgement.findings if known is not None and each.fingerprint not in known
        )
        if nth:
            yield Verdict(commit, committed, evaluation.outcome, len(judgement.findings), new)
        found = frozenset(each.fingerprint for each in judgement.findings)
        if not evaluation.partial:
            known = found
        elif known is not None:
            known |= found


def backtest_document(gate: str, since: int, tests: Iterable[Backtest]) -> dict[str, object]:
    """The backtest as JSON."""
    listed = list(tests)
    return {
        "schema": SCHEMA,
        "gate": gate,
        "since": iso(since),
        "commits": sum(len(each.verdicts) for each in listed),
        "blocked": sum(len(each.blocked) for each in listed),
        "repositories": [_repository(each) for each in listed],
    }


def _repository(test: Backtest) -> dict[str, object]:
    return {
        "slug": test.slug,
        "commits": len(test.verdicts),
        "unknown": test.unknown,
        "refused": test.refused,
        "open": test.verdicts[-1].findings if test.verdicts else 0,
        "blocked": [
            {
                "commit": each.commit,
                "committed": iso(each.committed),
                "findings": [
                    {"message": found.message, "path": found.path, "line": found.line} for found in each.new
                ],
            }
            for each in test.blocked
        ],
    }
