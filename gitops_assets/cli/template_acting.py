"""What ``template apply`` and ``template update`` share: options, targets, plans, and how the end is told."""

import getpass
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_context import (
    Target,
    answers_of,
    catalogue_of,
    fetch_option,
    fleet_option,
    json_option,
    many,
    print_json,
    reported,
    targets_of,
    var_option,
    version_option,
)
from gitops_assets.cli.template_preview import plan_document, plan_lines
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.templates.deciding import Side, decided
from gitops_assets.core.templates.model import ApplyState, Plan, Template, Version
from gitops_assets.core.text import display
from resources.home import find_home
from resources.store.store import Store
from resources.templates.applying import Applied, How, branch_named, planned_on
from resources.templates.batching import ENDED_WELL, NotMeant, Rules, Work, batch, resumed, states
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import resolved
from resources.templates.planning import plan_for, recorded
from resources.templates.rendering import Renderer
from resources.templates.settling import recover

_COLOURS = {
    ApplyState.APPLIED: "green",
    ApplyState.UNCHANGED: "green",
    ApplyState.CONFLICTED: "red",
    ApplyState.FAILED: "red",
    ApplyState.APPLYING: "red",
    ApplyState.ROLLED_BACK: "yellow",
    ApplyState.QUEUED: "yellow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for on the command line."""

    name: str
    repositories: Sequence[str] = ()
    everywhere: bool = False
    tag: str | None = None
    pairs: Sequence[str] = ()
    wanted: str = ""
    file: str | None = None
    fetch: bool = False
    dry_run: bool = False
    as_json: bool = False
    update: bool = False
    resume: str | None = None
    side: Side | None = None


def acting_options(function: Callable[..., int]) -> Callable[..., int]:
    """The arguments and options of every command that writes into repositories."""
    for option in (
        json_option,
        click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing."),
        click.option("--all-or-nothing", is_flag=True, help="If one fails, roll all of them back."),
        click.option("--retries", type=click.IntRange(0, 9), default=1, help="Attempts after the first."),
        click.option("--timeout", "seconds", type=float, default=300.0, help="Seconds for one repository."),
        click.option(
            "--resume",
            is_flag=False,
            flag_value="",
            metavar="[BATCH]",
            help="Go on with what the last batch left, or the one that is named; no REPO then.",
        ),
        click.option(
            "--conflicts",
            type=click.Choice([str(side) for side in Side]),
            metavar="SIDE",
            help="Where both changed a file, take this side: ours (the repository) or theirs.",
        ),
        click.option("--workers", type=click.IntRange(1, 64), default=2, help="Repositories at once."),
        click.option("--commit", is_flag=True, help="With --in-place: commit what was written."),
        click.option(
            "--dirty", is_flag=True, help="With --in-place: although there are uncommitted changes."
        ),
        click.option("--in-place", is_flag=True, help="Write the files as they lie there, not a branch."),
        click.option("--branch", metavar="B", help="The branch to commit on; gitops/TEMPLATE-VERSION."),
        click.option("--tag", metavar="T", help="All audited repositories with this tag of the fleet."),
        click.option(
            "--all", "everywhere", is_flag=True, help="All audited repositories that shall have it."
        ),
        fetch_option,
        fleet_option,
        version_option,
        var_option,
        click.argument("names", metavar="[REPO]...", nargs=-1),
        click.argument("name", metavar="TEMPLATE"),
    ):
        function = option(function)
    return function


def wish_of(options: Mapping[str, Any], *, update: bool) -> Wish:
    """What was asked for. Raises ``Stop`` where it says two things."""
    others = ("names", "everywhere", "tag", "dry_run")
    if options["resume"] is not None and any(options[each] for each in others):
        raise Stop(Exit.USAGE, "--resume goes on with a batch: leave out REPO, --all, --tag and --dry-run.")
    return Wish(
        name=options["name"],
        repositories=options["names"],
        everywhere=options["everywhere"],
        tag=options["tag"],
        pairs=options["pairs"],
        wanted=options["wanted"],
        file=options["file"],
        fetch=options["fetch"],
        dry_run=options["dry_run"],
        as_json=options["as_json"],
        update=update,
        resume=options["resume"],
        side=Side(options["conflicts"]) if options["conflicts"] else None,
    )


def how_of(options: Mapping[str, Any]) -> How:
    """Where it is written. Raises ``Stop`` where the options say two things."""
    if options["in_place"] and options["branch"]:
        raise Stop(Exit.USAGE, "--branch leaves the files alone and --in-place writes them; choose one.")
    if not options["in_place"] and (options["commit"] or options["dirty"]):
        raise Stop(Exit.USAGE, "--commit and --dirty belong to --in-place; a branch is always a commit.")
    named = ("in_place", "dirty", "commit", "branch")
    return How(**{each: options[each] for each in named})


def rules_of(options: Mapping[str, Any]) -> Rules:
    """How the batch goes about it."""
    return Rules(**{each: options[each] for each in ("workers", "seconds", "retries", "all_or_nothing")})


def act(wish: Wish, how: How, rules: Rules) -> int:
    """Plan, carry out and tell each as it ends; the exit code."""
    home = find_home()
    with reported(), opened() as store, Renderer(home) as renderer:
        renderer.warm()
        for each in recover(store, home):
            why = f": {each.why}" if each.why else ""
            click.echo(f"{display(each.slug)}: {each.id} was cut off; now {each.state}{why}.", err=True)
        catalogue = catalogue_of(wish.file, fetch=wish.fetch)
        template = catalogue.get(wish.name)
        version = catalogue.version(template, wish.wanted)
        how = replace(how, who=who(), branch=how.branch or branch_named(template.name, _called(version)))
        planner = _planner(wish, how, store, (catalogue, renderer), (template, version))
        work = Work(
            store=store, home=home, template=template, version=version, plan=planner, how=how, rules=rules
        )
        if wish.resume is not None:
            return _tell(wish, resumed(work, wish.resume or None), one=False)
        targets = [(each.slug, each.path) for each in _targets(wish, store, catalogue, template)]
        if wish.dry_run:
            return _shown(wish, [planner(slug, path) for slug, path in targets])
        return _tell(wish, batch(work, targets), one=len(targets) == 1)


def document(done: Applied) -> dict[str, Any]:
    """What came of one repository, as programs read it."""
    application = done.application
    shown = (
        plan_document(done.plan)
        if done.plan
        else {
            "template": application.template,
            "version": application.tag or application.oid,
            "repository": application.slug,
            "files": [],
        }
    )
    return shown | {
        "application": application.id,
        "outcome": application.state,
        "branch": application.branch,
        "commit": application.commit,
        "why": application.why,
    }


def _planner(
    wish: Wish,
    how: How,
    store: Store,
    tools: tuple[Catalogue, Renderer],
    what: tuple[Template, Version],
) -> Callable[[str, bytes], Plan]:
    (catalogue, renderer), (template, version) = tools, what
    answers = answers_of(catalogue.at(template, version), wish.pairs)

    def plan(slug: str, path: bytes) -> Plan:
        on = "HEAD" if how.in_place else planned_on(store, path, slug, how.branch or "")
        head = resolved(path, "HEAD^{commit}")
        if wish.update and head and recorded(path, head, template, in_place=how.in_place).own is None:
            raise NotMeant(f"it was never applied here; `template apply {template.name}` does that.")
        planned = plan_for(
            catalogue,
            renderer,
            path,
            slug,
            template,
            version,
            answers,
            in_place=how.in_place,
            on=on,
            restore=not wish.update,
        )
        return decided(planned, wish.side) if wish.side else planned

    return plan


def _targets(wish: Wish, store: Store, catalogue: Catalogue, template: Template) -> list[Target]:
    if sum((bool(wish.repositories), wish.everywhere, wish.tag is not None)) != 1:
        raise Stop(Exit.USAGE, "say whom it is about: REPO..., or --all, or --tag TAG; one of the three.")
    if wish.repositories:
        return targets_of(wish.repositories)
    use = catalogue.uses.get(template.name)
    scoped = use is not None and bool(use.repositories or use.tags)
    names = [
        slug
        for slug, place in store.locations().items()
        if place.path is not None
        and (wish.tag is None or wish.tag in catalogue.tags(slug))
        and (wish.tag or not scoped or (use and use.means(slug, catalogue.tags(slug))))
    ]
    if not names:
        raise Stop(Exit.NOTHING, "no audited repository is meant; audit the fleet, or name repositories.")
    return targets_of(sorted(names))


def _shown(wish: Wish, plans: Sequence[Plan]) -> int:
    if wish.as_json:
        documents = [plan_document(plan) for plan in plans]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        for line in (line for plan in plans for line in plan_lines(plan)):
            click.echo(line)
    return Exit.FINDINGS if any(plan.conflicts for plan in plans) else Exit.FINE


def _tell(wish: Wish, ends: Iterable[Applied], *, one: bool) -> int:
    """Tell each as it ends and what they come to; the exit code. JSON comes at the end, by slug."""
    done = []
    for each in ends:
        done.append(each)
        if not wish.as_json:
            click.echo(_line(each))
    if wish.as_json:
        documents = [document(each) for each in sorted(done, key=lambda each: each.application.slug)]
        print_json(documents[0] if one and len(documents) == 1 else documents)
    else:
        for line in _summary(done):
            click.echo(line)
    found = states(done)
    if found.keys() & {ApplyState.FAILED, ApplyState.APPLYING}:
        return Exit.BROKEN
    return Exit.FINE if found.keys() <= {*ENDED_WELL} else Exit.FINDINGS


def _line(done: Applied) -> str:
    one = done.application
    told = [many(len(done.plan.changes), "file")] if done.plan and done.plan.changes else []
    told += [f"on {display(one.branch)}"] if one.branch else []
    told += [one.id] if one.state is ApplyState.APPLIED else []
    about = f"  {', '.join(told)}" if told else ""
    why = f": {one.why}" if one.why else ""
    return f"{click.style(f'{one.state:<11}', fg=_COLOURS.get(one.state))} {display(one.slug)}{about}{why}"


def told(done: Sequence[Applied]) -> Iterator[str]:
    """A line of each, and what they come to."""
    yield from map(_line, done)
    yield from _summary(done)


def _summary(done: Sequence[Applied]) -> Iterator[str]:
    counts = ", ".join(f"{count:,} {state}" for state, count in states(done).items())
    noun = "repository" if len(done) == 1 else "repositories"
    yield click.style(f"{len(done):,} {noun}: {counts}." if done else "Nothing was left to do.", bold=True)
    if any(each.outcome is ApplyState.CONFLICTED for each in done):
        hint = "`template preview` shows both sides; --conflicts ours or theirs takes one of them everywhere."
        yield click.style(hint, dim=True)
    first = next((each for each in done if each.outcome is ApplyState.APPLIED), None)
    if first is not None:
        yield click.style(
            f"`template rollback {first.application.id}` undoes it; `template history` has all.",
            dim=True,
        )


def _called(version: Version) -> str:
    return version.tag or version.oid[:12]


def who() -> str:
    """Whoever asks, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "gitops-assets"
