"""``gitops-assets template update``: brings repositories that have a template to another version."""

from collections.abc import Sequence
from typing import Any

import click

from gitops_assets.cli.template_acting import act, acting_options, how_of, rules_of, wish_of
from gitops_assets.cli.template_context import (
    fetch_option,
    fleet_option,
    json_option,
    var_option,
    version_option,
)


@click.command("update")
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
    **options: Any,  # noqa: ANN401 - the options that all acting commands share
) -> int:
    """Bring each REPO that has TEMPLATE to another version, the users' edits kept.

    All files of a repository are written or none; a conflict is written nowhere. Exit codes: 0 all stand as
    they should, 1 somebody has to decide, 2 wrong usage, 3 a repository failed, 4 none is there.
    """
    return act(wish_of(name, names, pairs, wanted, options, update=True), how_of(options), rules_of(options))
