"""Exit codes, and the one exception by which a command ends with a message."""

from enum import IntEnum


class Exit(IntEnum):
    """What a caller can tell from the exit status; 130 is the shell's own number for Ctrl-C."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    BROKEN = 3
    NOTHING = 4
    INTERRUPTED = 130


class Stop(Exception):  # noqa: N818 - an end, not always an error
    """End the command with this code after saying what failed, where, and what to do."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
