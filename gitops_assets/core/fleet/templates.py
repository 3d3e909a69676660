"""The section of fleet.yaml about templates: which there are, and who shall follow which."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from gitops_assets.core.fleet.entries import has_credentials, is_url
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import Flag, Glob, Text, problem
from gitops_assets.core.templates.assigning import LATEST, SHIPPED, Use, is_template_name


def _check_source(value: str) -> str:
    if value.startswith("-"):
        raise problem("a source cannot begin with a dash", "write a folder, a URL, or shipped")
    if is_url(value) and has_credentials(value):
        hint = "remove them here and let git's credential helper know them"
        raise problem("the URL carries credentials or a query", hint)
    return value


def _check_name(value: str) -> str:
    if not is_template_name(value):
        raise problem("this cannot be a template's name", "write small letters, digits and dashes")
    return value


TemplateName = Annotated[Text, AfterValidator(_check_name)]
Source = Annotated[Text, AfterValidator(_check_source)]
Commit = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
AnswerValue = (
    Annotated[bool, Field(strict=True)]
    | Annotated[int, Field(strict=True)]
    | Annotated[float, Field(strict=True)]
    | str
    | tuple[str, ...]
)


class TrustSection(Section):
    """What a template may run on this machine, though nothing of templates runs otherwise."""

    commit: Commit
    """The one commit of the template whose tasks, migrations and Jinja extensions may run."""


class TemplateSection(Section):
    """One template: where it comes from, at which version, and which repositories shall follow it."""

    source: Source = SHIPPED
    """A folder relative to this file, the URL of a git repository, shipped, or shipped:ITS-NAME."""
    version: Text = LATEST
    """A tag of its repository, a range such as '>=2,<3', or latest: the newest that is no pre-release."""
    repositories: tuple[Glob, ...] = ()
    """Those that shall follow it, as patterns over slugs. Without this and tags it is only known."""
    tags: tuple[Text, ...] = ()
    """Only those with one of these tags."""
    answers: dict[Text, AnswerValue] = Field(default_factory=dict)
    """Answers to its questions for all of them, by name."""
    trust: TrustSection | None = None
    """What it may run here."""
    enforce: Flag = False
    """Whether the job enforce_compliance may apply it where repositories fall short."""

    def named(self, name: str) -> Use:
        """The template as a plain value."""
        return Use(
            name=name,
            source=self.source,
            version=self.version,
            repositories=self.repositories,
            tags=self.tags,
            answers=dict(self.answers),
            trust=self.trust.commit if self.trust else None,
            enforce=self.enforce,
        )
