"""What templates know of a repository without asking: of the fleet and of git, never of the network."""

import os
import re
from typing import TYPE_CHECKING, Any

from resources.git.command import run
from resources.templates.checkout import Place, names_below
from resources.templates.rendering import named

if TYPE_CHECKING:
    from gitops_assets.core.fleet.config import Fleet  # without a file nobody waits for all that it loads

_ECOSYSTEMS = (
    ("cargo", re.compile(r"Cargo\.toml")),
    ("docker", re.compile(r"(.*\.)?(Dockerfile|Containerfile)(\..*)?|(docker-)?compose\.ya?ml")),
    ("gem", re.compile(r"Gemfile|.*\.gemspec")),
    ("golang", re.compile(r"go\.mod")),
    ("helm", re.compile(r"Chart\.yaml")),
    ("maven", re.compile(r"pom\.xml|build\.gradle(\.kts)?")),
    ("npm", re.compile(r"package\.json")),
    ("nuget", re.compile(r".*\.(csproj|fsproj|sln)")),
    ("packagist", re.compile(r"composer\.json")),
    ("pypi", re.compile(r"pyproject\.toml|setup\.(py|cfg)|requirements.*\.txt")),
    ("terraform", re.compile(r".*\.tf")),
)


def repository_facts(fleet: "Fleet | None", location: Place, slug: str, commit: str) -> dict[str, Any]:
    """The answer ``repository``: slug, name, owner, default branch, tags, ecosystems by files at the root."""
    root = os.fsencode(location)
    names = names_below(location, commit)
    return {
        **named(slug),
        "default_branch": _listed_branch(fleet, slug) or _branch(root) or "main",
        "tags": sorted(fleet.policy.profile(slug).tags) if fleet else [],
        "ecosystems": [kind for kind, names_it in _ECOSYSTEMS if any(map(names_it.fullmatch, names))],
    }


def _listed_branch(fleet: "Fleet | None", slug: str) -> str | None:
    """The default branch that the inventory of the fleet's own file names."""
    sources = fleet.inventory if fleet else ()
    items = (item for source in sources for item in getattr(source, "items", ()))
    return next((item.default_branch for item in items if getattr(item, "slug", None) == slug), None)


def _branch(root: bytes) -> str | None:
    """What the remote's HEAD is here, else the branch that is checked out."""
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        answer = run(root, ("symbolic-ref", "--quiet", "--short", name))
        if answer.code == 0:
            return answer.out.decode("utf-8", "replace").strip().removeprefix("origin/")
    return None
