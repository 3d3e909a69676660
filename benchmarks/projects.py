"""Which real projects the bench fleets are made of."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.fetching import fetch_sdists, fetch_tarball

PYPI = (
    "aiohttp==3.14.5", "attrs==26.1.0", "black==26.10.1", "celery==5.7.0", "click==8.5.1", "django==5.2.19",
    "fastapi==0.165.0", "flask==3.1.3", "hatchling==1.33.0", "jinja2==3.1.6", "marshmallow==4.4.0",
    "numpy==2.4.6", "packaging==26.3", "paramiko==5.1.0", "pydantic==2.14.3", "pytest==9.2.0",
    "requests==2.34.2", "rich==15.0.0", "scrapy==2.19.0", "sphinx==9.0.4", "sqlalchemy==2.1.9",
    "starlette==1.10.0", "tox==4.67.13", "urllib3==2.8.0", "virtualenv==21.15.7", "werkzeug==3.1.9",
)  # fmt: skip
NPM = (
    "axios@1.21.1", "chalk@6.0.1", "commander@15.1.0", "debug@4.4.3", "eslint@10.15.0", "express@5.3.0",
    "fastify@5.12.8", "lodash@4.18.1", "react@19.3.1", "semver@7.8.6", "zod@4.6.7",
)  # fmt: skip
LARGE = frozenset({"django", "numpy", "sphinx", "sqlalchemy"})
"""Thousands of files each: a real fleet has few of these, so they are multiplied less."""


@dataclass(frozen=True, slots=True)
class Project:
    """One source archive on disk."""

    name: str
    version: str
    archive: Path

    @property
    def weight(self) -> int:
        """How often it is multiplied against the others."""
        return 1 if self.name in LARGE else 12


def fetch_projects(cache: Path) -> list[Project]:
    """All projects, sorted by name, fetched only where the cache does not have them."""
    cache.mkdir(parents=True, exist_ok=True)
    wanted = [_split(pin, "==") for pin in PYPI], [_split(pin, "@") for pin in NPM]
    projects = [Project(name, version, cache / f"{name}-{version}.tar.gz") for name, version in wanted[0]]
    if not all(project.archive.exists() for project in projects):
        fetch_sdists(PYPI, cache)
    npm = [Project(name, version, cache / f"{name}-{version}.tgz") for name, version in wanted[1]]
    for project in npm:
        if not project.archive.exists():
            fetch_tarball(f"{project.name}@{project.version}", project.archive)
    return sorted(projects + npm, key=lambda project: project.name)


def _split(pin: str, by: str) -> tuple[str, str]:
    name, version = pin.split(by)
    return name, version
