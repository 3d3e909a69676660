"""Gates over the packages that one tree asks for: pinned, locked, licensed, kept fresh."""

from gitops_assets.core.gates.model import Gate

PACKAGES: tuple[Gate, ...] = ()
