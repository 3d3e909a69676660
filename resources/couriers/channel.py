"""What a channel is to the courier: somebody who takes a message, or says why not."""

from typing import Protocol

from gitops_assets.core.outbox.model import Delivery, Receipt


class Refused(Exception):  # noqa: N818 - reads as the sentence it is
    """The message was not taken.

    ``permanent``: asking again is of no use. ``retry_after``: seconds that the receiver asked for.
    ``status``: what it answered, None for no answer. ``why`` holds no secret and no query of an address.
    """

    def __init__(
        self,
        why: str,
        permanent: bool = False,  # noqa: FBT001, FBT002 - the contract's order
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.retry_after = retry_after
        self.status = status


class Channel(Protocol):
    """One target. It is called from several threads at once."""

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Give the message to the receiver; ``before`` is the receipt of the last one with the same key.

        Raises :class:`Refused`.
        """
        ...
