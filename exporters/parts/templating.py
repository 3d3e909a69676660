"""Jinja set up so that forgetting to escape is impossible and forgetting a variable is an error."""

from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def environment(escape: Callable[[str], str], *, html: bool) -> Environment:
    """An environment whose every ``{{ … }}`` passes through ``escape``; only ``Markup`` is left as it is.

    For HTML the engine's own escaping comes on top. Templates are found inside the package, in a folder as
    in an installed wheel.
    """

    def finalize(shown: object) -> object:
        return shown if isinstance(shown, Markup) else escape(str(shown))

    return Environment(
        loader=PackageLoader("exporters"),
        autoescape=html,  # noqa: S701 - Markdown has its own escape, applied to every expression
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
