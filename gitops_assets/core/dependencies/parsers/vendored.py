"""Copies of other people's packages that a package manager laid into a tree."""

_FOLDERS = ("vendor", "node_modules")


def vendored(path: str) -> bool:
    """Whether a path is in a folder that ``bundle``, ``cargo vendor`` or ``composer install`` fills.

    What stands there speaks for its own upstream: the tree neither publishes it nor chose what it needs.
    """
    folders = f"/{path}"
    return any(f"/{name}/" in folders for name in _FOLDERS)
