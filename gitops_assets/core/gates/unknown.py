"""The two answers of a gate that are neither yes nor no."""


class NotApplicable(Exception):  # noqa: N818 - a verdict on the question, not an error
    """Raised by a gate whose question makes no sense here; the message is shown as the reason."""


class NotKnown(Exception):  # noqa: N818 - a verdict on the facts, not an error
    """Raised by a gate whose facts are absent (``None``): its answer is unknown, the message says why.

    What the gate found before it raised still counts: one bad file is enough, whatever the others hold.
    """
