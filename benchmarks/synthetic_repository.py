"""One made-up repository over a year: when anything in it moved, and what every audit then found."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from gitops_assets.core.changes import Kind
from gitops_assets.core.compliance.record import Cost, asked_gate
from gitops_assets.core.compliance.score import Answer, Score, score_of
from gitops_assets.core.compliance.sheets import scored
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Asker, Category, Evaluation, Gate, fingerprint
from gitops_assets.core.model import Cause, Outcome, Remote, RepositoryState, Severity, State
from resources.store.answers import to_text
from resources.store.documents import digest, to_document
from resources.store.schema import STATE_COLUMNS

DAY = 86_400
BEGIN = 1_735_732_800  # 2025-01-01T12:00:00Z
MOVES = 6
"""Audits, besides the first, at which anything in one repository moved."""
FAILING = 20
"""Gates that one repository may ever fail."""
TEAMS = 12
VULNERABLE = "no-known-vulnerabilities"

ASKED = tuple(asked_gate(gate, lambda _, severity: severity, Cost()) for gate in GATES)
_WEIGHTS = {gate.id: gate.weight for gate in ASKED}
_CONTENT = tuple(gate for gate in GATES if gate.asker is Asker.CONTENT)
_CRITICALITY = ("critical", "high", "medium", "low", None)
_CAUSES = (Cause.CODE, Cause.CODE, Cause.CODE, Cause.ADVISORY, Cause.RULE, Cause.DEPENDENCY)


@dataclass(frozen=True, slots=True)
class Fleet:
    """How big it is; one audit a day."""

    repositories: int
    findings: int = 50
    days: int = 365

    @property
    def last(self) -> int:
        """The number of the last audit; the first is 1."""
        return self.days

    @property
    def audits(self) -> Iterator[tuple[int, int]]:
        """Each audit's number and when it began."""
        return ((audit, self.at(audit)) for audit in range(1, self.days + 1))

    @staticmethod
    def at(audit: int) -> int:
        """When that audit began."""
        return BEGIN + audit * DAY


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, and from which audit until which it held; None: it still does."""

    gate: Gate
    number: int
    since: int
    until: int | None = None

    def holds(self, audit: int) -> bool:
        """Whether it was open at that audit."""
        return self.since <= audit and (self.until is None or self.until > audit)


@dataclass(frozen=True)
class Repository:
    """All rows of one repository but those of its dependencies."""

    fleet: Fleet
    index: int
    slug: str
    moves: tuple[int, ...]
    found: tuple[Found, ...]

    @property
    def owner(self) -> str | None:
        """Its team; some have none."""
        return f"@acme/team-{self.index % TEAMS}" if self.index % 17 else None

    @property
    def criticality(self) -> str | None:
        """How much depends on it."""
        return _CRITICALITY[self.index % len(_CRITICALITY)]

    def head(self, audit: int) -> str:
        """The commit at which that audit saw it."""
        return hashlib.sha1(f"{self.slug} {audit}".encode(), usedforsecurity=False).hexdigest()

    def states(self) -> Iterator[dict[str, Any]]:
        """A version of its state for each move."""
        for since, until in self._spans:
            state = self._state(since)
            document = to_document(state)
            columns = {name: getattr(state, name) for name in STATE_COLUMNS}
            row = {"slug": self.slug, **columns, "document": document, "digest": digest(document)}
            yield {**row, **self._stamps(since, until)}

    def verdicts(self) -> Iterator[dict[str, Any]]:
        """A version of each asker's answers whenever one of them moved."""
        for asker in Asker:
            told = [(since, _text(asker, self._failing(since), self.index)) for since, _ in self._spans]
            moved = [each for n, each in enumerate(told) if n == 0 or each[1] != told[n - 1][1]]
            ends = [since for since, _ in moved[1:]]
            for (since, text), until in zip(moved, [*ends, None], strict=True):
                row = {"slug": self.slug, "asker": asker.value, "answers": text}
                yield {**row, "digest": digest(text), **self._stamps(since, until)}

    def finding_rows(self) -> Iterator[dict[str, Any]]:
        """Every finding that ever held."""
        for each in self.found:
            row = {"slug": self.slug, **_words(self.slug, each)}
            yield {**row, "digest": digest(row), "opened": each.since, **self._stamps(each.since, each.until)}

    def scores(self) -> Iterator[dict[str, Any]]:
        """Its score at each move."""
        for since, until in self._spans:
            (record,) = scored({self.slug: self._sheet(since)}, ASKED)
            row = {
                "slug": self.slug,
                "value": record.score.value,
                "coverage": record.score.coverage,
                "level": record.score.level,
                "categories": {name: [each.value, each.coverage] for name, each in record.categories.items()},
            }
            yield {**row, "digest": digest(row), **self._stamps(since, until)}

    def changes(self) -> Iterator[dict[str, Any]]:
        """What each of its moves found changed, and why."""
        for before, since in zip(self.moves, self.moves[1:], strict=False):
            cause = _CAUSES[(self.index + since) % len(_CAUSES)]
            moved = {"audit": since, "slug": self.slug, "cause": cause.value}
            yield {**moved, **_change(Kind.HEAD_MOVED, "HEAD", self.head(before)[:10], self.head(since)[:10])}
            for each in self.found:
                if each.since == since:
                    yield {**moved, **_change(Kind.FINDING_NEW, each.gate.id, None, _severity(each).value)}
                elif each.until == since:
                    yield {**moved, **_change(Kind.FINDING_FIXED, each.gate.id, _severity(each).value, None)}
            then, now = self._score(before), self._score(since)
            if then.value != now.value:
                told = f"{then.value or 0:.1f}", f"{now.value or 0:.1f}"
                yield {**moved, **_change(Kind.SCORE_MOVED, "several gates", *told)}

    @cached_property
    def _spans(self) -> list[tuple[int, int | None]]:
        return list(zip(self.moves, [*self.moves[1:], None], strict=True))

    def _failing(self, audit: int) -> frozenset[str]:
        return frozenset(each.gate.id for each in self.found if each.holds(audit))

    def _sheet(self, audit: int) -> dict[str, Answer]:
        worst: dict[str, Severity] = {}
        for each in self.found:
            if each.holds(audit):
                worst[each.gate.id] = min(
                    worst.get(each.gate.id, Severity.INFO), _severity(each), key=lambda bad: bad.rank
                )
        outcomes = _outcomes(frozenset(worst), self.index)
        return {gate: Answer(said, _WEIGHTS[gate], worst.get(gate)) for gate, said in outcomes.items()}

    def _score(self, audit: int) -> Score:
        return score_of(self._sheet(audit).values())

    def _stamps(self, since: int, until: int | None) -> dict[str, int | None]:
        return {"audit": since, "verified": (until or self.fleet.last + 1) - 1, "ended": until}

    def _state(self, audit: int) -> RepositoryState:
        return RepositoryState(
            slug=self.slug,
            path=f"/src/{self.slug}",
            states=(State.CLEAN,) if (self.index + audit) % 4 else (State.DIRTY, State.BEHIND),
            branch="main",
            head=self.head(audit),
            upstream="origin/main",
            ahead=0,
            behind=0 if (self.index + audit) % 4 else 3,
            fetched=self.fleet.at(audit) - 3_600,
            committed=self.fleet.at(audit) - DAY * (1 + self.index % 40),
            remotes=(Remote("origin", f"https://git.example/{self.slug}.git"),),
            owner=self.owner,
            criticality=self.criticality,
        )


def repository(fleet: Fleet, index: int) -> Repository:
    """The one of that number; always the same."""
    chance = Random(index)  # noqa: S311 - it plays, and keeps no secret
    days = range(2, fleet.last + 1)
    drawn = {*chance.sample(days, min(MOVES, len(days))), *([fleet.last] if index % 10 == 0 else [])}
    moves = (1, *sorted(drawn - {1}))
    gates = _gates(chance, index)
    found = [_open(chance, moves, gates[n % len(gates)], n) for n in range(fleet.findings)]
    found += _closed(chance, moves, gates, fleet.findings)
    return Repository(fleet, index, f"group-{index % 40:02}/service-{index:05}", moves, tuple(found))


def _gates(chance: Random, index: int) -> list[Gate]:
    """One in three has vulnerable packages, every other one nothing else that is bad."""
    drawn = [gate for gate in chance.sample(_CONTENT, FAILING) if gate.id != VULNERABLE]
    bad = (Severity.CRITICAL, Severity.HIGH)
    mild = [gate for gate in drawn if index % 2 == 0 or gate.severity not in bad]
    return [*([GATES.get(VULNERABLE)] if index % 3 == 0 else []), *mild]


def _open(chance: Random, moves: tuple[int, ...], gate: Gate, number: int) -> Found:
    return Found(gate, number, moves[0] if chance.random() < 0.5 else chance.choice(moves))


def _closed(chance: Random, moves: tuple[int, ...], gates: list[Gate], findings: int) -> Iterator[Found]:
    """Half as many that were fixed; one in ten of them came back."""
    if len(moves) < 3:
        return
    for number in range(findings, findings + findings // 2):
        gate = gates[number % len(gates)]
        first, second, third = sorted(chance.sample(range(len(moves)), 3))
        yield Found(gate, number, moves[first], moves[second])
        if number % 10 == 0:
            yield Found(gate, number, moves[third])


def _severity(found: Found) -> Severity:
    if found.gate.id != VULNERABLE:
        return found.gate.severity
    return (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)[found.number % 4]


def _words(slug: str, found: Found) -> dict[str, Any]:
    n, gate = found.number, found.gate
    message = f"{gate.title}: 'part-{n}' of 'src/module_{n % 9}/file_{n}.py' says otherwise."
    if gate.id == VULNERABLE:
        message = (
            f"'library-{n % 60}' '1.{n % 7}.0' has GHSA-{n:04}-aaaa-bbbb (CVE-2025-{10_000 + n}): It can be "
            "made to run what it is given (CVSS 7.5), says the snapshot of 2025-12-01."
        )
    return {
        "gate": gate.id,
        "fingerprint": fingerprint(slug, gate.id, f"part-{n}"),
        "severity": _severity(found).value,
        "message": message,
        "path": f"src/module_{n % 9}/file_{n}.py",
        "line": 1 + n * 13 % 900,
        "remedy": gate.remedy,
    }


def _change(kind: Kind, subject: str, before: str | None, after: str | None) -> dict[str, Any]:
    return {"kind": kind.value, "subject": subject, "before": before, "after": after}


@lru_cache(maxsize=20_000)
def _outcomes(failing: frozenset[str], index: int) -> Mapping[str, Outcome]:
    return {gate.id: _outcome(gate, failing, index) for gate in GATES}


def _outcome(gate: Gate, failing: frozenset[str], index: int) -> Outcome:
    if gate.id in failing:
        return Outcome.FAIL
    if gate.category is Category.CONTAINERS and index % 3:
        return Outcome.SKIP
    if gate.id == "release-recent" and index % 10 == 0:
        return Outcome.EXEMPT
    return Outcome.UNKNOWN if gate.id == "commits-signed" and index % 7 == 0 else Outcome.PASS


def _text(asker: Asker, failing: frozenset[str], index: int) -> str:
    said = _outcomes(failing, index)
    return to_text(
        Evaluation(gate.id, said[gate.id], _why(said[gate.id])) for gate in GATES if gate.asker is asker
    )


def _why(outcome: Outcome) -> str | None:
    return None if outcome in (Outcome.PASS, Outcome.FAIL) else "there is a reason"
