"""What ``template apply`` and ``template update`` share: options, targets, plans, and how the end is told."""

import getpass
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_context import (
    Target,
    answers_of,
    catalogue_of,
    print_json,
    reported,
    targets_of,
)
from gitops_assets.cli.template_preview import plan_document, plan_lines
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.templates.model import ApplyState, Plan, Template, Version
from gitops_assets.core.text import display
from resources.home import find_home
from resources.store.store import Store
from resources.templates.applying import Applied, How, branch_named, planned_on, recover
from resources.templates.batching import Rules, batch
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import resolved
from resources.templates.errors import TemplateError
from resources.templates.planning import plan_for, recorded
from resources.templates.rendering import Renderer

_GOOD = (ApplyState.APPLIED, ApplyState.UNCHANGED)


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


def acting_options(function: Callable[..., int]) -> Callable[..., int]:
    """The options of every command that writes into repositories."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing."),
        click.option("--all-or-nothing", is_flag=True, help="If one fails, roll all of them back."),
        click.option("--retries", type=click.IntRange(0, 9), default=1, help="Attempts after the first."),
        click.option("--timeout", "seconds", type=float, default=300.0, help="Seconds for one repository."),
        click.option("--resume", is_flag=True, help="Go on with what the last batch did not finish."),
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
    ):
        function = option(function)
    return function


def act(wish: Wish, how: How, rules: Rules) -> int:
    """Plan, carry out and tell; the exit code."""
    home = find_home()
    with reported(), opened() as store, Renderer(home) as renderer:
        for each in recover(store, home):
            click.echo(f"{display(each.slug)}: {each.id} was cut off; now {each.state}.", err=True)
        catalogue = catalogue_of(wish.file, fetch=wish.fetch)
        template = catalogue.get(wish.name)
        version = catalogue.version(template, wish.wanted)
        how = replace(how, who=_who(), branch=how.branch or branch_named(template.name, _called(version)))
        targets = _targets(wish, store, catalogue, template)
        planner = _planner(wish, how, store, (catalogue, renderer), (template, version))
        if wish.dry_run:
            return _shown(wish, [planner(target.slug, target.path) for target in targets])
        pairs = [(target.slug, target.path) for target in targets]
        done = batch(store, home, (template, version), pairs, plan=planner, how=how, rules=rules)
    _tell(wish, done)
    return Exit.FINE if all(each.outcome in _GOOD for each in done) else Exit.FINDINGS


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
        if wish.update and head and recorded(path, head, template).own is None:
            raise TemplateError(f"{template.name} was never applied to {slug}; use template apply.")
        return plan_for(
            catalogue, renderer, path, slug, template, version, answers, in_place=how.in_place, on=on
        )

    return plan


def _tags(catalogue: Catalogue, slug: str) -> Sequence[str]:
    return tuple(catalogue.fleet.policy.profile(slug).tags) if catalogue.fleet else ()


def _targets(wish: Wish, store: Store, catalogue: Catalogue, template: Template) -> list[Target]:
    if wish.repositories:
        return targets_of(wish.repositories)
    if not (wish.everywhere or wish.tag):
        raise Stop(Exit.USAGE, "no repository was named; name some, or say --all or --tag.")
    use = catalogue.uses.get(template.name)
    scoped = use is not None and bool(use.repositories or use.tags)
    names = [
        slug
        for slug, place in store.locations().items()
        if place.path is not None
        and (wish.tag is None or wish.tag in _tags(catalogue, slug))
        and (wish.tag or not scoped or (use and use.means(slug, _tags(catalogue, slug))))
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


def _tell(wish: Wish, done: Sequence[Applied]) -> None:
    if wish.as_json:
        documents = [document(each) for each in done]
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for each in done:
        one = each.application
        where = f" on {one.branch}" if one.branch else ""
        why = f": {one.why}" if one.why else ""
        click.echo(f"{display(one.slug)}: {one.state}{display(where)} ({one.id}){display(why)}")
    counts = Counter(each.outcome for each in done)
    click.echo(", ".join(f"{counts[state]:,} {state}" for state in ApplyState if counts[state]) or "Nothing.")


def _called(version: Version) -> str:
    return version.tag or version.oid[:12]


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "gitops-assets"
