"""Secrets by the name of their variable, read when they are needed: a rotated one holds at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gitops_assets.core.outbox.refusal import Refused

LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Secrets:
    """An environment: ``NAME`` holds a secret, or ``NAME_FILE`` says in which file it stands."""

    environ: Mapping[str, str]

    def get(self, name: str) -> str:
        """The secret; raises :class:`Refused` with the variable's name where there is none."""
        value = self.environ.get(name, "").strip() or self._filed(name)
        if not value:
            raise Refused(f"no secret is known: set the environment variable {name} or {name}_FILE")
        return value

    def _filed(self, name: str) -> str:
        path = self.environ.get(f"{name}_FILE", "")
        if not path:
            return ""
        try:
            with Path(path).open(encoding="utf-8") as file:
                return file.read(LONGEST).strip()
        except (OSError, UnicodeError) as error:
            kind = type(error).__name__
            raise Refused(
                f"the file that {name}_FILE names could not be read ({kind}): make it readable"
            ) from None

    def __repr__(self) -> str:
        return "Secrets(…)"
