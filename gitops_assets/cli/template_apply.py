"""``gitops-assets template apply``: bring repositories to a template, on branches or in place."""

from typing import Any

import click

from gitops_assets.cli.template_acting import act, acting_options, how_of, rules_of, wish_of


@click.command("apply")
@acting_options
def command(**options: Any) -> int:  # noqa: ANN401 - the options that all acting commands share
    """Bring TEMPLATE to each REPO: a commit on a branch of its own, or with --in-place the files.

    All files of a repository are written or none; a conflict is written nowhere. Exit codes: 0 all stand as
    they should, 1 somebody has to decide, 2 wrong usage, 3 a repository failed, 4 none is there.
    """
    return act(wish_of(options, update=False), how_of(options), rules_of(options))
