"""``gitops-assets template update``: brings repositories that have a template to another version."""

from typing import Any

import click

from gitops_assets.cli.template_acting import act, acting_options, how_of, rules_of, wish_of


@click.command("update")
@acting_options
def command(**options: Any) -> int:  # noqa: ANN401 - the options that all acting commands share
    """Bring each REPO that has TEMPLATE to another version, the users' edits kept.

    All files of a repository are written or none; a conflict is written nowhere. Exit codes: 0 all stand as
    they should, 1 somebody has to decide, 2 wrong usage, 3 a repository failed, 4 none is there.
    """
    return act(wish_of(options, update=True), how_of(options), rules_of(options))
