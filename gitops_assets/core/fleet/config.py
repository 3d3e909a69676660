"""fleet.yaml as it may be written: every key, what it means, and what it is when nobody writes it.

Only fleets with a file need this module; it is the one of its room that loads pydantic. Paths are relative
to the folder of fleet.yaml and stay as they are written. The texts below the fields are the product's
documentation: they go into the JSON Schema, and so into editors.
"""

import hashlib
import json
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from gitops_assets.core.dependencies.policy import DependencyPolicy
from gitops_assets.core.fleet.dependencies import DependenciesSection
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.fleet.notifications import NotificationsSection
from gitops_assets.core.fleet.outside import (
    GATES_FILES,
    ServerSection,
    SettingValue,
    SignedSection,
    ToolPin,
    outside_inputs,
    wrong_settings,
)
from gitops_assets.core.fleet.policy import Criticality, GateRule, Policy, Thresholds, Waiver
from gitops_assets.core.fleet.reports import ReportsSection
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.templates import TemplateName, TemplateSection
from gitops_assets.core.fleet.waking import ScheduleSection, WatchingSection
from gitops_assets.core.fleet.words import (
    PROBLEM,
    ApiUrl,
    Day,
    Days,
    EnvironmentName,
    Flag,
    GateId,
    Glob,
    NameOrUrl,
    Slug,
    Text,
    Url,
    problem,
)
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.assigning import Use
from gitops_assets.core.waking.schedules import Schedule

DEFAULTS = Thresholds()


class ListedRepository(Section):
    """One repository that should exist, with what is known of it."""

    slug: Slug | None = None
    """Its name as owner/name; without one it is read from the URL."""
    url: Url | None = None
    """Where it is cloned from; a clone with another remote is mismatched."""
    default_branch: Text | None = None
    """The branch that work flows into."""
    archived: Flag = False
    """An archived repository is not missing when it is absent."""
    fork: Flag = False
    """Whether it is a fork of another repository."""
    private: Flag | None = None
    """Whether only some may read it."""

    @model_validator(mode="after")
    def _is_named(self) -> "ListedRepository":
        if not (self.slug or self.url):
            raise problem("neither slug nor url says which repository this is", "add one of the two")
        return self


def _listed_kind(value: object) -> str | None:
    if isinstance(value, str):
        return "<text>"
    return "<repository>" if isinstance(value, dict | ListedRepository) else None


Listed = Annotated[
    Annotated[NameOrUrl, Tag("<text>")] | Annotated[ListedRepository, Tag("<repository>")],
    Discriminator(
        _listed_kind,
        custom_error_type=PROBLEM,
        custom_error_message="{problem}; {hint}",
        custom_error_context={
            "problem": "this names no repository",
            "hint": "write a slug (owner/name), a URL, or 'slug:' and 'url:'",
        },
    ),
]


class ListSource(Section):
    """Repositories that should exist, written down right here."""

    items: tuple[Listed, ...] = Field(alias="list")
    """Slugs (owner/name), URLs, or mappings with slug, url, default_branch, archived, fork, private."""

    @property
    def records(self) -> tuple[object, ...]:
        """The items as :func:`gitops_assets.core.fleet.sources.parse_items` reads them."""
        return tuple(item if isinstance(item, str) else item.model_dump() for item in self.items)


class FileSource(Section):
    """Repositories that should exist, kept in a file of their own."""

    file: Text
    """A CSV table with header (slug or url, default_branch, archived, fork, private), a JSON or YAML list."""


class ReportSource(Section):
    """Repositories that another machine has."""

    report: Text
    """The report.json that an audit wrote there; what was extra there is not expected here."""


class GithubOwner(Section):
    """An organisation or a user whose repositories should exist."""

    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")]
    """The name of the organisation or user."""
    include_archived: Flag = True
    """List archived repositories too; they are never missing, and a clone of one is not extra."""
    include_forks: Flag = True
    """List forks too."""
    api_url: ApiUrl = "https://api.github.com"
    """The REST API; for GitHub Enterprise Server https://HOST/api/v3."""
    token_env: EnvironmentName = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """The environment variable that holds the token. The token itself never stands in a file."""


class GithubSource(Section):
    """Repositories that should exist because a GitHub owner has them."""

    github: GithubOwner
    """Whose repositories, and how to ask for them."""


_SOURCES = {"list": "<list>", "file": "<file>", "report": "<report>", "github": "<github>"}
_SOURCE_KEYS = {ListSource: "list", FileSource: "file", ReportSource: "report", GithubSource: "github"}


def _source_kind(value: object) -> str | None:
    if isinstance(value, Section):
        return _SOURCES.get(_SOURCE_KEYS.get(type(value), ""))
    kinds = [kind for key, kind in _SOURCES.items() if isinstance(value, dict) and key in value]
    return kinds[0] if len(kinds) == 1 else None


InventorySource = Annotated[
    Annotated[ListSource, Tag("<list>")]
    | Annotated[FileSource, Tag("<file>")]
    | Annotated[ReportSource, Tag("<report>")]
    | Annotated[GithubSource, Tag("<github>")],
    Discriminator(
        _source_kind,
        custom_error_type=PROBLEM,
        custom_error_message="{problem}; {hint}",
        custom_error_context={
            "problem": "this is not one source",
            "hint": "write exactly one of these keys in an item: list, file, report, github",
        },
    ),
]


class ThresholdSection(Section):
    """From where on a number becomes a finding, and what reading a repository may cost."""

    stale_fetch_days: Days = DEFAULTS.stale_fetch_days
    """Days after which the last fetch is too old to believe ahead and behind."""
    stale_branch_days: Days = DEFAULTS.stale_branch_days
    """Days without a commit after which a branch is stale."""
    status_timeout_seconds: Annotated[int, Field(strict=True, ge=1, le=86_400)] = (
        DEFAULTS.status_timeout_seconds
    )
    """Seconds that one git command may take in one repository before it is stopped."""
    workers: Annotated[int, Field(strict=True, ge=1, le=256)] | None = DEFAULTS.workers
    """Repositories read at the same time; without a number, one more than there are processors."""


class GateSection(Section):
    """What this fleet demands of one gate."""

    enabled: Flag = True
    """Whether the gate is asked at all."""
    severity: Severity | None = None
    """How bad its findings are here; without a word it is the gate's own opinion."""
    required: Flag | None = None
    """Whether it fails its stage; otherwise it only warns. Without a word it is the gate's own opinion."""
    settings: dict[Text, SettingValue] = Field(default_factory=dict)
    """Its thresholds, by their names."""


class WaiverSection(Section):
    """A finding that somebody decided to live with, why, and until when."""

    gate: GateId
    """The gate whose findings are excused."""
    repositories: Glob
    """The repositories, as a pattern over slugs: acme/api, acme/*."""
    subject: Text | None = None
    """Excuse only the finding with exactly this subject (a branch, say); without it all of the gate."""
    path: Glob | None = None
    """Excuse only findings in files whose path fits this pattern: docs/*, *.min.js."""
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    """Excuse exactly the finding with this fingerprint, as reports tell it."""
    reason: Text
    """Why; it is shown with every finding that it excuses."""
    owner: Text | None = None
    """Who answers for it."""
    expires: Day
    """The last day on which it holds."""


class Fleet(Section):
    """A fleet: where its repositories are, which should exist, and what is demanded of them."""

    name: Text = "fleet"
    """What reports call this fleet."""
    roots: tuple[Text, ...] = ()
    """Folders to search for repositories when the command line names none."""
    ignore: tuple[Glob, ...] = ()
    """Folders that are not searched, as patterns over paths below a root."""
    inventory: tuple[InventorySource, ...] = ()
    """Where it stands which repositories should exist. Without a source every repository found is welcome."""
    owners: dict[Glob, Text] = Field(default_factory=dict)
    """Who answers for which repositories: pattern over slugs to name. The most specific pattern decides."""
    criticality: dict[Glob, Criticality] = Field(default_factory=dict)
    """How much depends on which repositories: pattern over slugs to word. The most specific one decides."""
    tags: dict[Glob, tuple[Text, ...]] = Field(default_factory=dict)
    """Words to group repositories by: pattern over slugs to list. All patterns that cover a slug count."""
    thresholds: ThresholdSection = ThresholdSection()
    """From where on a number becomes a finding, and what reading a repository may cost."""
    gates: dict[GateId, GateSection] = Field(default_factory=dict)
    """Gates to switch off or to judge otherwise, by their id."""
    gates_files: tuple[Glob, ...] = GATES_FILES
    """Files that define gates, as patterns over paths relative to this file."""
    gates_signed: SignedSection = SignedSection()
    """Who may define gates, and whether their signature is demanded."""
    mcp_servers: dict[Text, ServerSection] = Field(default_factory=dict)
    """Servers that speak the Model Context Protocol over stdio, by the name that gates call them."""
    tools: dict[Text, ToolPin] = Field(default_factory=dict)
    """Programs that gates may only run if they have this SHA-256, by name."""
    waivers: tuple[WaiverSection, ...] = ()
    """Findings that somebody decided to live with for a while."""
    dependencies: DependenciesSection = DependenciesSection()
    """What is read of the repositories' dependencies, what counts, and what is forbidden or corrected."""
    notifications: NotificationsSection = NotificationsSection()
    """Who is told of what, where and when."""

    schedules: dict[Text, ScheduleSection] = Field(default_factory=dict)
    """When which repositories are looked at by themselves, by a name of yours."""
    watching: WatchingSection = WatchingSection()
    """How the fleet is watched between audits."""
    reports: ReportsSection = ReportsSection()
    """Which files an audit writes, and the fleet's own SQL models."""
    templates: dict[TemplateName, TemplateSection] = Field(default_factory=dict)
    """Standards that repositories follow, by a name of yours: small letters, digits and dashes."""

    @field_validator("gates")
    @classmethod
    def _knows_settings(cls, value: dict[str, GateSection], info: ValidationInfo) -> dict[str, GateSection]:
        settings = (info.context or {}).get("settings")
        for name, gate in value.items():
            wrong = wrong_settings(
                settings.get(name, {}) if settings is not None else gate.settings, gate.settings
            )
            for setting, message, hint in wrong:
                raise problem(f"{name}.settings.{setting}: {message}", hint)
        return value

    @field_validator("schedules")
    @classmethod
    def _knows_channels(
        cls, value: dict[str, ScheduleSection], info: ValidationInfo
    ) -> dict[str, ScheduleSection]:
        told = info.data.get("notifications")
        known = list(told.channels) if isinstance(told, NotificationsSection) else None
        for name, schedule in value.items():
            for channel in schedule.notify:
                if known is not None and channel not in known:
                    hint = did_you_mean(channel, known, "name one below notifications.channels:")
                    raise problem(f"{name}.notify: no channel is called this", hint)
        return value

    @property
    def limits(self) -> Thresholds:
        """The thresholds as a plain value."""
        return Thresholds(**self.thresholds.model_dump())

    @property
    def policy(self) -> Policy:
        """The demands as a plain value, for the gates."""
        return Policy(
            gates={
                name: GateRule(gate.enabled, gate.severity, gate.settings, gate.required)
                for name, gate in self.gates.items()
            },
            waivers=tuple(Waiver(**waiver.model_dump()) for waiver in self.waivers),
            owners=self.owners,
            criticality=self.criticality,
            tags=self.tags,
        )

    @property
    def dependency_policy(self) -> DependencyPolicy:
        """What the fleet says about its dependencies, as a plain value."""
        return self.dependencies.policy

    @property
    def timetable(self) -> tuple[Schedule, ...]:
        """The schedules as plain values, by name."""
        return tuple(section.named(name) for name, section in sorted(self.schedules.items()))

    @property
    def uses(self) -> tuple[Use, ...]:
        """The templates as plain values, in the order of the file."""
        return tuple(section.named(name) for name, section in self.templates.items())

    @property
    def digest(self) -> str:
        """SHA-256 (64 hex digits) of what the verdicts depend on.

        That is gates, who may define them, the programs and servers that they ask, waivers, the thresholds in
        days, the sources of the inventory and what is said of dependencies, as they hold with all defaults
        filled in. Comments, the order of keys, the order of waivers, names, roots, owners and what reading
        may cost do not change it; neither does the content of files that the inventory names, nor of those
        that define gates: see ``Definitions.policy_digest``.
        """
        text = json.dumps(self._verdict_inputs(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _verdict_inputs(self) -> dict[str, Any]:
        gates = {name: gate.model_dump(mode="json") for name, gate in self.gates.items()}
        plain = GateSection().model_dump(mode="json")
        waivers = [waiver.model_dump(mode="json") for waiver in self.waivers]
        return {
            "gates": {name: _said(gate, plain) for name, gate in gates.items() if gate != plain},
            "waivers": sorted(waivers, key=lambda waiver: json.dumps(waiver, sort_keys=True)),
            "stale_days": [self.thresholds.stale_fetch_days, self.thresholds.stale_branch_days],
            "inventory": [source.model_dump(mode="json", by_alias=True) for source in self.inventory],
            **self.dependencies.verdict_inputs(),
            **outside_inputs(self.gates_signed, self.mcp_servers, self.tools),
        }


def _said(gate: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    """The rule as it was digested before there were more keys, where none of these is said."""
    added = ("required", "settings")
    return {key: value for key, value in gate.items() if key not in added or value != plain[key]}
