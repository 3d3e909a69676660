"""What the gates over templates share: the drift they are asked about, and the commands that mend it."""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.templates.model import Drift


def followed(facts: Facts) -> Iterator[Drift]:
    """The repository's drift from each of its templates; raises ``NotKnown`` at the end for the others."""
    if not facts.templates:
        raise NotApplicable("no template is assigned to this repository or was applied to it")
    unknown = [each for each in facts.templates if each.unknown is not None]
    yield from (each for each in facts.templates if each.unknown is None)
    if unknown:
        raise NotKnown(f"the drift from {shown(unknown[0].template)} is not known: {unknown[0].unknown}")


def update(drift: Drift) -> str:
    """The command that brings the newest version of the template into the repository."""
    act = "update" if drift.applied else "apply"
    return command("gitops-assets", "template", act, drift.template, drift.slug)


def named(drift: Drift) -> str:
    """The template in quotes, with the version that is the newest."""
    return shown(f"{drift.template} {drift.latest.tag}" if drift.latest.tag else drift.template)


def both_sides(drift: Drift) -> str:
    """The command that shows what the repository and the template made of the same lines."""
    return command("gitops-assets", "template", "preview", drift.template, drift.slug)


def restored(drift: Drift) -> str:
    """The command that brings files back that were deleted; an update leaves them deleted."""
    return command("gitops-assets", "template", "apply", drift.template, drift.slug)
