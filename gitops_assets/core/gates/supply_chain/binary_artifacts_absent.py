"""The tree holds sources, and no programs that were built from some.

A program in the tree cannot be reviewed: nobody sees what it was built from, by whom, and whether it was
exchanged. Gradle's wrapper is not flagged, nor is anything in folders of tests, examples or other people's
code.

Source: [OpenSSF Scorecard, binary artifacts](https://github.com/ossf/scorecard/blob/main/docs/checks.md#binary-artifacts).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.tree import Mode

_ENDINGS = (
    *(
        ".exe",
        ".dll",
        ".so",
        ".dylib",
        ".o",
        ".a",
        ".lib",
        ".class",
        ".jar",
        ".war",
        ".ear",
        ".pyc",
        ".pyo",
        ".whl",
    ),
    *(
        ".egg",
        ".deb",
        ".rpm",
        ".apk",
        ".dex",
        ".msi",
        ".drv",
        ".efi",
        ".elf",
        ".iso",
        ".macho",
        ".ocx",
        ".par",
        ".crx",
    ),
    *(".wasm", ".bundle", ".ko", ".node"),
)
_STARTS = (
    *(
        b"\x7fELF",
        b"MZ",
        b"PK\x03\x04",
        b"\xca\xfe\xba\xbe",
        b"\xfe\xed\xfa",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
    ),
    *(
        b"!<arch>\n",
        b"\xed\xab\xee\xdb",
        b"\0asm",
        b"dex\n",
        b"\xd0\xcf\x11\xe0",
        b"Cr24",
        b"L\x01",
        b"d\x86",
    ),
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every file that its name and its first bytes both call a program, a library or a package."""
    tree = facts.files
    named = [path for path in tree.paths if path.lower().endswith(_ENDINGS) and not sample(path)]
    for path in named:
        if tree.mode(path) is Mode.LINK or path.endswith("gradle-wrapper.jar"):
            continue
        body = tree.body(path)
        if body.startswith(_STARTS) or (path.endswith((".pyc", ".pyo")) and body[2:4] == b"\r\n"):
            yield Finding(
                message=f"Nobody can review what {shown(path)} does.",
                path=path,
                subject=path,
                remedy=command("git", "rm", "--", path),
            )


GATE = Gate(
    id="binary-artifacts-absent",
    title="The tree holds sources, and no programs that were built from some",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Remove the file, and build or download it with a checksum where it is needed.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
