"""Which items two sequences have in common, in order: patience first, then Myers, always in bounded time.

Items that each side has once anchor the match (Bram Cohen's patience diff); what is between goes to
the greedy O(ND) algorithm (Myers 1986). Where a hostile text would take too long its items count as
different: a merge then finds more conflicts, never a wrong line.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

Keys = Sequence[Hashable]
Pairs = list[tuple[int, int]]

WORK = 2_000_000
"""Items that are looked at, over all rounds, before the rest counts as different."""
_FURTHEST = 300
"""Differences that Myers' algorithm follows between two anchors; its memory grows with their square."""

_Range = tuple[int, int, int, int]


def matched(old: Keys, new: Keys) -> Pairs:
    """Positions of equal items in both, increasing in both."""
    found: Pairs = []
    waiting: list[_Range] = [(0, len(old), 0, len(new))]
    work = WORK
    while waiting and work > 0:
        a, b, c, d = _trimmed(old, new, waiting.pop(), found)
        work -= (b - a) + (d - c)
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d))
        if not anchors:
            found += _myers(old, new, (a, b, c, d))
            continue
        found += anchors
        waiting += _gaps(anchors, (a, b, c, d))
    return sorted(found)


def _trimmed(old: Keys, new: Keys, within: _Range, found: Pairs) -> _Range:
    a, b, c, d = within
    while a < b and c < d and old[a] == new[c]:
        found.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        found.append((b, d))
    return a, b, c, d


def _anchors(old: Keys, new: Keys, within: _Range) -> Pairs:
    """The longest increasing run of items that stand once on each side."""
    a, b, c, d = within
    once_old, once_new = Counter(old[a:b]), Counter(new[c:d])
    places = {new[at]: at for at in range(c, d) if once_new[new[at]] == 1}
    pairs = [(at, places[old[at]]) for at in range(a, b) if once_old[old[at]] == 1 and old[at] in places]
    return _increasing(pairs)


def _increasing(pairs: Pairs) -> Pairs:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for nth, (_, new) in enumerate(pairs):
        at = bisect_left(tails, new)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [new]
        ends[at : at + 1] = [nth]
    run: Pairs = []
    nth = ends[-1] if ends else -1
    while nth >= 0:
        run.append(pairs[nth])
        nth = before[nth]
    return run[::-1]


def _gaps(anchors: Pairs, within: _Range) -> Iterator[_Range]:
    a, b, c, d = within
    for old, new in (*anchors, (b, d)):
        if a < old and c < new:
            yield a, old, c, new
        a, c = old + 1, new + 1


def _myers(old: Keys, new: Keys, within: _Range) -> Pairs:
    a, b, c, d = within
    n, m = b - a, d - c
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for cost in range(min(n + m, _FURTHEST) + 1):
        trace.append(dict(furthest))
        for k in range(-cost, cost + 1, 2):
            down = k == -cost or (k != cost and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < n and x - k < m and old[a + x] == new[c + x - k]:
                x += 1
            furthest[k] = x
            if x >= n and x - k >= m:
                return [(a + x, c + y) for x, y in _path(trace, n, m)]
    return []


def _path(trace: list[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    for cost in range(len(trace) - 1, -1, -1):
        furthest, k = trace[cost], x - y
        down = k == -cost or (k != cost and furthest[k - 1] < furthest[k + 1])
        before = furthest[k + 1] if down else furthest[k - 1] + 1
        start = before if cost else 0
        while x > start:
            x, y = x - 1, y - 1
            yield x, y
        if cost:
            x, y = (x, y - 1) if down else (x - 1, y)
