"""What ``template apply`` and ``update`` share: whom they are about, the batch, and what is told of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import click
from resources.templates.applying import apply
from resources.templates.recovery import recover
from resources.templates.rollback import rollback

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_context import many, print_json, reported, targets_of
from gitops_assets.cli.template_preview import plan_document
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.templates.deciding import Side, decided
from gitops_assets.core.templates.model import Answers, ApplyState, Plan, Template, Version
from gitops_assets.core.text import display
from resources.home import Home, find_home
from resources.lock import alone
from resources.store.batch_store import BatchRow
from resources.store.store import Store
from resources.templates.acts import Applied, How
from resources.templates.batch import RETRIES, SECONDS, WORKERS, Acts, NotMeant, Target, Wish, carried_out
from resources.templates.catalogue import Catalogue
from resources.templates.planning import plan_for, recorded
from resources.templates.rendering import Renderer

_COLOURS = {
    ApplyState.APPLIED: "green",
    ApplyState.UNCHANGED: "green",
    ApplyState.CONFLICTED: "red",
    ApplyState.FAILED: "red",
    ApplyState.ROLLED_BACK: "yellow",
    ApplyState.QUEUED: "yellow",
}

Decorated = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One template in one version, with these answers; ``known_only`` leaves out who never had it.

    ``named`` is how the command named it: a name, a folder or a URL.
    """

    named: str
    template: Template
    version: Version
    answers: Answers
    how: How
    known_only: bool = False
    side: Side | None = None

    @property
    def called(self) -> str:
        """The version as people call it."""
        return self.version.tag or self.version.oid


@dataclass(frozen=True, slots=True)
class Bench:
    """What acting needs at hand."""

    home: Home
    store: Store
    catalogue: Catalogue
    renderer: Renderer


def acting_options(command: Decorated) -> Decorated:
    """The options of whatever writes into repositories."""
    for option in reversed(
        (
            click.option(
                "--all", "every", is_flag=True, help="All audited repositories that shall follow it."
            ),
            click.option("--tag", metavar="TAG", help="All audited ones with this tag of fleet.yaml."),
            click.option(
                "--branch", metavar="NAME", help="Commit to this branch, not to one named after it."
            ),
            click.option("--in-place", is_flag=True, help="Write the files as they lie there, not a branch."),
            click.option("--commit", is_flag=True, help="With --in-place: commit what was written."),
            click.option("--dirty", is_flag=True, help="With --in-place: whatever else is changed there."),
            click.option(
                "--workers",
                type=click.IntRange(min=1, max=64),
                default=WORKERS,
                show_default=True,
                metavar="N",
                help="Repositories at a time.",
            ),
            click.option(
                "--timeout",
                "seconds",
                type=click.FloatRange(min=1),
                default=SECONDS,
                show_default=True,
                metavar="SECONDS",
                help="How long planning one repository may take.",
            ),
            click.option(
                "--retries",
                type=click.IntRange(min=0, max=10),
                default=RETRIES,
                show_default=True,
                metavar="N",
                help="How often a repository that failed is tried again.",
            ),
            click.option(
                "--all-or-nothing", "together", is_flag=True, help="Undo everything when one of them fails."
            ),
            click.option(
                "--conflicts",
                "side",
                type=click.Choice(list(Side)),
                metavar="SIDE",
                help="Where both changed a file, take this side: ours (the repository) or theirs.",
            ),
            click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing."),
        )
    ):
        command = option(command)
    return command


def how_of(options: Mapping[str, Any]) -> How:
    """Where it is written. Raises ``Stop`` for options that say two things."""
    if options["in_place"] and options["branch"]:
        raise Stop(Exit.USAGE, "--branch leaves the files alone and --in-place writes them; choose one.")
    if not options["in_place"] and (options["commit"] or options["dirty"]):
        raise Stop(Exit.USAGE, "--commit and --dirty belong to --in-place; a branch is always a commit.")
    return How(
        branch=options["branch"],
        in_place=options["in_place"],
        commit=options["commit"],
        dirty=options["dirty"],
    )


def side_of(options: Mapping[str, Any]) -> Side | None:
    """Whose side is taken where both changed a file; None to leave it to people."""
    return Side(options["side"]) if options["side"] else None


def wish_of(options: Mapping[str, Any]) -> Wish:
    """How the batch goes about it."""
    return Wish(
        workers=options["workers"],
        seconds=options["seconds"],
        retries=options["retries"],
        together=options["together"],
    )


@contextmanager
def bench(catalogue: Callable[[], Catalogue]) -> Iterator[Bench]:
    """Everything that acting needs, the home held alone, and what a kill left in it brought to an end."""
    home = find_home()
    with reported(), opened() as store, Renderer(home) as renderer, alone(home):
        renderer.warm()
        for done in recover(store, home.path):
            click.echo(f"Left by a run that was killed: {line_of(done)}", err=True)
        yield Bench(home, store, catalogue(), renderer)


def whom(
    names: Sequence[str], bench: Bench, template: Template, *, every: bool, tag: str | None
) -> list[Target]:
    """The repositories that are meant."""
    if sum((bool(names), every, tag is not None)) != 1:
        raise Stop(Exit.USAGE, "say whom it is about: REPO..., or --all, or --tag TAG; one of the three.")
    if names:
        return [Target(each.slug, each.path) for each in targets_of(names)]
    known = bench.store.locations()
    there = [Target(slug, place.path) for slug, place in sorted(known.items()) if place.path is not None]
    if tag is not None:
        found = [each for each in there if tag in bench.catalogue.tags(each.slug)]
        nobody = f"no audited repository has the tag {display(tag)!r}; fleet.yaml says who has which."
    else:
        use = bench.catalogue.uses.get(template.name)
        named = use is not None and bool(use.repositories or use.tags)
        found = [each for each in there if not named or _follows(bench.catalogue, each, template)]
        nobody = "no repository was audited yet that shall follow it; audit the fleet, or name some."
    if not found:
        raise Stop(Exit.NOTHING, nobody)
    return found


def _follows(catalogue: Catalogue, target: Target, template: Template) -> bool:
    return any(use.name == template.name for use in catalogue.assigned(target.slug))


def acts_of(task: Task, bench: Bench, batch: str | None, *, dry: bool) -> Acts:
    """What is done with each repository."""
    note = bench.store.batches.note

    def plan(target: Target) -> Plan:
        if task.known_only and recorded(target.path, "HEAD", task.template).own is None:
            raise NotMeant(
                f"it was never applied here; `gitops-assets template apply {task.template.name}` does that."
            )
        plan = plan_for(
            bench.catalogue,
            bench.renderer,
            target.path,
            target.slug,
            task.template,
            task.version,
            task.answers,
            in_place=task.how.in_place,
        )
        return decided(plan, task.side) if task.side else plan

    def keep(done: Applied) -> None:
        if batch is not None:
            note(batch, done.slug, done.state, done.application, done.why)

    return Acts(
        template=task.template.name,
        version=task.called,
        plan=plan,
        apply=_planned if dry else partial(_applied, bench, task.how),
        undo=partial(rollback, bench.store, bench.home.path),
        begin=lambda target: note(batch, target.slug, ApplyState.APPLYING) if batch is not None else None,
        keep=keep,
    )


def _planned(plan: Plan, target: Target) -> Applied:
    return Applied(
        slug=target.slug,
        template=plan.template.name,
        version=plan.version.tag or plan.version.oid,
        state=ApplyState.QUEUED,
        plan=plan,
        why="nothing was written (--dry-run).",
    )


def _applied(bench: Bench, how: How, plan: Plan, target: Target) -> Applied:
    return apply(bench.store, bench.home.path, plan, target.path, how)


def run(task: Task, targets: Sequence[Target], bench: Bench, wish: Wish, *, dry: bool) -> Iterator[Applied]:
    """Carry it out, and remember as a batch how each repository stands."""
    if dry:
        yield from carried_out(targets, acts_of(task, bench, None, dry=True), wish)
        return
    batch = bench.store.batches.begin(task.template.name, task.called, _asked(task), targets)
    yield from resumed(batch, task, targets, bench, wish)


def resumed(batch: str, task: Task, targets: Sequence[Target], bench: Bench, wish: Wish) -> Iterator[Applied]:
    """The rest of a batch; it is finished when every repository has come to an end."""
    yield from carried_out(targets, acts_of(task, bench, batch, dry=False), wish)
    bench.store.batches.finish(batch)


def _asked(task: Task) -> Mapping[str, Any]:
    """What a batch has to know to be taken up again; answers that are secret are asked for anew."""
    secret = {question.name for question in task.template.every_question if question.secret}
    return {
        "named": task.named,
        "tagged": task.version.tag is not None,
        "oid": task.version.oid,
        "answers": {name: value for name, value in task.answers.items() if name not in secret},
        "in_place": task.how.in_place,
        "commit": task.how.commit,
        "branch": task.how.branch,
        "known_only": task.known_only,
        "side": task.side,
    }


def left_of(row: BatchRow, bench: Bench) -> list[Target]:
    """The repositories of a batch that have not come to an end."""
    open_ = (ApplyState.QUEUED, ApplyState.APPLYING)
    return [
        Target(each.slug, each.path) for each in bench.store.batches.members(row.id) if each.state in open_
    ]


def tell(done: Iterator[Applied], *, as_json: bool, alone_named: bool) -> int:
    """Print every end as it comes, then what they come to; gives the exit code."""
    ends: list[Applied] = []
    for each in done:
        ends.append(each)
        if not as_json:
            click.echo(line_of(each))
    if as_json:
        documents = [document(each) for each in sorted(ends, key=lambda each: each.slug)]
        print_json(documents[0] if alone_named and len(documents) == 1 else documents)
    else:
        for line in _summary(ends):
            click.echo(line)
    states = {each.state for each in ends}
    if ApplyState.FAILED in states:
        return Exit.BROKEN
    return Exit.FINDINGS if states & {ApplyState.CONFLICTED, ApplyState.ROLLED_BACK} else Exit.FINE


def document(done: Applied) -> dict[str, Any]:
    """One end as programs read it: the plan, and what came of it."""
    planned = plan_document(done.plan) if done.plan else None
    about = planned or {
        "template": done.template,
        "version": done.version,
        "repository": done.slug,
        "files": [],
    }
    return {
        **about,
        "application": done.application,
        "outcome": done.state,
        "why": done.why or None,
        "branch": done.branch,
        "commit": done.commit,
        "seconds": round(done.seconds, 3),
    }


def line_of(done: Applied) -> str:
    """One end as people read it."""
    state = click.style(f"{done.state:<11}", fg=_COLOURS.get(done.state))
    told = [many(len(done.plan.changes), "file")] if done.plan and done.plan.changes else []
    told += [f"on {display(done.branch)}"] if done.branch else []
    told += [f"as {done.application}"] if done.application else []
    about = ", ".join(told)
    why = display(done.why) if done.why else ""
    return f"{state} {display(done.slug)}  {about}{': ' if about and why else ''}{why}".rstrip()


def _summary(ends: Sequence[Applied]) -> Iterator[str]:
    counts = Counter(each.state for each in ends)
    told = ", ".join(f"{counts[state]:,} {state}" for state in ApplyState if counts[state])
    noun = "repository" if len(ends) == 1 else "repositories"
    yield click.style(f"{len(ends):,} {noun}: {told}.", bold=True)
    first = next((each for each in ends if each.application and each.state is ApplyState.APPLIED), None)
    if first is not None:
        hint = f"gitops-assets template rollback {first.application} undoes one; template history lists all."
        yield click.style(hint, dim=True)
