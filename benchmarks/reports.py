"""What do reports cost, over fleets of 10 to 10,000 repositories, 50 findings each, a year of audits?

``python -m benchmarks.reports [SIZE …]`` takes 10, 100 and 1,000 unless sizes are named. Each measurement is
a process of its own, so that its peak memory is its own: reading the report, the SQL models, every format of
the registry, all of them together as ``gitops-assets report all`` writes them, and what one would take
instead. Prints Markdown.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.reports_instead import INSTEAD, Missing
from benchmarks.synthetic_repository import Fleet
from benchmarks.synthetic_store import made
from benchmarks.timing import Row, limit, table
from dbt_like_reports.project import load_project
from exporters import EXPORTERS
from exporters.model import Exporter, Material, Unavailable
from gitops_assets.assets.material import computed, material_of
from gitops_assets.cli.main import PATIENCE
from gitops_assets.cli.report_write import write_all
from resources.report_files import Made
from resources.reporting import report_of
from resources.store.store import Store

SIZES = (10, 100, 1_000)
LARGE = 1_000
"""The size for which the bounds hold."""
BEYOND = ("reading", "models", "all")
"""What is measured of more: the rest would take an hour."""
LIMITS = {"models": 10.0, "all": 30.0}
HTML_MB, PEAK_MB = 25.0, 1_500.0
GROWTH = 1.3
"""How much more than ten times ten times as much may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: seconds on the clock and of the processor, those of reading before it, MB."""

    seconds: float
    reading: float
    written: float
    cpu: float = 0.0
    peak: float = 0.0
    why: str = ""


def ask(what: str, store: str, audit: int) -> Measured:
    """Measure one thing in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reports", "--child", what, store, str(audit)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        return Measured(0, 0, 0, why=f"exited with {child.returncode}")
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Measured(**{**json.loads(said.splitlines()[-1]), "peak": peak})


@dataclass
class Watch:
    """Seconds since it was started, on the clock and of the processor."""

    began: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.process_time)

    @property
    def seconds(self) -> float:
        """On the clock."""
        return time.perf_counter() - self.began

    @property
    def cpu(self) -> float:
        """Of the processor, all threads together."""
        return time.process_time() - self.worked


def child(what: str, store_url: str, audit: int) -> Measured:
    """The measurement itself."""
    gc.set_threshold(*PATIENCE)  # as the command line does
    with Store.open(store_url) as store:
        watch = Watch()
        if what == "models":
            computed(store, audit, load_project())
            return Measured(watch.seconds, 0, 0, watch.cpu)
        report = report_of(store, audit)
        reading = watch.seconds
        if what == "reading":
            return Measured(reading, 0, 0, watch.cpu)
        made = Made()
        material = material_of(store, report, made=made)
        if what in EXPORTERS.ids and EXPORTERS.get(what).uses_tables:
            assert material.tables  # models have a line of their own
        watch = Watch()
        try:
            written = _work(what, material, made)()
        except (Unavailable, Missing) as error:
            return Measured(0, reading, 0, why=str(error).partition(";")[0])
        return Measured(watch.seconds, reading, written / 1e6, watch.cpu)


def _work(what: str, material: Material, made: Made) -> Callable[[], int]:
    """What is to be measured; gives how many bytes it wrote."""
    if what == "all":
        return partial(_files, tuple(EXPORTERS), material, made)
    if what in EXPORTERS.ids:
        return partial(_files, (EXPORTERS.get(what),), material, made)
    return partial(INSTEAD[what.partition(":")[2]].work, material.report)


def _files(formats: Sequence[Exporter], material: Material, made: Made) -> int:
    """Write these formats as the command line does; one that is unavailable is left out of several."""
    size = 0
    with tempfile.TemporaryDirectory() as folder:
        for _, written in write_all(material, made, formats, Path(folder)):
            if isinstance(written, Exception):
                if len(formats) == 1 or not isinstance(written, Unavailable):
                    raise written
            else:
                size += written.size
    return size


def measured(folder: Path, sizes: Sequence[int]) -> Iterator[tuple[int, Mapping[str, Measured]]]:
    """Every measurement by size."""
    whats = ["reading", "models", *EXPORTERS.ids, "all", *(f"instead:{name}" for name in INSTEAD)]
    for size in sizes:
        store = made(folder / f"store{size}.db", Fleet(size))
        print(f"{size} repositories: the store took {store.seconds:.0f} s", file=sys.stderr)
        found: dict[str, Measured] = {}
        for what in whats if size <= LARGE else BEYOND:
            found[what] = ask(what, store.url, store.last)
            print(f"  {what}: {found[what]}", file=sys.stderr)
        yield size, found


def figures(found: Mapping[int, Mapping[str, Measured]]) -> str:
    """A table of seconds by size, and what the largest below the bounds weighs."""
    sizes = sorted(found)
    most = found[LARGE] if LARGE in found else found[sizes[-1]]
    head = f"| | {' | '.join(f'{size:,}' for size in sizes)} | processor | written | peak |"
    lines = ["### Reports, seconds by repositories", "", head, "|---|" + "--:|" * (len(sizes) + 3)]
    for what, last in most.items():
        took = (_shown(found[size].get(what)) for size in sizes)
        name = what.replace("instead:", "instead: ")
        weight = f"{last.cpu:.2f} | {last.written:,.1f} MB | {last.peak:,.0f} MB"
        lines.append(f"| {name} | {' | '.join(took)} | {weight} |")
    return "\n".join(lines) + "\n"


def _shown(each: Measured | None) -> str:
    return "" if each is None else each.why or f"{each.seconds:.2f}"


def bounds(found: Mapping[int, Mapping[str, Measured]]) -> Iterator[Row]:
    """What 1,000 repositories must reach, how it grows, and how it compares."""
    if LARGE in found:
        most = found[LARGE]
        yield limit("models", most["models"].seconds, "s", at_most=LIMITS["models"])
        whole = most["all"]
        yield limit("report and all formats", whole.reading + whole.seconds, "s", at_most=LIMITS["all"])
        yield limit("`report.html`", most["html"].written, "MB", at_most=HTML_MB)
        ours = [each.peak for what, each in most.items() if not what.startswith("instead:")]
        yield limit("peak memory", max(ours), "MB", at_most=PEAK_MB)
    for small, large in pairwise(sorted(found)):
        times = _work_of(found[large]) / _work_of(found[small])
        most_times = large / small * GROWTH
        what = f"{small:,} → {large:,} repositories, by the processor"
        yield Row(what, f"{times:.1f} times", f"≤ {most_times:g} times", times <= most_times)
    yield from _compared(found[max(size for size in found if size <= LARGE)])


def _work_of(found: Mapping[str, Measured]) -> float:
    """Seconds of the processor for all there is: what else the machine does hardly moves them."""
    return sum(found[what].cpu for what in ("reading", "models", "all"))


def _compared(most: Mapping[str, Measured]) -> Iterator[Row]:
    for name, other in INSTEAD.items():
        theirs = most[f"instead:{name}"]
        if other.format in most and theirs.cpu and most[other.format].cpu:
            times = most[other.format].cpu / theirs.cpu
            yield Row(f"`{other.format}` against {name}, by the processor", f"{times:.2f} times")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--folder", type=Path, default=Path(".cache/benchmarks/stores"))
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        what, store, audit = options.child
        print(json.dumps(asdict(child(what, store, int(audit)))))
        return
    found = dict(measured(options.folder, options.sizes))
    print(figures(found))
    print(table("Reports, bounds", bounds(found)))


if __name__ == "__main__":
    main()
