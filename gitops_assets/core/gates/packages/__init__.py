"""Gates over the packages that one tree asks for: pinned, locked, licensed, kept fresh."""

from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.packages import (
    dependencies_listed_once,
    dependency_licences_allowed,
    downloads_encrypted,
    lock_file_fresh,
    lock_file_present,
    lock_file_single,
    registries_allowed,
    revisions_pinned,
    versions_bounded,
)

PACKAGES: tuple[Gate, ...] = (
    lock_file_present.GATE,
    lock_file_fresh.GATE,
    lock_file_single.GATE,
    versions_bounded.GATE,
    revisions_pinned.GATE,
    downloads_encrypted.GATE,
    registries_allowed.GATE,
    dependency_licences_allowed.GATE,
    dependencies_listed_once.GATE,
)
