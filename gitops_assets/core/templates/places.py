"""Where the provenance of a template stands in a repository."""

import re

FOLDER = ".gitops/templates"

AUTHOR = ("gitops-assets", "gitops-assets@localhost")
"""Who commits what a template brings; the message says who asked for it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def is_name(name: str) -> bool:
    """Whether a template may be called this: it becomes the name of a file."""
    return _NAME.fullmatch(name) is not None


def path_of(name: str) -> str:
    """Where the provenance of a template stands in a repository; ``ValueError`` for what is no name."""
    if not is_name(name):
        raise ValueError(f"no template can be called {name[:60]!r}; use letters, digits, dots and dashes")
    return f"{FOLDER}/{name}.yml"
