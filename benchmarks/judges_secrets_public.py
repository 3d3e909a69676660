"""What ``secrets-absent`` and others find of what other projects call a secret, and call none.

``python -m benchmarks.judges_secrets_public --gitleaks GIT --kingfisher GIT``: git directories of
gitleaks/gitleaks, whose rules carry lists of true and of false positives, and of mongodb/kingfisher, with
examples in its rules. Of the lists of gitleaks only texts count that stand there whole, not those that its
program draws. Each becomes a configuration file of its own in a temporary folder; nothing of them is kept. A
scanner is at home in the texts of its own project. ``--show N`` prints what we say otherwise than they.
"""

import argparse
import ast
import os
import re
import tempfile
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import yaml

from benchmarks.judges_secrets import JUDGES, ours, there
from gitops_assets.core.tree import Blob
from resources.git.tree import CommitTree

Text = tuple[bool, str]
"""Whether it is a secret, and the text."""
HALVES = ("read", "held out")
"""Of kingfisher's list; rules of ours were written after reading the first, not the second."""

_LIST = re.compile(r"\b(tps|fps) :?= (?:append\((?:tps|fps), )?\[\]string\{\n(.*?)\n\t\}", re.DOTALL)
_WHOLE = re.compile(r'^\s*(?:`([^`]*)`|("(?:[^"\\\n]|\\.)*"))\s*,\s*(?://[^\n]*)?$', re.MULTILINE)


def of_gitleaks(git: str) -> Iterator[Text]:
    """The texts of the rules' lists; the pattern's own tests of path names hold no text."""
    for body in bodies(git, r"cmd/generate/config/rules/.*\.go"):
        for kind, listed in _LIST.findall(body):
            for raw, quoted in _WHOLE.findall(listed):
                text = raw
                if quoted:
                    try:
                        text = str(ast.literal_eval(quoted))
                    except (ValueError, SyntaxError):
                        continue
                yield kind == "tps", text


def of_kingfisher(git: str, half: str = "") -> Iterator[Text]:
    """The examples of the rules; of one half of them, by the digest of their ids."""
    for body in bodies(git, r"(?:crates/[\w-]+/)?data/rules/.*\.ya?ml"):
        for rule in (yaml.load(body, yaml.CSafeLoader) or {}).get("rules", ()):
            if half and HALVES[sha256(str(rule["id"]).encode()).digest()[0] & 1] != half:
                continue
            yield from ((True, str(text)) for text in rule.get("examples") or ())
            yield from ((False, str(text)) for text in rule.get("negative_examples") or ())


def bodies(git: str, pattern: str) -> Iterator[str]:
    with CommitTree(os.fsencode(git), "HEAD") as tree:
        wanted = [path for path in tree.paths() if re.fullmatch(pattern, path)]
        for each in tree.read_many(wanted):
            if isinstance(each, Blob):
                yield each.body.decode("utf-8", "replace")


def written(texts: list[Text], folder: Path) -> dict[str, Text]:
    """Each different text as a file; what files hold, by their names."""
    named = {
        f"{'real' if real else 'alike'}/{nth}.conf": (real, text) for nth, (real, text) in enumerate(texts)
    }
    for name, (_, text) in named.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n", "utf-8", "surrogateescape")
    return named


def compare(source: str, texts: list[Text], show: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        named = written(texts, folder)
        real = {name for name, (is_one, _) in named.items() if is_one}
        what = f"{len(real)} secrets, {len(named) - len(real)} look-alikes"
        print(f"| {source}: {what} | found | flagged | precision |")
        print("|---|--:|--:|--:|")
        for name, judge in JUDGES.items():
            if there(name):
                told = {path for path, _ in judge(folder)}
                right, wrong = len(told & real), len(told - real)
                print(f"| {name} | {right} | {wrong} | {right / max(1, right + wrong):.0%} |", flush=True)
                if judge is ours:
                    missed = sorted(real - told)[:show]
                    extra = sorted(told - real)[:show]
                    for path in (*missed, *extra):
                        print(path, repr(named[path][1])[:200])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gitleaks", metavar="GIT")
    parser.add_argument("--kingfisher", metavar="GIT")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    options = parser.parse_args()
    halves = ((f"kingfisher, {half} half", partial(of_kingfisher, half=half)) for half in HALVES)
    for source, read in (("gitleaks", of_gitleaks), ("kingfisher", of_kingfisher), *halves):
        place = getattr(options, source.partition(",")[0])
        if place:
            compare(source, list(dict.fromkeys(read(place))), options.show)


if __name__ == "__main__":
    main()
