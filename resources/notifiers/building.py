"""From what fleet.yaml says of its channels to those that send."""

from collections.abc import Mapping

from gitops_assets.core.fleet.channels import ChannelSection
from resources.couriers.channel import Channel
from resources.notifiers import NOTIFIERS
from resources.notifiers.secrets import Secrets


def channels_of(
    sections: Mapping[str, ChannelSection], environ: Mapping[str, str], place: str = ""
) -> dict[str, Channel]:
    """By its target, every channel but the webhooks, which the courier knows itself; reads no secret."""
    secrets = Secrets(environ)
    return {
        section.target(name, place): NOTIFIERS.get(section.kind).build(section.settings, secrets)
        for name, section in sections.items()
        if section.kind in NOTIFIERS
    }
