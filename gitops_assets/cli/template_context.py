"""What the commands about templates share: the catalogue, answers, and which repositories are meant."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.templates.model import Template
from gitops_assets.core.text import display
from gitops_assets.core.tree import TreeUnreadable
from resources.git.survey import locate
from resources.home import Home, find_home
from resources.templates.catalogue import Catalogue
from resources.templates.errors import TemplateError

if TYPE_CHECKING:
    from resources.store.store import Store

fleet_option = click.option(
    "--fleet", "file", type=click.Path(), metavar="FILE", help="The fleet's configuration; the last audit's."
)
fetch_option = click.option("--fetch", is_flag=True, help="Ask remote templates for new versions now.")
var_option = click.option(
    "--var",
    "pairs",
    multiple=True,
    metavar="KEY=VALUE",
    help="Answer a question of the template. Repeatable.",
)
version_option = click.option(
    "--version",
    "wanted",
    default="",
    metavar="TAG",
    help="A tag, a range, or latest; the fleet's word for it.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of lines."
)


@dataclass(frozen=True, slots=True)
class Target:
    """One repository that a command is about."""

    slug: str
    path: bytes


@contextmanager
def reported() -> Iterator[None]:
    """Tell what is wrong with a template, or with a repository, as every command tells its failures."""
    try:
        yield
    except Stop:
        raise
    except TemplateError as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except TreeUnreadable as error:
        raise Stop(Exit.BROKEN, str(error)) from None
    except Exception as error:
        # What knows all other failures loads all that can fail: only a failure pays for it.
        with import_module("gitops_assets.cli.failures").told():
            raise error from None


def catalogue_of(file: str | None, *, fetch: bool = False) -> Catalogue:
    """The catalogue of a fleet's file, else of the last audit's, else the shipped templates."""
    home = find_home()
    path = os.path.abspath(file) if file else _last_file(home)
    if path is None:
        return Catalogue(None, home, ask=fetch)
    fleet = import_module("resources.fleet_file").load_fleet(path)
    return Catalogue(fleet, home, folder=Path(path).parent, ask=fetch)


def answers_of(template: Template, pairs: Sequence[str]) -> Mapping[str, str]:
    """What was said with --var, to questions that the template has; copier reads each by its type."""
    answers = {}
    known = [question.name for question in template.every_question]
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise Stop(Exit.USAGE, f"--var {display(pair)} says no value; write --var NAME=VALUE.")
        if name not in known:
            hint = did_you_mean(name, known, "it asks")
            raise Stop(
                Exit.USAGE, f"the template {template.name!r} has no question {display(name)!r}; {hint}"
            )
        answers[name] = value
    return answers


def targets_of(names: Sequence[str]) -> list[Target]:
    """The repositories of folders and slugs, each once; a folder means all repositories in it."""
    found: dict[bytes, Target] = {}
    for name in names:
        path = os.fsencode(os.path.abspath(name))
        for target in _below(path) if os.path.isdir(path) else [_known(name)]:
            found.setdefault(target.path, target)
    return list(found.values())


def many(count: int, noun: str) -> str:
    """``1 file``, ``1,024 files``; without the words of gates, and so without all gates."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def print_json(document: object) -> None:
    """One document, keys in their order."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, default=list))


def _below(path: bytes) -> list[Target]:
    located = locate([path]).located
    here = [each for each in located if each.path == path]
    if not located:
        raise Stop(
            Exit.NOTHING, f"no git repository was found below {display(os.fsdecode(path))}; name another."
        )
    return [Target(each.slug, each.path) for each in here or located]


def _known(name: str) -> Target:
    """A repository of the last audit, by its slug."""
    home = find_home()
    with _opened(home) as store:
        known = store.locations() if store else {}
    place = known.get(name)
    if place is None or place.path is None:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "name a folder, or audit the fleet that has it."
        raise Stop(Exit.USAGE, f"there is no folder and no audited repository {display(name)!r}; {hint}")
    return Target(name, os.fsencode(place.path))


def _last_file(home: Home) -> str | None:
    with _opened(home) as store:
        audit = store.latest_audit() if store else None
    return audit.fleet_file if audit else None


@contextmanager
def _opened(home: Home) -> "Iterator[Store | None]":
    """The store where there is one; SQLAlchemy is loaded only then."""
    if not home.is_postgres and not Path(home.store_url.partition(":///")[2]).exists():
        yield None
        return
    with import_module("resources.store.store").Store.open(home.store_url) as store:
        store.check()
        yield store
