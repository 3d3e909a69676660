"""What fleet.yaml says of gates defined outside of it: who may do so, which programs they may ask."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import EnvironmentName, Flag, Text, problem
from gitops_assets.core.gates.facts import Setting

GATES_FILES = ("gates/*.yaml", "gates/*.yml")
"""Where gates are defined unless a fleet says otherwise."""

SettingValue = (
    Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)] | str | tuple[str, ...]
)
"""What a threshold of a gate may be."""

ToolPin = Annotated[str, StringConstraints(pattern=r"^(sha256:)?[0-9a-f]{64}$")]
PublicKey = Annotated[str, StringConstraints(pattern=r"^(ed25519:)?[A-Za-z0-9+/]{43}=$")]


class KeySection(Section):
    """Somebody whose signature can be checked."""

    name: Text
    """Who; audits name them."""
    public: PublicKey
    """The ed25519 public key: 32 bytes in base64."""
    roles: tuple[Text, ...] = ()
    """What they may do."""


class SignedSection(Section):
    """Who may define gates, and whether their signature is demanded."""

    required: Flag = False
    """Whether a file without a sound signature is refused."""
    role: Text = "gates"
    """The role that may sign definitions of gates."""
    hmac: Flag = True
    """Whether a signature with the shared secret of GITOPS_GATES_KEY is one, too."""
    keys: tuple[KeySection, ...] = ()
    """Who may sign."""

    @model_validator(mode="after")
    def _somebody_may(self) -> "SignedSection":
        if self.required and not self.hmac and not any(self.role in key.roles for key in self.keys):
            raise problem("nobody may sign", f"give a key the role {self.role!r}, or allow hmac")
        return self


class ServerSection(Section):
    """A server that speaks the Model Context Protocol over its standard input and output."""

    command: tuple[Text, ...] = Field(min_length=1)
    """The program and its arguments, a list; there is no shell."""
    network: Flag = False
    """Whether it may use the network."""
    pass_env: tuple[EnvironmentName, ...] = ()
    """Environment variables that it is given, by name; it is given no others."""


def outside_inputs(
    signed: SignedSection, servers: Mapping[str, ServerSection], tools: Mapping[str, str]
) -> dict[str, Any]:
    """What verdicts depend on of all that; nothing where nothing is said."""
    said = {
        "gates_signed": {} if signed == SignedSection() else signed.model_dump(mode="json"),
        "mcp_servers": {name: server.model_dump(mode="json") for name, server in servers.items()},
        "tools": {name: pin.removeprefix("sha256:") for name, pin in tools.items()},
    }
    return {key: value for key, value in said.items() if value}


def wrong_settings(
    known: Mapping[str, Setting], said: Mapping[str, Setting]
) -> Iterator[tuple[str, str, str]]:
    """Settings that a gate does not have, or has of another kind: name, what is wrong, what to write."""
    for name, value in said.items():
        if name not in known:
            yield name, "the gate has no such setting", did_you_mean(name, sorted(known))
        elif isinstance(known[name], tuple) != isinstance(value, tuple):
            yield name, "this is not what the setting holds", f"write one such as {known[name]!r}"
        elif isinstance(known[name], int | float) and not isinstance(value, int | float):
            yield name, "this must be a number", "write digits only, without quotes"
