"""The lock files of each ecosystem, and the commands that write them."""

from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.gates.packages.places import run_in

NPM = (
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    "rush.json",
)
"""What locks npm packages; where Rush is used, the lock is in a folder of its own."""
PYTHON = ("uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile.lock", "pylock.toml")

_WRITING: dict[str, tuple[str, ...]] = {
    "package-lock.json": ("npm", "install", "--package-lock-only"),
    "npm-shrinkwrap.json": ("npm", "install", "--package-lock-only"),
    "yarn.lock": ("yarn", "install"),
    "pnpm-lock.yaml": ("pnpm", "install", "--lockfile-only"),
    "uv.lock": ("uv", "lock"),
    "poetry.lock": ("poetry", "lock"),
    "Pipfile.lock": ("pipenv", "lock"),
    "Cargo.lock": ("cargo", "generate-lockfile"),
    "composer.lock": ("composer", "update", "--lock"),
    "Gemfile.lock": ("bundle", "lock"),
    "gems.locked": ("bundle", "lock"),
    "go.sum": ("go", "mod", "tidy"),
}


def writing(lock: str) -> str:
    """The command that writes this lock file, which is then to be committed."""
    words = _WRITING.get(file_of(lock), ("git", "add", file_of(lock)))
    return run_in(lock, *words)
