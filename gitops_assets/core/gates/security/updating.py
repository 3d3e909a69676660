"""How a package is updated, in the words of the tool whose file names it."""

from collections.abc import Callable

from gitops_assets.core.advisories.model import Exposure
from gitops_assets.core.gates.words import command, shown

_TRANSITIVE = "transitive"


def update(exposure: Exposure) -> str:
    """The command that takes the smallest version that mends it; an instruction where there is none."""
    if not exposure.vulnerability.fixed:
        return (
            f"No version mends it yet: replace {shown(exposure.name)}, or waive the finding until one does."
        )
    version = exposure.vulnerability.fixed[0]
    folder, _, name = exposure.path.rpartition("/")
    words = _BY_FILE.get(name.lower())
    if words is None:
        return f"Write version {shown(version)} of {shown(exposure.name)} there."
    said = words(exposure, version)
    return f"{command('cd', folder)} && {said}" if folder else said


def _npm(exposure: Exposure, version: str) -> str:
    if exposure.scope == _TRANSITIVE:
        return command("npm", "update", exposure.name)
    return command("npm", "install", f"{exposure.name}@{version}")


def _yarn(exposure: Exposure, version: str) -> str:
    return command("yarn", "upgrade", f"{exposure.name}@{version}")


def _pnpm(exposure: Exposure, version: str) -> str:
    return command("pnpm", "update", "--recursive", f"{exposure.name}@{version}")


def _uv(exposure: Exposure, version: str) -> str:
    return command("uv", "lock", "--upgrade-package", f"{exposure.name}=={version}")


def _poetry(exposure: Exposure, version: str) -> str:
    return command("poetry", "add", f"{exposure.name}@>={version}")


def _pipenv(exposure: Exposure, version: str) -> str:
    return command("pipenv", "upgrade", f"{exposure.name}=={version}")


def _cargo(exposure: Exposure, version: str) -> str:
    return command(
        "cargo", "update", "--package", f"{exposure.name}@{exposure.version}", "--precise", version
    )


def _go(exposure: Exposure, version: str) -> str:
    return command("go", "get", f"{exposure.name}@v{version.removeprefix('v')}")


def _bundle(exposure: Exposure, _version: str) -> str:
    return command("bundle", "update", "--conservative", exposure.name)


def _composer(exposure: Exposure, version: str) -> str:
    return command("composer", "update", exposure.name, "--with", f"{exposure.name}:{version}")


_BY_FILE: dict[str, Callable[[Exposure, str], str]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "yarn.lock": _yarn,
    "pnpm-lock.yaml": _pnpm,
    "uv.lock": _uv,
    "poetry.lock": _poetry,
    "pipfile.lock": _pipenv,
    "cargo.lock": _cargo,
    "go.mod": _go,
    "gemfile.lock": _bundle,
    "gems.locked": _bundle,
    "composer.lock": _composer,
}
