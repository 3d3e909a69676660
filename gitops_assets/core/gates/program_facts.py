"""What programs outside said of a tree: linters, tests, servers. Who ran them knows; who judges reads."""

from dataclasses import dataclass, field

from gitops_assets.core.gates.unknown import NotApplicable, NotKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramAnswer:
    """One program's answer about one tree.

    ``out`` is what it wrote to be read by machines, ``said`` a bounded excerpt for people. ``version`` and
    ``digest`` (SHA-256 of the executable file) name what answered. ``absent`` says why there was nothing to
    run, ``unknown`` why there is no answer although something ran; ``confined`` what it could not do while
    it ran, and what nobody could keep it from.
    """

    program: str
    code: int | None = None
    out: str = field(default="", repr=False)
    said: str = ""
    version: str | None = None
    digest: str | None = None
    absent: str | None = None
    unknown: str | None = None
    confined: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """What answered: ``ruff 0.14.3 (sha256 0a1b2c3d4e5f)``."""
        version = f" {self.version}" if self.version else ""
        return f"{self.program}{version}" + (f" (sha256 {self.digest[:12]})" if self.digest else "")

    def demand(self) -> "ProgramAnswer":
        """This answer where it is one; raises what makes a gate skip or unknown where it is not."""
        if self.absent is not None:
            raise NotApplicable(self.absent)
        if self.unknown is not None:
            raise NotKnown(self.unknown)
        return self
