"""A command written as one text, split into words; nothing of it ever reaches a shell."""

import shlex

_SHELL = frozenset({"|", "||", "&&", "&", ";", ">", ">>", "<", "2>", "2>&1", "(", ")"})

SHOWN_FILES: dict[str, tuple[str, ...]] = {
    "prettier": (".",),
    "black": (".",),
    "isort": (".",),
    "gofmt": (".",),
    "yamllint": (".",),
    "flake8": (".",),
    "djlint": (".",),
    "stylelint": ("**/*.css",),
    "markdownlint": (".",),
    "markdownlint-cli2": ("**/*.md",),
}
"""Programs that look at nothing, or wait for input, until they are told where: they are told everything."""


def split_command(text: str) -> list[str]:
    """The words of a command; raises ``ValueError`` for what only a shell understands."""
    words = shlex.split(text)
    if meant := next((word for word in words if word in _SHELL or "$(" in word or "`" in word), None):
        raise ValueError(f"{meant!r} means something to a shell, and there is none")
    return words


def told_where(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The command with the whole tree as its operand, where it has none and would look at nothing."""
    name = argv[0].rpartition("/")[2] if argv else ""
    silent = all(word.startswith("-") for word in argv[1:])
    return (*argv, *SHOWN_FILES[name]) if silent and name in SHOWN_FILES else argv
