"""The lines of a requirements file as pip reads them: joined, without comments, options apart."""

from collections.abc import Iterator

_SHORT = {"-r": "--requirement", "-c": "--constraint", "-e": "--editable"}


def joined(text: str) -> Iterator[tuple[int, str]]:
    """Every entry with the line it begins on; a backslash at the end of a line continues it."""
    start, parts = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        start = start or number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        entry = _uncommented(" ".join((*parts, line))).strip()
        if entry:
            yield start, entry
        start, parts = 0, []
    if entry := _uncommented(" ".join(parts)).strip():
        yield start, entry


def option(entry: str) -> tuple[str, str] | None:
    """The long name and the value of an entry that is an option, None for a requirement."""
    if not entry.startswith("-"):
        return None
    if not entry.startswith("--") and entry[:2] in _SHORT:
        return _SHORT[entry[:2]], entry[2:].strip().removeprefix("=").strip()
    name, _, value = entry.replace("=", " ", 1).partition(" ") if entry.startswith("--") else (entry, "", "")
    return name, value.strip()


def without_options(entry: str) -> str:
    """The requirement without what is said of it behind (``--hash=…``)."""
    return entry.partition(" -")[0].strip()


def _uncommented(line: str) -> str:
    at = line.find("#")
    while at > 0 and not line[at - 1].isspace():
        at = line.find("#", at + 1)
    return line if at < 0 else line[:at]
