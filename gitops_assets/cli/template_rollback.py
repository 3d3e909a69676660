"""``gitops-assets template rollback``: undoes one application, or a batch of them."""

from collections.abc import Iterable
from dataclasses import asdict

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import json_option, print_json, reported
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.templates.acts import Application
from gitops_assets.core.templates.model import ApplyState
from gitops_assets.core.text import display
from resources.home import find_home
from resources.templates.applying import rollback
from resources.templates.batching import undone
from resources.templates.settling import recover


@click.command("rollback")
@click.argument("name", metavar="APPLICATION|BATCH")
@click.option(
    "--force", is_flag=True, help="Although somebody edited the files since; those edits are backed up first."
)
@json_option
def command(name: str, *, force: bool, as_json: bool) -> int:
    """Undo an application, or all of a batch: contents and modes as before, and what was added is gone.

    Exit codes: 0 undone, 1 one of a batch could not be, 2 no such application or edits would be lost,
    3 broken.
    """
    home = find_home()
    with reported(), opened() as store:
        recover(store, home)
        if not name.startswith("batch_"):
            return _told([rollback(store, home, name, force=force)], as_json=as_json, one=True)
        return _told(undone(store, home, name, force=force), as_json=as_json, one=False)


def _told(ends: Iterable[Application], *, as_json: bool, one: bool) -> int:
    done = []
    for each in ends:
        done.append(each)
        if not as_json:
            why = f": {each.why}" if each.why else ""
            click.echo(f"{display(each.slug)}: {each.state} ({each.id}){display(why)}")
    if as_json:
        print_json(asdict(done[0]) if one else {"applications": [asdict(each) for each in done]})
    undone_all = all(each.state is ApplyState.ROLLED_BACK for each in done)
    return Exit.FINE if undone_all else Exit.FINDINGS
