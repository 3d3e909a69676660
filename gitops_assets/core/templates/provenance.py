"""``.gitops/templates/<name>.yml``: what a repository says of a template that was applied to it.

Written stably, so that applying twice changes nothing. Read with care: it stands in repositories of others.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, Field, ValidationError

from gitops_assets.core.fleet.document import read_document
from gitops_assets.core.fleet.faults import Fault, FleetFaults
from gitops_assets.core.fleet.keys import keys_of
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.wording import faults_of
from gitops_assets.core.fleet.words import problem
from gitops_assets.core.templates.model import Answers, Provenance, Version
from gitops_assets.core.templates.places import is_name
from gitops_assets.core.tree import is_safe

LONGEST = 2_000_000
"""Characters of a provenance file that are read: some 20,000 files."""

_HEAD = "# Written by gitops-assets; updates and rollbacks read it, so please leave it as it is.\n"


class ProvenanceError(FleetFaults):
    """A provenance file that cannot be believed; ``faults`` have lines."""


def _name(value: str) -> str:
    if not is_name(value):
        raise problem("this is not the name of a template", "write letters, digits, dots and dashes")
    return value


def _path(value: str) -> str:
    if not is_safe(value) or len(value) > 4096:
        raise problem("this is no path inside a repository", "remove it")
    return value


def _shown(value: str) -> str:
    if not value.isprintable():
        raise problem("it has characters that cannot be shown", "remove them")
    return value


class _VersionSection(Section):
    tag: Annotated[str, Field(max_length=1000), AfterValidator(_shown)] | None = None
    oid: Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}(\+[0-9a-f]{7,64}){0,99}$")]


class _ProvenanceSection(Section):
    template: Annotated[str, AfterValidator(_name)]
    source: Annotated[str, Field(max_length=4096), AfterValidator(_shown)]
    version: _VersionSection
    answers: dict[str, Any] = Field(default_factory=dict)
    files: dict[Annotated[str, AfterValidator(_path)], Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}$")]] = (
        Field(default_factory=dict)
    )


def write_provenance(provenance: Provenance) -> str:
    """The text of the file: the same for the same values, whatever their order."""
    value = {
        "template": provenance.template,
        "source": provenance.source,
        "version": {"tag": provenance.version.tag, "oid": provenance.version.oid},
        "answers": _ordered(dict(provenance.answers)),
        "files": dict(sorted(provenance.files.items())),
    }
    body = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**9
    )
    return _HEAD + str(body)


def read_provenance(text: str) -> Provenance:
    """What the file says; raises :class:`ProvenanceError`."""
    if len(text) > LONGEST:
        fault = Fault(
            1, 1, "the file", f"it is longer than {LONGEST:,} characters", "apply the template again"
        )
        raise ProvenanceError((fault,), "the provenance")
    document = read_document(text)
    faults = list(document.faults)
    try:
        read = _ProvenanceSection.model_validate(document.value)
    except ValidationError as error:
        faults += faults_of(error, document, lambda location: keys_of(_ProvenanceSection, location))
    if faults:
        raise ProvenanceError(faults, "the provenance")
    return Provenance(
        template=read.template,
        source=read.source,
        version=Version(tag=read.version.tag, oid=read.version.oid),
        answers={key: _plain(item) for key, item in read.answers.items()},
        files=read.files,
    )


@dataclass(frozen=True, slots=True)
class CopierAnswers:
    """What ``.copier-answers.yml`` says: where the template came from, at which version, and the answers."""

    source: str
    commit: str
    answers: Answers


def read_copier_answers(text: str) -> CopierAnswers | None:
    """The file in which copier notes what it did; None where this is no such file."""
    document = read_document(text) if len(text) <= LONGEST else None
    said = document.value if document and not document.faults else None
    if not isinstance(said, dict):
        return None
    source, commit = said.get("_src_path"), said.get("_commit")
    if not isinstance(source, str) or commit is None:
        return None
    answers = {key: _plain(value) for key, value in said.items() if not key.startswith("_")}
    return CopierAnswers(source, str(commit), answers)


class _Dumper(yaml.SafeDumper):
    """No anchors: a value that stands twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Quoted where a plain text would not come back: PyYAML folds odd line breaks."""
        style = None if data.isprintable() else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def _ordered(value: Any) -> Any:  # noqa: ANN401 - an answer is anything
    """Mappings by their keys, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): _ordered(value[key]) for key in sorted(value, key=str)}
    return [_ordered(each) for each in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - an answer is anything
    """YAML's dates as texts: no question of a template has a date for an answer."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
