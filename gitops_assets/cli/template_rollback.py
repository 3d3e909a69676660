"""``gitops-assets template rollback``: undoes one application."""

from dataclasses import asdict

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.template_context import json_option, print_json, reported
from gitops_assets.cli.webhook_opened import opened
from gitops_assets.core.text import display
from resources.home import find_home
from resources.templates.applying import rollback
from resources.templates.settling import recover


@click.command("rollback")
@click.argument("application", metavar="APPLICATION")
@click.option("--force", is_flag=True, help="Although somebody edited the files since, which is lost.")
@json_option
def command(application: str, *, force: bool, as_json: bool) -> int:
    """Undo APPLICATION: contents and modes as before, and what was added is gone.

    Exit codes: 0 undone, 2 no such application or edits would be lost, 3 broken.
    """
    home = find_home()
    with reported(), opened() as store:
        recover(store, home)
        done = rollback(store, home, application, force=force)
    if as_json:
        print_json(asdict(done))
    else:
        why = f": {done.why}" if done.why else ""
        click.echo(f"{display(done.slug)}: {done.state} ({done.id}){display(why)}")
    return Exit.FINE
