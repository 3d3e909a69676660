"""The images of Dockerfiles, from BuildKit's own parser (the ``dockerfile`` package); run in its environment.

The parser gives instructions with their lines, flags and words; which of them name an image, what the ``ARG``
defaults above the first ``FROM`` make of it and which names are stages is worked out here.
"""

import json
import re
import sys

import dockerfile

VARIABLE = re.compile(r"\$\{?(\w+)(?::-([^}]*))?\}?")


def images(text: str) -> list[list[str]]:
    """Line and image of everything that a Dockerfile builds from."""
    values: dict[str, str] = {}
    stages: set[str] = set()
    found: list[list[str]] = []

    def known(hit: re.Match[str]) -> str:
        return values.get(hit[1], hit[2] or hit[0]).strip("\"'")

    for each in dockerfile.parse_string(text):
        command, words = each.cmd.upper(), list(each.value)
        if command == "ARG" and not stages and not found:
            values |= dict(word.split("=", 1) for word in words if "=" in word)
        elif command == "FROM":
            image = VARIABLE.sub(known, words[0])
            if image.lower() not in stages and image != "scratch":
                found.append([str(each.start_line), image])
            stages |= {words[2].lower()} if len(words) > 2 else set()
        else:
            away = [name for name in taken(each.flags) if name.lower() not in stages and not name.isdigit()]
            found += [[str(each.start_line), name] for name in away]
    return found


def taken(flags: tuple[str, ...]) -> list[str]:
    """What ``--from=`` and ``--mount=…,from=`` name."""
    copied = [flag.partition("=")[2] for flag in flags if flag.startswith("--from=")]
    mounts = [flag for flag in flags if flag.startswith("--mount=")]
    return copied + [part[5:] for flag in mounts for part in flag.split(",") if part.startswith("from=")]


answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    try:
        answers[path] = images(text)
    except dockerfile.GoParseError as error:
        answers[path] = str(error)
json.dump(answers, sys.stdout)
