"""``gitops-assets template``: what the standards are, what applying them does, how far all have drifted."""

from importlib import import_module

import click

MODULES: dict[str, str] = {
    "list": "template_list",
    "show": "template_show",
    "validate": "template_validate",
    "new": "template_new",
    "preview": "template_preview",
}
"""Where each command lives; one line a command, in the order in which a newcomer meets them."""


class TemplateGroup(click.Group):
    """Imports a command when it is called: no preview pays for what only applying needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, whether it is loaded yet or not."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None when there is none of that name."""
        if cmd_name not in MODULES:
            return None
        command = import_module(f"gitops_assets.cli.{MODULES[cmd_name]}").command
        assert isinstance(command, click.Command)  # noqa: S101 - narrows what import_module gives
        return command


@click.group("template", cls=TemplateGroup)
def command() -> None:
    """Keep many repositories to one standard: see, preview, apply, undo, and tell who moved away from it.

    A template is a copier template: a folder, or a git repository whose tags are its versions. Some are
    shipped; yours stand below `templates:` in fleet.yaml.
    """
