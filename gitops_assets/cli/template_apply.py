"""``gitops-assets template apply``: bring repositories to a template, each on its own."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.template_acting import (
    Bench,
    Task,
    acting_options,
    bench,
    how_of,
    left_of,
    resumed,
    run,
    side_of,
    tell,
    whom,
    wish_of,
)
from gitops_assets.cli.template_context import (
    answers_of,
    catalogue_of,
    fetch_option,
    fleet_option,
    json_option,
    var_option,
    version_option,
)
from gitops_assets.core.text import display
from resources.store.batch_store import BatchRow


@click.command("apply")
@click.argument("name", metavar="TEMPLATE", required=False)
@click.argument("names", metavar="[REPO...]", nargs=-1)
@var_option
@version_option
@acting_options
@click.option(
    "--resume",
    is_flag=False,
    flag_value="",
    metavar="[BATCH]",
    help="Go on with a batch that was cut short; the newest, or the one that is named.",
)
@fleet_option
@fetch_option
@json_option
def command(
    name: str | None,
    names: Sequence[str],
    pairs: Sequence[str],
    wanted: str,
    **options: Any,  # noqa: ANN401 - the options that all acting commands share
) -> int:
    """Apply TEMPLATE to each REPO: plan, back up, write, verify, commit.

    It is committed to a branch of its own, gitops/TEMPLATE-VERSION, which no checkout notices; with
    --in-place the files are written where they lie. What both sides changed is written nowhere. TEMPLATE is a
    name, a folder or a URL; REPO is a folder or the slug of an audited repository. Exit codes: 0 fine, 1
    somebody has to decide a conflict, 2 wrong usage, template or answers, 3 a repository failed, 4 no
    repository is there.
    """
    resume = options["resume"]
    if (name is None) == (resume is None):
        raise Stop(Exit.USAGE, "name a TEMPLATE to apply, or go on with a batch by --resume.")
    wish, how = wish_of(options), how_of(options)
    with bench(partial(catalogue_of, options["file"], fetch=options["fetch"])) as at_hand:
        if name is None:
            return _resume(_cut_short(at_hand, resume or ""), pairs, at_hand, options)
        template = at_hand.catalogue.get(name)
        version = at_hand.catalogue.version(template, wanted)
        answers = answers_of(at_hand.catalogue.at(template, version), pairs)
        task = Task(
            named=name,
            template=template,
            version=version,
            answers=answers,
            how=how,
            side=side_of(options),
        )
        targets = whom(names, at_hand, template, every=options["every"], tag=options["tag"])
        done = run(task, targets, at_hand, wish, dry=options["dry_run"])
        return tell(done, as_json=options["as_json"], alone_named=len(targets) == 1)


def _cut_short(at_hand: Bench, batch: str) -> BatchRow:
    row = at_hand.store.batches.get(batch) if batch else at_hand.store.batches.unfinished()
    if row is None and batch:
        raise Stop(Exit.USAGE, f"there is no batch {display(batch)!r}; --resume alone takes the newest.")
    if row is None:
        raise Stop(Exit.NOTHING, "no batch was cut short: there is nothing to go on with.")
    return row


def _resume(row: BatchRow, pairs: Sequence[str], at_hand: Bench, options: dict[str, Any]) -> int:
    template = at_hand.catalogue.get(row.asked["named"])
    version = at_hand.catalogue.version(template, row.version if row.asked["tagged"] else "")
    if version.oid != row.asked["oid"]:
        raise Stop(
            Exit.USAGE,
            f"the template {row.template!r} is not any more what {row.id} began with; apply it anew to those "
            "that are left.",
        )
    answers = {**row.asked["answers"], **answers_of(at_hand.catalogue.at(template, version), pairs)}
    how = how_of({**options, **{name: row.asked[name] for name in ("in_place", "commit", "branch", "side")}})
    task = Task(
        named=row.asked["named"],
        template=template,
        version=version,
        answers=answers,
        how=how,
        known_only=row.asked["known_only"],
        side=side_of(row.asked),
    )
    left = left_of(row, at_hand)
    done = resumed(row.id, task, left, at_hand, wish_of(options))
    return tell(done, as_json=options["as_json"], alone_named=False)
