"""How high each stop of a layered drawing stands: near the middle of its neighbours, its column in order."""

from collections.abc import Iterable, Mapping, Sequence

from exporters.parts.graph_layers import Layers, Stop, Trunk, neighbours

ROW, LINE = 30, 12
"""Height of a node and of a line that crosses a column."""

_SWEEPS = 12


def heights(drawn: Layers) -> dict[Stop, float]:
    """The middle of every stop, 0 or more, so that no two of a column overlap."""
    at: dict[Stop, float] = {}
    for column in drawn.columns:
        at |= _spread(column, [nth * ROW for nth in range(len(column))])
    near = neighbours(drawn.ways.values())
    columns = drawn.columns
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else columns[::-1]:
            at |= _spread(column, [_wanted(stop, near.get(stop, ()), at) for stop in column])
    top = min((height - size(stop) / 2 for stop, height in at.items()), default=0)
    return {stop: height - top for stop, height in at.items()}


def size(stop: Stop) -> int:
    """How much of its column a stop takes."""
    return LINE if isinstance(stop, Trunk) else ROW


def _wanted(stop: Stop, near: Sequence[Stop], at: Mapping[Stop, float]) -> float:
    return sum(at[other] for other in near) / len(near) if near else at[stop]


def _spread(column: Sequence[Stop], wanted: Iterable[float]) -> dict[Stop, float]:
    """As near as possible to where each wants to be, in order and without overlap.

    With the sizes taken off, that is isotonic regression, which pooling adjacent violators solves (Barlow,
    Bartholomew, Bremner and Brunk, "Statistical inference under order restrictions", 1972).
    """
    above, offsets = 0.0, list[float]()
    for stop in column:
        offsets.append(above + size(stop) / 2)
        above += size(stop)
    pools: list[tuple[float, int]] = []
    for height, offset in zip(wanted, offsets, strict=True):
        pools.append((height - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, few), (other, more) = pools.pop(), pools.pop()
            pools.append(((one * few + other * more) / (few + more), few + more))
    starts = (start for start, count in pools for _ in range(count))
    return {stop: start + offset for stop, start, offset in zip(column, starts, offsets, strict=True)}
