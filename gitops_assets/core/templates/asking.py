"""``copier.yml`` as far as people and programs ask about it: the questions, and what it would run.

Rendering reads the file itself; this never fails because of what copier alone understands.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from gitops_assets.core.templates.model import Question

FILES = ("copier.yml", "copier.yaml")
"""What the file may be called."""

_LONGEST = 1_000_000
_RUNS = {
    "_tasks": "its tasks are not run",
    "_migrations": "its migrations are not run",
    "_jinja_extensions": "its Jinja extensions are not loaded, so it cannot be rendered",
    "_external_data": "its external data is not read",
}


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]  # whichever is there
    """Tags that only copier knows (``!include``) are nothing here."""


_Loader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


class Unasked(ValueError):  # noqa: N818 - reads as the sentence it is
    """The file is no questionnaire; the message says where and why."""


def read_copier(text: str) -> Mapping[str, Any]:
    """The file's mapping; raises :class:`Unasked`."""
    if len(text) > _LONGEST:
        raise Unasked(f"it is longer than {_LONGEST:,} characters; keep contents in files of their own")
    try:
        documents = [each for each in yaml.load_all(text, Loader=_Loader) if each is not None]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise Unasked(f"{where}{getattr(error, 'problem', None) or 'it is not YAML'}; mend it") from None
    if not all(isinstance(each, dict) for each in documents):
        raise Unasked("it is not a mapping; write lines of the form 'question: default'")
    return {str(key): value for document in documents for key, value in document.items()}


def questions_of(settings: Mapping[str, Any]) -> tuple[Question, ...]:
    """What is asked, in the file's order; computed values (``when: false``) are not asked."""
    secret = set(map(str, _sequence(settings.get("_secret_questions"))))
    asked = ((name, value) for name, value in settings.items() if not name.startswith("_"))
    return tuple(question for name, value in asked for question in _question(name, value, secret))


def notes_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """What the template would run or load and does not, as long as nobody trusts it."""
    return tuple(
        f"{key}: {said}; trust its commit below templates: if it has to"
        for key, said in _RUNS.items()
        if settings.get(key)
    )


def _question(name: str, said: Any, secret: set[str]) -> Iterator[Question]:  # noqa: ANN401 - YAML is anything
    if not isinstance(said, dict):
        yield Question(name=name, type=_type_of(said), default=said, secret=name in secret)
        return
    if said.get("when") is False:
        return
    default = said.get("default")
    yield Question(
        name=name,
        type=str(said.get("type") or _type_of(default)),
        help=str(said.get("help") or ""),
        default=default,
        choices=tuple(_choices(said.get("choices"))),
        required="default" not in said,
        secret=name in secret or said.get("secret") is True,
    )


def _choices(said: Any) -> Iterator[Any]:  # noqa: ANN401 - YAML is anything
    pairs = said.values() if isinstance(said, dict) else _sequence(said)
    for each in pairs:
        value = each.get("value") if isinstance(each, dict) else each
        yield value[1] if isinstance(value, list) and len(value) == 2 else value


def _sequence(said: Any) -> Sequence[Any]:  # noqa: ANN401 - YAML is anything
    return said if isinstance(said, list) else ()


def _type_of(value: object) -> str:
    """Copier's word for what a default is."""
    known = {bool: "bool", int: "int", float: "float", str: "str"}
    return known.get(type(value), "str" if value is None else "yaml")
