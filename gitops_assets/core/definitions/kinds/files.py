"""Gates over files: what must exist, be absent, hold a text, or fit a JSON Schema."""

import json
from collections.abc import Callable, Iterable, Iterator

import jsonschema_rs

from gitops_assets.core.definitions.phrases import Claim, Verb
from gitops_assets.core.fleet.document import read_document
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown, together
from gitops_assets.core.gates.words import shown
from gitops_assets.core.tree import is_safe

_FAULTS = 5
"""Faults of one file against a schema that are told."""


def find_of(claims: tuple[Claim, ...]) -> Callable[[Facts], Iterable[Finding]]:
    """The question whether all claims hold."""

    def find(facts: Facts) -> Iterator[Finding]:
        """Flag every claim that does not hold."""
        unknown: list[NotKnown] = []
        for claim in claims:
            try:
                yield from _CHECKS[claim.verb](facts.files, claim)
            except NotKnown as reason:
                unknown.append(reason)
        if unknown:
            raise together(unknown)

    return find


def _exists(files: TreeFacts, claim: Claim) -> Iterator[Finding]:
    if not _meant(files, claim.path):
        yield Finding(
            message=f"{shown(claim.path)} is missing.",
            path=_place(claim.path),
            remedy=f"Add {shown(claim.path)}.",
            subject=str(claim),
        )


def _absent(files: TreeFacts, claim: Claim) -> Iterator[Finding]:
    for path in _meant(files, claim.path):
        yield Finding(
            message=f"{shown(path)} must not be here.",
            path=path,
            remedy=f"Remove {shown(path)}.",
            subject=f"{claim}:{path}",
        )


def _contains(files: TreeFacts, claim: Claim) -> Iterator[Finding]:
    meant = _meant(files, claim.path)
    if not meant:
        yield from _exists(files, claim)
    for file in _texts(files, claim, meant):
        if claim.what not in file.text:
            yield Finding(
                message=f"{shown(file.path)} does not contain {shown(claim.what)}.",
                path=file.path,
                remedy=f"Write {shown(claim.what)} into {shown(file.path)}.",
                subject=f"{claim}:{file.path}",
            )


def _lacks(files: TreeFacts, claim: Claim) -> Iterator[Finding]:
    for file in _texts(files, claim, _meant(files, claim.path)):
        at = file.text.find(claim.what)
        if at >= 0:
            yield Finding(
                message=f"{shown(file.path)} contains {shown(claim.what)}.",
                path=file.path,
                line=file.line_of(at),
                remedy=f"Remove {shown(claim.what)} from {shown(file.path)}.",
                subject=f"{claim}:{file.path}",
            )


def _fits(files: TreeFacts, claim: Claim) -> Iterator[Finding]:
    meant = _meant(files, claim.path)
    if not meant:
        raise NotApplicable(f"no file is called {shown(claim.path)}")
    validator = _validator(files, claim.what)
    for file in _texts(files, claim, meant):
        for where, message in _misfits(file, validator):
            yield Finding(
                message=f"{shown(file.path)} does not fit {shown(claim.what)} at {shown(where)}: {message}.",
                path=file.path,
                remedy=f"Correct {shown(file.path)} at {shown(where)}.",
                subject=f"{claim}:{file.path}:{where}",
            )


def _validator(files: TreeFacts, path: str) -> jsonschema_rs.Validator:
    """The schema, which stands in the tree as well; nothing that it refers to is ever fetched."""
    try:
        schema = json.loads(files.text(path).text)
        return jsonschema_rs.validator_for(schema, offline=True)
    except (ValueError, RecursionError, TypeError) as error:
        why = str(error).splitlines()[0][:200] if str(error) else "it cannot be read"
        raise NotKnown(f"{path} is no JSON Schema: {why}") from None


def _misfits(file: TextFile, validator: jsonschema_rs.Validator) -> Iterator[tuple[str, str]]:
    try:
        value = _value(file)
    except ValueError as error:
        yield "the file", str(error)
        return
    for nth, fault in enumerate(validator.iter_errors(value)):
        if nth == _FAULTS:
            return
        where = "/".join(map(str, fault.instance_path)) or "the file"
        yield where, shown(fault.message.rstrip("."))


def _value(file: TextFile) -> object:
    if not file.path.lower().endswith((".yaml", ".yml")):
        try:
            return json.loads(file.text)
        except (ValueError, RecursionError):
            raise ValueError("it is no JSON") from None
    document = read_document(file.text)
    if document.faults:
        raise ValueError(shown(document.faults[0].message))
    return _plain(document.value)


def _plain(value: object) -> object:
    """The value with what JSON lacks as text: YAML has dates."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _meant(files: TreeFacts, path: str) -> tuple[str, ...]:
    if path in files or path.rstrip("/") in files.folders:
        return (path.rstrip("/"),)
    return files.matching(path) if any(sign in path for sign in "*?[") else ()


def _texts(files: TreeFacts, claim: Claim, meant: tuple[str, ...]) -> Iterator[TextFile]:
    """Those that can be read; a file that is named and is a link, a folder or no text leaves all open."""
    read = False
    for file in files.texts(meant):
        read = True
        yield file
    if meant and not read:
        raise NotKnown(f"{claim.path} is no text file, so nobody can say that it {claim.verb} {claim.what}")


def _place(path: str) -> str:
    return path if is_safe(path) and not any(sign in path for sign in "*?[") else "."


_CHECKS: dict[Verb, Callable[[TreeFacts, Claim], Iterator[Finding]]] = {
    Verb.EXISTS: _exists,
    Verb.ABSENT: _absent,
    Verb.CONTAINS: _contains,
    Verb.LACKS: _lacks,
    Verb.FITS: _fits,
}
