"""What a channel is to the courier: somebody who takes a message, or says why not."""

from typing import Protocol

from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused

__all__ = ["Channel", "Refused"]


class Channel(Protocol):
    """One target. It is called from several threads at once."""

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Give the message to the receiver; ``before`` is the receipt of the last one with the same key.

        Raises :class:`Refused`.
        """
        ...
