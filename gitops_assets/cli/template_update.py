"""``gitops-assets template update``: bring those that have a template to its newest version."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from gitops_assets.cli.template_acting import (
    Task,
    acting_options,
    bench,
    how_of,
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


@click.command("update")
@click.argument("name", metavar="TEMPLATE")
@click.argument("names", metavar="[REPO...]", nargs=-1)
@var_option
@version_option
@acting_options
@fleet_option
@fetch_option
@json_option
def command(
    name: str,
    names: Sequence[str],
    pairs: Sequence[str],
    wanted: str,
    file: str | None,
    **options: Any,  # noqa: ANN401 - the options that all acting commands share
) -> int:
    """Bring each REPO that has TEMPLATE to another version of it, the fleet's unless --version says which.

    Three ways: what was applied last, what the template is now, what the repository made of it. Recorded
    answers count; --var changes some. A repository that never had it stays as it is. Exit codes: 0 fine, 1
    somebody has to decide a conflict, 2 wrong usage, template or answers, 3 a repository failed, 4 no
    repository is there.
    """
    wish, how = wish_of(options), how_of(options)
    with bench(partial(catalogue_of, file, fetch=options["fetch"])) as at_hand:
        template = at_hand.catalogue.get(name)
        version = at_hand.catalogue.version(template, wanted)
        answers = answers_of(at_hand.catalogue.at(template, version), pairs)
        task = Task(
            named=name,
            template=template,
            version=version,
            answers=answers,
            how=how,
            known_only=True,
            side=side_of(options),
        )
        targets = whom(names, at_hand, template, every=options["every"], tag=options["tag"])
        done = run(task, targets, at_hand, wish, dry=options["dry_run"])
        return tell(done, as_json=options["as_json"], alone_named=len(targets) == 1)
