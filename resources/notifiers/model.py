"""What a notifier is: a kind of channel, and how one is made of what fleet.yaml says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resources.couriers.channel import Channel
from resources.notifiers.secrets import Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """One kind of channel; ``id`` is its key in fleet.yaml, ``build`` gets what stands below that key.

    ``build`` reads no secret: that happens when a message is sent, and a missing one is told then.
    """

    id: str
    title: str
    doc: str
    build: Callable[[Any, Secrets], Channel]
