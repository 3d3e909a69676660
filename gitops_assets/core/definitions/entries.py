"""A file of gate definitions as it may be written: every key and what it means."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from gitops_assets.core.definitions.phrases import Claim, read_claim
from gitops_assets.core.definitions.splitting import split_command
from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.fleet.outside import SettingValue
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import Flag, Glob, Text, problem
from gitops_assets.core.gates.model import Stage
from gitops_assets.core.model import Severity
from gitops_assets.core.tools import TOOLS
from gitops_assets.core.tools.levels import LEVELS
from gitops_assets.core.tree import is_safe

STAGES = {stage.value.replace("-", "_"): stage for stage in Stage}
"""How a file spells the stages."""

_KINDS = ("check", "command", "tool", "mcp", "coverage", "performance")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _argv(value: object) -> object:
    if isinstance(value, str):
        try:
            return split_command(value)
        except ValueError as error:
            raise problem(f"the command cannot be split: {error}", "write a list of words instead") from None
    return value


def _path(value: object) -> object:
    if isinstance(value, str) and not is_safe(value):
        raise problem("this is no path inside a repository", "write one such as 'docs/guide.md'")
    return value


def _claims(value: object) -> object:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise problem("this is no check", "write one such as 'README.md exists', or a list of them")
    try:
        return tuple(read_claim(each) for each in value)
    except ValueError as error:
        raise problem(str(error).partition("; ")[0], str(error).partition("; ")[2]) from None


def _threshold(value: object) -> object:
    if value not in LEVELS:
        raise problem("this is no level", did_you_mean(str(value)[:40], tuple(LEVELS)))
    return LEVELS[value] if isinstance(value, str) else value


def _tool(value: str) -> str:
    if value not in TOOLS:
        raise problem("no tool has this id", did_you_mean(value, TOOLS.ids))
    return value


Argv = Annotated[tuple[Text, ...], Field(min_length=1, max_length=1000), BeforeValidator(_argv)]
InnerPath = Annotated[Text, BeforeValidator(_path)]
Paths = Annotated[tuple[InnerPath, ...], BeforeValidator(_listed)]
Globs = Annotated[tuple[Glob, ...], BeforeValidator(_listed)]
Percent = Annotated[float, Field(ge=0, le=100)]
Threshold = Annotated[Severity, BeforeValidator(_threshold)]


class EntrySection(Section):
    """One gate at one stage: a built-in one named by ``gate``, or one of the fleet's own."""

    name: Text | None = None
    """What the gate is called; its id is the name in lower case with dashes."""
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)] | None = None
    """The id, where the name should not give it."""
    gate: Text | None = None
    """The id of a built-in gate that is asked at this stage too, or no more with 'enabled: false'."""
    enabled: Flag = True
    """Whether it is asked."""
    required: Flag | None = None
    """Whether it fails the stage; otherwise it only warns."""
    severity: Severity | None = None
    """How bad its findings are; a linter's milder results are not told."""
    settings: dict[str, SettingValue] = Field(default_factory=dict)
    """Thresholds of a built-in gate."""
    description: Text | None = None
    """Why the gate is there; it is shown with it."""
    remedy: Text | None = None
    """What to do when it fails."""

    check: Annotated[tuple[Claim, ...], BeforeValidator(_claims)] | None = None
    """What must hold of files: 'README.md exists', 'LICENSE contains Apache', '*.orig is absent', …"""
    command: Argv | None = None
    """A program with its arguments; a text is split into words like a shell would and never sees a shell."""
    tool: Annotated[Text, Field()] | None = None
    """A linter that is known here: ruff, shellcheck, zizmor, …"""
    mcp: Text | None = None
    """A linter behind a server that fleet.yaml declares under mcp_servers."""
    call: Text | None = None
    """Which tool of that server is called; without it the only one, or the one that is called like a scan."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """What that tool is called with."""

    reads: Annotated[str, Field(pattern="^(sarif|json)$")] | None = None
    """What the command writes to its output: SARIF or JSON findings; without it, its exit code decides."""
    fail_threshold: Threshold | None = None
    """The mildest result that fails: error, warning, note, or a severity."""
    files: Globs = ()
    """Files that are appended to the command, or that a tool looks at, as patterns over paths."""
    timeout: Annotated[int, Field(strict=True, ge=1, le=86_400)] = 120
    """Seconds that the program may take."""
    memory: Annotated[int, Field(strict=True, ge=16, le=1_048_576)] = 4096
    """Megabytes of address space that each of its processes may take."""
    output: Annotated[int, Field(strict=True, ge=1, le=65_536)] | None = None
    """Kilobytes that it may write to its output: 8192, of a linter that is known here 32768."""
    network: Flag = False
    """Whether it may use the network."""

    minimum: Percent | None = None
    """Percent of lines that tests must cover."""
    ratchet: Flag = False
    """Whether coverage must be no worse than the base's."""
    report: Paths = ()
    """Where the coverage report or the metric file stands; without it, the usual places."""
    baseline: Text | None = None
    """What metrics or coverage are compared with: previous_release, base, or a file beside the commit."""
    tolerance: Annotated[float, Field(ge=0, le=10_000)] | None = None
    """Percent that a metric may be worse."""
    better: Annotated[str, Field(pattern="^(lower|higher)$")] = "lower"
    """Which way a metric is better."""

    @field_validator("tool")
    @classmethod
    def _knows_tool(cls, value: str | None) -> str | None:
        return value if value is None else _tool(value)

    @field_validator("gate")
    @classmethod
    def _knows_gate(cls, value: str | None, info: ValidationInfo) -> str | None:
        known = (info.context or {}).get("gates")
        if value is not None and known is not None and value not in known:
            raise problem("no built-in gate has this id", did_you_mean(value, sorted(known)))
        return value

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "EntrySection":
        asked = self.kinds
        if self.gate and asked:
            raise problem(f"a built-in gate has no {asked[0]!r}", "remove the key, or 'gate'")
        if not self.gate and not self.name:
            raise problem("the gate has no name", "add 'name: …', or 'gate: …' for a built-in one")
        if len(asked) > 1:
            raise problem(f"{asked[0]} and {asked[1]} are two questions", "write a gate for each")
        if self.settings and not self.gate:
            raise problem("settings are of built-in gates", "name one with 'gate: …', or remove them")
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the entry asks: one kind, or none where nothing says how to ask."""
        said = {
            "coverage": self.minimum is not None or self.ratchet,
            "performance": self.tolerance is not None or (self.baseline is not None and not self.ratchet),
        }
        if said["coverage"]:
            said["performance"] = self.tolerance is not None
        return tuple(kind for kind in _KINDS if said.get(kind, getattr(self, kind, None) is not None))


class RuleSection(Section):
    """What the fleet demands of one built-in gate at every stage."""

    enabled: Flag = True
    """Whether it is asked at all."""
    severity: Severity | None = None
    """How bad its findings are."""
    required: Flag | None = None
    """Whether it fails its stage; otherwise it only warns."""
    settings: dict[str, SettingValue] = Field(default_factory=dict)
    """Its thresholds."""
    stages: tuple[Stage, ...] | None = None
    """The stages it is asked at, if they are not its own."""


class StagesSection(Section):
    """Gates by the stage that they are asked at, and what is demanded of built-in ones."""

    pre_commit: tuple[EntrySection, ...] = ()
    """Asked before a commit."""
    pre_merge: tuple[EntrySection, ...] = ()
    """Asked before a merge."""
    pre_deploy: tuple[EntrySection, ...] = ()
    """Asked before a deployment."""
    gates: dict[Text, RuleSection] = Field(default_factory=dict)
    """Built-in gates to switch off or to judge otherwise, by their id."""

    @field_validator("gates")
    @classmethod
    def _knows_gates(cls, value: dict[str, RuleSection], info: ValidationInfo) -> dict[str, RuleSection]:
        known = (info.context or {}).get("gates", value)
        for unknown in (name for name in value if name not in known):
            raise problem(
                f"no built-in gate has the id {unknown[:60]!r}", did_you_mean(unknown, sorted(known))
            )
        return value


class WrappedSection(Section):
    """The same below the key ``quality_gates``."""

    quality_gates: StagesSection = StagesSection()
    """Gates by stage."""
