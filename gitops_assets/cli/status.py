"""``gitops-assets status``: one line a repository, worst first, instantly."""

import json
import os
import time
from collections import Counter
from collections.abc import Sequence

import click

from gitops_assets.cli.columns import age, aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.state.derive import Ages
from gitops_assets.core.state.document import state_document
from gitops_assets.core.times import iso
from resources.git.command import GitMissing
from resources.git.discovery import BadRoot
from resources.git.state import Reading
from resources.git.survey import Presence, locate, survey

SCHEMA = "gitops-assets/status/1"

_RED = frozenset(list(State)[: list(State).index(State.MERGING)])
_QUIET = frozenset({State.SHALLOW, State.PARTIAL, State.SPARSE, State.BARE})
_DETAIL = frozenset({State.STAGED, State.UNSTAGED, State.UNTRACKED})


@click.command("status")
@click.argument("roots", nargs=-1, type=click.Path(path_type=bytes))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option(
    "--state",
    "wanted",
    multiple=True,
    type=click.Choice([str(s) for s in State]),
    metavar="STATE",
    help="Show only repositories in this state; may be given several times.",
)
@click.option("--ignore", multiple=True, metavar="GLOB", help="Do not look into folders that match.")
@click.option("--timeout", default=60.0, show_default=True, metavar="SECONDS", help="For each repository.")
def command(
    roots: Sequence[bytes], wanted: Sequence[str], ignore: Sequence[str], timeout: float, *, as_json: bool
) -> int:
    """Show the state of every repository below ROOTS (default: this folder), worst first.

    Nothing is fetched and nothing is written: `behind` is as of the last fetch, whose age is shown.
    """
    now = int(time.time())
    presence = present(roots or (b".",), ignore)
    states = survey(presence.located, Reading(timeout=timeout), Ages(now=now))
    shown = sorted((s for s in states if not wanted or s.has(*map(State, wanted))), key=urgency)
    if as_json:
        click.echo(json.dumps(document(shown, now), ensure_ascii=False, indent=1))
    else:
        for line in [*lines(shown, now), *_notes(presence, states)]:
            click.echo(line)
    return Exit.FINE


def present(roots: Sequence[bytes], ignore: Sequence[str]) -> Presence:
    """Find the repositories, or stop with the right message and code."""
    try:
        presence = locate([os.path.abspath(root) for root in roots], ignore=ignore)
    except BadRoot as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except GitMissing as error:
        raise Stop(Exit.BROKEN, str(error)) from None
    if not presence.located:
        where = ", ".join(click.format_filename(root, shorten=False) for root in roots)
        raise Stop(
            Exit.NOTHING,
            f"no git repository was found below {where}; name the folder that holds your clones.",
        )
    return presence


def urgency(state: RepositoryState) -> tuple[list[int], str]:
    """Sort key: the most urgent state first, then the next, then the name."""
    order = list(State)
    return [order.index(each) for each in state.states], state.slug


def document(states: Sequence[RepositoryState], now: int) -> dict[str, object]:
    """The document of ``--json``."""
    counts = Counter(each for state in states for each in state.states)
    return {
        "schema": SCHEMA,
        "generated": iso(now),
        "repositories": [state_document(state) for state in states],
        "summary": {
            "repositories": len(states),
            "states": {str(each): counts[each] for each in State if counts[each]},
        },
    }


def lines(states: Sequence[RepositoryState], now: int) -> list[str]:
    """One aligned line a repository."""
    return aligned([_cells(state, now) for state in states]) if states else []


def _cells(state: RepositoryState, now: int) -> list[str]:
    return [
        _marks(state),
        click.style(state.slug, bold=True),
        state.branch or (state.head or "")[:9],
        _distance(state, now),
        _counts(state),
        age(now - state.committed) if state.committed is not None else "",
        click.style(state.why or "", dim=True),
    ]


def _marks(state: RepositoryState) -> str:
    words = [_coloured(each) for each in state.states if each not in _DETAIL]
    return " ".join(words)


def _coloured(state: State) -> str:
    if state in _RED:
        return click.style(state, fg="red")
    if state is State.CLEAN:
        return click.style(state, fg="green")
    return click.style(state, dim=True) if state in _QUIET else click.style(state, fg="yellow")


def _distance(state: RepositoryState, now: int) -> str:
    if state.ahead is None or state.behind is None:
        return ""
    known = f"{age(now - state.fetched)} ago" if state.fetched is not None else "never fetched"
    known = known.replace("now ago", "now")
    return f"↑{state.ahead} ↓{state.behind} " + click.style(f"as of {known}", dim=True)


def _counts(state: RepositoryState) -> str:
    counts = (
        ("+", state.staged), ("~", state.unstaged), ("?", state.untracked),
        ("!", state.conflicted), ("$", state.stashes),
    )  # fmt: skip
    return " ".join(f"{mark}{count}" for mark, count in counts if count)


def _notes(presence: Presence, states: Sequence[RepositoryState]) -> list[str]:
    counts = Counter(each for state in states for each in state.states)
    total = len(states)
    telling = [f"{counts[each]} {each}" for each in State if counts[each] and each not in _DETAIL | _QUIET]
    summary = f"{total} {'repository' if total == 1 else 'repositories'}: {', '.join(telling)}."
    skipped = [
        f"Not looked into: {click.format_filename(each.path, shorten=False)} ({each.why})"
        for each in presence.skipped
    ]
    return ["", *skipped, click.style(summary, bold=True), _LEGEND]


_LEGEND = click.style(
    "↑ ahead  ↓ behind  + staged  ~ changed  ? untracked  ! conflicted  $ stashes; then last commit",
    dim=True,
)
