"""What pydantic found wrong with a document, said with its line and what to write instead."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from gitops_assets.core.fleet.document import Document, spell
from gitops_assets.core.fleet.faults import Fault, did_you_mean
from gitops_assets.core.fleet.words import PROBLEM

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Keys = Callable[[Sequence[str | int]], tuple[str, ...]]
"""Which keys the mapping at a location of pydantic's may have."""

_GUESSES = 200
"""Faults that get a guess at what was meant: guessing takes time, and nobody reads on."""

_SECRET = re.compile(r"token|passw|passphrase|secret|api_?key|private_?key|credential", re.IGNORECASE)
_EXPECTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("this must be a text", "put it in quotes"),
    "string_too_short": ("this must not be empty", "write something, or remove the key"),
    "string_too_long": ("this is longer than {max_length} characters", "shorten it"),
    "bool_type": ("this must be true or false", "write true or false, without quotes"),
    "int_type": ("this must be a whole number", "write digits only, without quotes"),
    "tuple_type": ("this must be a list", "write each item on a line of its own that begins with '- '"),
    "dict_type": ("this must be a mapping", "write lines of the form 'key: value'"),
    "enum": ("this is none of the words that may stand here", "write {expected}"),
    "missing": ("{key} is required here", "add '{key}: …'"),
    "greater_than_equal": ("this number is too small", "write at least {ge}"),
    "less_than_equal": ("this number is too large", "write at most {le}"),
    "model_type": ("this must be a mapping", "write lines of the form 'key: value'"),
}
_VARIABLE = (
    "this is not the name of an environment variable",
    "write the name in capitals, such as GITHUB_TOKEN; the secret itself stays out of the file",
)
_PATTERNS: Mapping[str, tuple[str, str]] = {
    "project": ("this is not the key of a Jira project", "write it as issues begin with it, such as OPS"),
    "team": ("this is not the key of a Linear team", "write it as issues begin with it, such as ENG"),
    "owner": ("this is not the name of a GitHub organisation or user", "write the name alone, such as acme"),
}


def faults_of(error: ValidationError, document: Document, keys: Keys) -> Iterator[Fault]:
    """Every fault that the syntax does not explain already: a broken scalar would be told twice."""
    told = {(fault.line, fault.column) for fault in document.faults}
    found = _located(error, document, keys)
    yield from (fault for fault in found if (fault.line, fault.column) not in told)


def _located(failure: ValidationError, document: Document, keys: Keys) -> Iterator[Fault]:
    for nth, error in enumerate(failure.errors(include_url=False, include_input=False)):
        location = tuple(part for part in error["loc"] if part != "[key]")
        about_key = error["type"] == "extra_forbidden" or "[key]" in error["loc"]
        path = document.nearest(location)
        place = document.place(path)
        line, column = place.key if about_key else place.value
        yield Fault(line, column, spell(path), *_worded(error, location, keys if nth < _GUESSES else None))


def _worded(error: "ErrorDetails", location: tuple[str | int, ...], keys: Keys | None) -> tuple[str, str]:
    """What failed and what to do; the value itself is never repeated, it may be a secret."""
    kind, context, last = error["type"], error.get("ctx", {}), str(location[-1]) if location else ""
    if kind == PROBLEM:
        return context["problem"], context["hint"]
    if kind == "extra_forbidden":
        return _unknown_key(location, keys)
    if kind == "string_pattern_mismatch" and last.endswith("_env"):
        return _VARIABLE
    if kind == "string_pattern_mismatch" and last in _PATTERNS:
        return _PATTERNS[last]
    if kind not in _EXPECTED:
        return error["msg"], "correct it"
    message, hint = _EXPECTED[kind]
    return message.format(key=last, **context), hint.format(key=last, **context)


def _unknown_key(location: tuple[str | int, ...], keys: Keys | None) -> tuple[str, str]:
    key = str(location[-1])
    if _SECRET.search(key) and not key.lower().endswith("_env"):
        hint = "put it into an environment variable and name that variable with token_env"
        return "a secret must not stand in a file", hint
    hint = did_you_mean(key, keys(location[:-1]), "known here") if keys else "remove it"
    return "this key is not known", hint
