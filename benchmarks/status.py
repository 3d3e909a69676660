"""``gitops-assets status`` against what one would type instead: ``python -m benchmarks.status FLEET…``.

Bare ``git status`` through ``xargs -P4`` is the floor: it says less, but no correct answer costs less. gita
keeps a list of repositories and shows a line for each. All three look at the same work trees, in turn.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks.timing import Row, Run, in_turn, limit, measure, product, ratio, seconds, table

GITA = "gita==0.16.8.2"
PARALLEL = 4
ROUNDS = 7
SMALL = 100
"""Up to here the start of Python shows, so the target is seconds above the work of git."""


def work_trees(root: Path) -> list[Path]:
    """Every clone and linked work tree of a bench fleet."""
    return sorted(path for path in root.glob("*/*") if (path / ".git").exists())


def install_gita(folder: Path) -> Path:
    """A gita of its own below ``folder``, made once."""
    program = folder / "bin" / "gita"
    if not program.exists():
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", GITA]
        subprocess.run(pip, check=True, capture_output=True)
    return program


def compare(root: Path, gita: Path, rounds: int = ROUNDS) -> list[Row]:
    """Medians of the three and the ratios between them."""
    trees = work_trees(root)
    listing = b"\0".join(os.fsencode(tree) for tree in trees)
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "XDG_CONFIG_HOME": home}
        subprocess.run([gita, "add", *trees], env={**os.environ, **env}, check=True, capture_output=True)

        def bare() -> Run:
            command = ["xargs", "-0", f"-P{PARALLEL}", "-I{}", "git", "-C", "{}", "status"]
            return measure(command, env=env, feed=listing)

        runs = in_turn(
            {
                "bare": bare,
                "ours": lambda: measure(product("status", str(root), "--json"), env=env),
                "gita": lambda: measure([str(gita), "ll"], env=env),
            },
            rounds,
        )
    return _rows(len(trees), seconds(runs["bare"]), seconds(runs["ours"]), seconds(runs["gita"]))


def _rows(count: int, bare: float, ours: float, gita: float) -> list[Row]:
    if count <= SMALL:
        against = [limit("`status` above the work of git", ours - bare, "s", at_most=0.4)]
    else:
        against = [
            ratio("`status` against bare `git status`", ours, bare, at_most=1.3),
            ratio("`status` against gita", ours, gita, at_most=0.4),
        ]
    return [
        Row(f"`xargs -P{PARALLEL}` of bare `git status`, {count} work trees", f"{bare:.2f} s"),
        Row("`gitops-assets status --json`", f"{ours:.2f} s"),
        Row(f"`gita ll` ({GITA.replace('==', ' ')})", f"{gita:.2f} s"),
        *against,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fleet", type=Path, nargs="+", help="a folder built by benchmarks.fleet")
    parser.add_argument(
        "--gita", type=Path, default=Path(".cache/benchmarks/gita"), help="where gita is installed"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    gita = install_gita(options.gita.absolute())
    for fleet in options.fleet:
        root = (fleet / "fleet").resolve()
        print(table(f"State of {len(work_trees(root))} work trees", compare(root, gita, options.rounds)))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
