"""Where a repository says which templates were applied to it."""

FOLDER = ".gitops/templates"


def provenance_path(template: str) -> str:
    """The file that says so of one template."""
    return f"{FOLDER}/{template}.yml"
