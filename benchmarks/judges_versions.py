"""Whether versions stand in the order that each ecosystem's own program puts them in.

``python -m benchmarks.judges_versions GIT…``: git directories with advisories, as rubysec/ruby-advisory-db,
FriendsOfPHP/security-advisories, pypa/advisory-database or golang/vulndb. Every text there that looks like a
version is one; each is compared with its neighbours and with drawn others. The judges are npm's ``semver``
(for Node, found by NODE_PATH), Ruby's ``Gem::Version``, Composer's comparator, Maven's ``ComparableVersion``
(below ``--jars``), and ``packaging``; whoever is not there is left out. ``--show`` prints what differs.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from packaging.version import InvalidVersion, Version

from gitops_assets.core.advisories.ecosystems import BY_ID
from gitops_assets.core.tree import Blob
from resources.git.tree import CommitTree

Pair = tuple[str, str]
Sign = str
"""``-1``, ``0`` or ``1`` as a text, ``x`` where one of the two is no version."""

DRAWN = 20_000
AT_ONCE = 1_500
"""Pairs that one call of Maven gets as arguments."""
_VERSION = re.compile(rb"(?<![\w.:/-])\d{1,6}(?:\.\d{1,6}){1,3}(?:[-.+]?[a-z][\w.+-]{0,15})?(?![\w:/])")
_FILES = re.compile(r".*\.(?:ya?ml|json)")
_NODE = """const v = require("semver"), l = require("fs").readFileSync(0, "utf8").trimEnd().split("\\n");
for (const [a, b] of l.map(x => x.split("\\t"))) console.log(v.valid(a) && v.valid(b) ? v.compareBuild(
a.split("+")[0], b.split("+")[0]) : "x")"""
_RUBY = """STDIN.each_line { |l| a, b = l.chomp.split("\\t")
puts(begin Gem::Version.new(a) <=> Gem::Version.new(b); rescue ArgumentError; "x" end) }"""
_PHP = """require "/usr/share/php/Composer/Semver/autoload.php"; $p = new Composer\\Semver\\VersionParser;
while ($l = fgets(STDIN)) { [$a, $b] = explode("\\t", trim($l)); try { echo
version_compare($p->normalize($a), $p->normalize($b)), "\\n"; } catch (Exception $e) { echo "x\\n"; } }"""


def asked(*command: str) -> Callable[[Sequence[Pair]], list[Sign]]:
    """A judge that reads pairs, a line each, and writes signs."""

    def signs(pairs: Sequence[Pair]) -> list[Sign]:
        lines = "".join(f"{one}\t{other}\n" for one, other in pairs)
        run = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
        return run.stdout.split()

    return signs


def by_packaging(pairs: Sequence[Pair]) -> list[Sign]:
    def sign(one: str, other: str) -> Sign:
        try:
            return str((Version(one) > Version(other)) - (Version(one) < Version(other)))
        except InvalidVersion:
            return "x"

    return [sign(*each) for each in pairs]


def by_maven(jars: Path) -> Callable[[Sequence[Pair]], list[Sign]]:
    """Maven's own program prints each version and how it stands to the next: each second line is a pair."""
    command = ("java", "-cp", f"{jars}/maven-artifact-3.x.jar:{jars}/commons-lang3.jar")
    program = "org.apache.maven.artifact.versioning.ComparableVersion"
    words = {"<": "-1", "==": "0", ">": "1"}

    def signs(pairs: Sequence[Pair]) -> list[Sign]:
        found: list[Sign] = []
        for start in range(0, len(pairs), AT_ONCE):
            given = [text for pair in pairs[start : start + AT_ONCE] for text in pair]
            run = subprocess.run((*command, program, *given), capture_output=True, text=True, check=True)
            between = re.findall(r"^ +\S+ (<|==|>) \S+$", run.stdout, re.MULTILINE)
            found += [words[each] for each in between[::2]]
        return found

    return signs


def versions(places: Sequence[str]) -> list[str]:
    """Every different version that the advisories name, in the order of their letters."""
    found: set[str] = set()
    for place in places:
        with CommitTree(os.fsencode(place), "HEAD") as tree:
            wanted = [path for path in tree.paths() if _FILES.fullmatch(path)]
            for each in tree.read_many(wanted):
                if isinstance(each, Blob):
                    found.update(text.decode() for text in _VERSION.findall(each.body))
    return sorted(found)


def drawn(texts: Sequence[str]) -> list[Pair]:
    """Neighbours, then pairs that are the same each time."""
    lot = random.Random(1)  # noqa: S311 - a sample, no secret
    return [
        *pairwise(texts),
        *((lot.choice(texts), lot.choice(texts)) for _ in range(DRAWN)),
    ]


def ours(ecosystem: str, pairs: Sequence[Pair]) -> Iterator[Sign]:
    key = BY_ID[ecosystem].key
    for one, other in pairs:
        left, right = key(one), key(other)
        yield "x" if left is None or right is None else str((left > right) - (left < right))


def verdict(mine: Sign, theirs: Sign) -> str:
    if mine == theirs:
        return "neither reads" if mine == "x" else "agree"
    return "only they read" if mine == "x" else "only we read" if theirs == "x" else "differ"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+", metavar="GIT")
    parser.add_argument("--jars", type=Path, default=Path("/usr/share/java"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    judges = {
        "pypi": ("packaging", sys.executable, by_packaging),
        "npm": ("semver", "node", asked("node", "-e", _NODE)),
        "gem": ("Gem::Version", "ruby", asked("ruby", "-e", _RUBY)),
        "composer": ("Composer", "php", asked("php", "-r", _PHP)),
        "maven": ("ComparableVersion", "java", by_maven(options.jars)),
    }
    texts = versions(options.places)
    pairs = drawn(texts)
    words = ("agree", "differ", "only we read", "only they read", "neither reads")
    print(f"| {len(texts):,} versions, {len(pairs):,} pairs | judge | {' | '.join(words)} |")
    print(f"|---|---|{'--:|' * len(words)}")
    for ecosystem, (name, program, judge) in judges.items():
        if shutil.which(program):
            said = [verdict(*each) for each in zip(ours(ecosystem, pairs), judge(pairs), strict=True)]
            counts = Counter(said)
            print(f"| {ecosystem} | {name} | {' | '.join(f'{counts[each]:,}' for each in words)} |")
            if options.show:
                told = (each for each in zip(said, pairs, strict=True) if each[0] in words[1:4])
                print("".join(f"{ecosystem} {what}: {one} {other}\n" for what, (one, other) in told), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
