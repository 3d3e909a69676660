"""Gates over metrics: each of a file's numbers against the same number of the previous release."""

import math
from collections.abc import Callable, Iterable, Iterator

from gitops_assets.core.definitions.kinds.reports import Report, before, here
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.gates.words import shown
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import Unreadable

PLACES = (
    "performance.json",
    "benchmark.json",
    "benchmarks.json",
    "metrics.json",
    "benchmark-results.json",
    "output.json",
)
"""Where benchmarks leave their numbers."""

_DEEPEST = 8
_MOST = 10_000


def find_of(
    against: str, tolerance: float, better: str, places: tuple[str, ...]
) -> Callable[[Facts], Iterable[Finding]]:
    """The question whether no metric is worse than before by more than ``tolerance`` percent."""

    def find(facts: Facts) -> Iterator[Finding]:
        """Flag every metric that is worse than before by more than is tolerated."""
        path, body = here(facts, places, "metric file")
        now, then = metrics((path, body)), metrics(before(facts, against, path, "metric file"))
        shared = [name for name in now if name in then]
        if not shared:
            raise NotKnown(f"{path} shares no metric with what it is compared with")
        for name in shared:
            worse = _worse(then[name], now[name], better)
            if worse > tolerance + 1e-9:
                yield _finding(path, name, f"went from {then[name]:g} to {now[name]:g}", worse, tolerance)

    return find


def metrics(report: Report) -> dict[str, float]:
    """The numbers of a file by name: of pytest-benchmark the mean, of a list its named values, else all."""
    path, body = report
    try:
        value = values.parsed(body.decode("utf-8", "replace").lstrip("\ufeff"))
    except Unreadable as error:
        raise NotKnown(f"{path} {error}") from None
    found: dict[str, float] = {}
    benchmarks = values.items(values.within(value, "benchmarks")) or values.items(value)
    for each in benchmarks[:_MOST]:
        name = values.text(values.within(each, "fullname") or values.within(each, "name"), 200)
        number = values.within(each, "stats", "mean") or values.within(each, "value")
        if name and _number(number):
            found[name] = float(number)  # type: ignore[arg-type] # _number has looked
    if not benchmarks:
        _gather(value, "", found, 0)
    if not found:
        raise NotKnown(f"{path} holds no metric: write an object of numbers by name")
    return found


def _gather(value: object, name: str, found: dict[str, float], depth: int) -> None:
    if _number(value) and name:
        found[name] = float(value)  # type: ignore[arg-type] # _number has looked
    for key, item in values.mapping(value).items():
        if depth < _DEEPEST and len(found) < _MOST:
            _gather(item, f"{name}.{key}" if name else str(key), found, depth + 1)


def _number(value: object) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and abs(value) < 1e300 and math.isfinite(value)  # type: ignore[arg-type] # it is a number


def _worse(then: float, now: float, better: str) -> float:
    """By how many percent of the number before it is worse; endless where it was nothing."""
    loss = now - then if better == "lower" else then - now
    if loss <= 0:
        return 0.0
    return 100 * loss / abs(then) if then else math.inf


def _finding(path: str, name: str, said: str, worse: float, tolerance: float) -> Finding:
    much = f"{worse:.1f} %" if math.isfinite(worse) else "endlessly"
    return Finding(
        message=f"{shown(name)} {said}: {much} worse, and {tolerance:g} % is tolerated.",
        path=path,
        remedy="Find the change that made it worse, or accept it with a waiver.",
        subject=name,
    )
