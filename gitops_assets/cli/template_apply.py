"""``gitops-assets template apply``: a template on a branch of each repository, or in its files."""

from collections.abc import Sequence

import click

from gitops_assets.cli.template_acting import Wish, act, acting_options
from gitops_assets.cli.template_context import (
    fetch_option,
    fleet_option,
    json_option,
    var_option,
    version_option,
)
from resources.templates.applying import How
from resources.templates.batching import Rules


@click.command("apply")
@click.argument("name", metavar="TEMPLATE")
@click.argument("names", metavar="[REPO]...", nargs=-1)
@var_option
@version_option
@fleet_option
@fetch_option
@acting_options
@json_option
def command(
    name: str,
    names: Sequence[str],
    pairs: Sequence[str],
    wanted: str,
    *,
    file: str | None,
    tag: str | None,
    branch: str | None,
    workers: int,
    seconds: float,
    retries: int,
    **flags: bool,
) -> int:
    """Bring TEMPLATE to each REPO: a commit on a branch of its own, or with --in-place the files.

    All files of a repository are written or none; a conflict is written nowhere. Exit codes: 0 all stand as
    they should, 1 some do not, 2 wrong usage, 3 broken, 4 no repository is there.
    """
    wish = Wish(
        name=name,
        repositories=names,
        everywhere=flags["everywhere"],
        tag=tag,
        pairs=pairs,
        wanted=wanted,
        file=file,
        fetch=flags["fetch"],
        dry_run=flags["dry_run"],
        as_json=flags["as_json"],
        update=False,
    )
    how = How(in_place=flags["in_place"], dirty=flags["dirty"], commit=flags["commit"], branch=branch)
    rules = Rules(
        workers=workers,
        seconds=seconds,
        retries=retries,
        all_or_nothing=flags["all_or_nothing"],
        resume=flags["resume"],
    )
    return act(wish, how, rules)
