"""How a channel says that a message was not taken."""


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
