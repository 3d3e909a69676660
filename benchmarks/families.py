"""Build two fleets of repositories that need each other: ``python -m benchmarks.families FOLDER``.

``FOLDER/fastify`` has 40 npm packages around a web framework, ``FOLDER/flask`` 40 Python ones. Each is a
clone with the remote that its metadata names and a commit for each of one or two releases. Nothing of them is
ever run: the archives are read in memory. The days of the commits are made up, so that there is a history.
"""

import argparse
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conditions import set_fetch_age
from benchmarks.fetching import fetch_sdists, fetch_tarball
from benchmarks.importing import SourceFile, read_archive
from benchmarks.projects import Project
from resources.sample_fleet.authoring import git
from resources.sample_fleet.stream import blob, commit

FASTIFY = (
    "fastify 4.29.1 5.12.8", "avvio 8.4.0 9.3.1", "find-my-way 8.2.2 9.10.1", "light-my-request 5.14.0 6.8.1",
    "fast-json-stringify 6.4.0 7.3.6", "secure-json-parse 3.0.2 4.1.1", "process-warning 4.0.1 5.1.1",
    "fastify-plugin 5.1.0 6.0.1", "fastify-cli 7.4.1 8.0.2", "rfdc 1.3.1 1.4.1", "fast-uri 3.1.9 4.2.3",
    "fast-jwt 5.0.6 6.3.6", "fastq 1.19.1 1.20.3", "reusify 1.0.4 1.1.0", "safe-regex2 4.0.1 5.1.2",
    "toad-cache 2.1.0 3.7.4", "pino 9.14.0 10.4.0", "pino-pretty 12.1.0 13.2.0",
    "pino-std-serializers 6.2.2 7.1.0", "sonic-boom 4.2.1 5.0.2", "thread-stream 3.2.0 4.2.1",
    "@fastify/accept-negotiator 1.1.0 2.1.2", "@fastify/ajv-compiler 3.6.0 4.0.7",
    "@fastify/autoload 5.10.0 6.5.0", "@fastify/busboy 2.1.1 3.2.6", "@fastify/cookie 10.0.1 11.1.5",
    "@fastify/cors 10.1.0 11.4.3", "@fastify/error 3.4.1 4.2.1",
    "@fastify/fast-json-stringify-compiler 4.3.0 5.2.0", "@fastify/http-proxy 10.0.2 11.6.3",
    "@fastify/jwt 9.1.0 10.2.8", "@fastify/multipart 9.4.0 10.1.9", "@fastify/proxy-addr 4.1.0 5.1.3",
    "@fastify/rate-limit 10.3.0 11.2.0", "@fastify/reply-from 11.0.2 12.6.5", "@fastify/send 3.3.1 4.2.1",
    "@fastify/sensible 5.6.0 6.0.6", "@fastify/static 9.3.0 10.1.11", "@fastify/swagger 8.15.0 9.9.3",
    "@fastify/swagger-ui 5.2.6 6.1.3",
)  # fmt: skip
FLASK = (
    "flask 2.3.3 3.1.3", "werkzeug 2.3.8 3.1.9", "jinja2 3.0.3 3.1.6", "click 8.1.8 8.5.1",
    "itsdangerous 2.1.2 2.2.0", "markupsafe 2.1.5 3.0.4", "blinker 1.9.0", "quart 0.19.9 0.22.0",
    "hypercorn 0.18.0", "cachelib 0.17.0", "flask-sqlalchemy 3.0.5 3.1.1", "flask-login 0.6.3",
    "flask-wtf 1.3.0", "wtforms 3.3.2", "flask-cors 6.0.5", "flask-migrate 4.1.0", "flask-caching 2.5.1",
    "flask-session 0.8.0", "flask-socketio 5.7.0", "python-socketio 5.18.1", "python-engineio 4.15.1",
    "simple-websocket 1.1.0", "wsproto 1.3.2", "h11 0.16.0", "h2 4.1.0 4.4.1", "hpack 4.0.0 4.2.0",
    "hyperframe 6.0.1 6.1.0", "marshmallow 3.26.1 4.4.0", "marshmallow-sqlalchemy 1.6.0",
    "flask-marshmallow 1.5.0", "apispec 6.10.1", "webargs 8.7.1", "flask-smorest 0.47.0", "flask-babel 4.0.0",
    "flask-limiter 4.1.1", "limits 5.8.0", "flask-admin 2.2.1", "flask-httpauth 4.8.1",
    "pallets-sphinx-themes 2.5.0", "secure-cookie 0.2.0",
)  # fmt: skip

BEGAN = 1_767_571_200  # 2026-01-05, a Monday
DAY = 86_400
SECOND_RELEASE = 120 * DAY
_REPOSITORY = re.compile(r"(github\.com|code\.miguelgrinberg\.com)[/:](?!sponsors/)([\w.-]+/[\w.-]+)")


@dataclass(frozen=True, slots=True)
class Relative:
    """One repository to be: its package and the archives of its releases, oldest first."""

    name: str
    releases: tuple[Project, ...]


def npm_family(pins: Sequence[str], cache: Path) -> list[Relative]:
    """The packages as ``npm pack`` gives them."""
    family = [_relative(pin, cache, ".tgz") for pin in pins]
    for project in _missing(family):
        fetch_tarball(f"{project.name}@{project.version}", project.archive)
    return family


def python_family(pins: Sequence[str], cache: Path) -> list[Relative]:
    """The source distributions; older releases are asked for apart, because no lock has two of a name."""
    family = [_relative(pin, cache, ".tar.gz") for pin in pins]
    for nth in (0, -1):
        gone = [each.releases[nth] for each in family if not each.releases[nth].archive.exists()]
        if gone:
            fetch_sdists([f"{project.name}=={project.version}" for project in gone], cache)
    return family


def _relative(pin: str, cache: Path, suffix: str) -> Relative:
    name, *versions = pin.split()
    flat = name.removeprefix("@").replace("/", "-")
    releases = (Project(name, version, cache / f"{flat}-{version}{suffix}") for version in versions)
    return Relative(name, tuple(releases))


def _missing(family: Sequence[Relative]) -> Iterator[Project]:
    for relative in family:
        yield from (project for project in relative.releases if not project.archive.exists())


def npm_remote(files: Sequence[SourceFile]) -> str:
    """The repository that package.json names, as one would clone it."""
    said = json.loads(_named(files, "package.json"))["repository"]
    return _as_cloned(said if isinstance(said, str) else said["url"])


def python_remote(files: Sequence[SourceFile]) -> str:
    """The first repository that PKG-INFO names: among its addresses, else in its description."""
    return _as_cloned(_named(files, "PKG-INFO").decode())


def _as_cloned(text: str) -> str:
    found = _REPOSITORY.search(text)
    if found is None:
        raise SystemExit(f"no forge that is known here stands in {text[:200]!r}; add it to _REPOSITORY")
    host, path = found.groups()
    return f"https://{host}/{path.removesuffix('.git')}.git"


def _named(files: Sequence[SourceFile], path: str) -> bytes:
    return next(file.content for file in files if file.path == path)


def build_family(
    folder: Path, family: Sequence[Relative], remote: Callable[[Sequence[SourceFile]], str]
) -> None:
    """One clone a relative; a folder that is there already is made anew."""
    for nth, relative in enumerate(family):
        contents = [read_archive(release.archive) for release in relative.releases]
        clone = folder / relative.name.removeprefix("@").replace("/", "-")
        shutil.rmtree(clone, ignore_errors=True)
        clone.mkdir(parents=True)
        git(clone, "init", "--quiet", at=BEGAN)
        git(clone, "remote", "add", "origin", remote(contents[-1]), at=BEGAN)
        history = b"".join(_history(relative, contents, BEGAN + nth * DAY))
        git(clone, "fast-import", "--quiet", at=BEGAN, stdin=history)
        git(clone, "update-ref", "refs/remotes/origin/main", "refs/heads/main", at=BEGAN)
        git(clone, "branch", "--quiet", "--set-upstream-to=origin/main", "main", at=BEGAN)
        git(clone, "reset", "--quiet", "--hard", at=BEGAN)
        set_fetch_age(clone, 1, time.time())


def _history(relative: Relative, contents: Sequence[Sequence[SourceFile]], at: int) -> Iterator[bytes]:
    for nth, (release, files) in enumerate(zip(relative.releases, contents, strict=True)):
        yield commit("main", f"Release {release.version}", at + nth * SECOND_RELEASE)
        yield b"deleteall\n"
        yield from (blob(file.path, file.content, executable=file.executable) for file in files)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"))
    options = parser.parse_args()
    folder, cache = options.folder.absolute(), options.cache.absolute()
    cache.mkdir(parents=True, exist_ok=True)
    build_family(folder / "fastify", npm_family(FASTIFY, cache), npm_remote)
    build_family(folder / "flask", python_family(FLASK, cache), python_remote)
    print(f"{len(FASTIFY)} repositories below {folder / 'fastify'}, {len(FLASK)} below {folder / 'flask'}")


if __name__ == "__main__":
    main()
