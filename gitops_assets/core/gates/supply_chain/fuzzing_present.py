"""Inputs are tried that nobody thought of.

Fuzzers and property-based tests find the inputs that break a parser before somebody else does. Counted are
OSS-Fuzz, ClusterFuzzLite, Go's own fuzz tests, cargo-fuzz and the libraries of each language, Hypothesis,
fast-check and jqwik among them.

Source: [OpenSSF Scorecard, fuzzing](https://github.com/ossf/scorecard/blob/main/docs/checks.md#fuzzing).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.sources import code
from gitops_assets.core.model import Severity

_LIBRARIES = frozenset(
    {
        *(
            "hypothesis",
            "atheris",
            "schemathesis",
            "fast-check",
            "jsverify",
            "@jazzer.js/core",
            "libfuzzer-sys",
            "afl",
        ),
        *(
            "proptest",
            "quickcheck",
            "arbitrary",
            "honggfuzz",
            "bolero",
            "jqwik",
            "net.jqwik:jqwik",
            "pythonfuzz",
        ),
        *(
            "com.code-intelligence:jazzer-junit",
            "org.scalacheck:scalacheck",
            "rantly",
            "prop_check",
            "fscheck",
        ),
        *(
            "github.com/google/gofuzz",
            "pgregory.net/rapid",
            "github.com/leanovate/gopter",
            "eris",
            "rapidcheck",
        ),
    }
)
_FILES = (
    "*.clusterfuzzlite/*",
    "fuzz/*",
    "*/fuzz/*",
    "*/fuzzing/*",
    "fuzzing/*",
    "*fuzz_test*",
    "*fuzz_target*",
    "*_fuzzer.*",
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree with source code and without any trace of a fuzzer or of property-based tests."""
    code(facts)
    if facts.files.matching(*_FILES):
        return
    if any(each.name.lower() in _LIBRARIES for each in facts.packages.dependencies):
        return
    tests = [path for path in facts.files.paths if path.endswith("_test.go")]
    if not any("func Fuzz" in file.text for file in facts.files.texts(tests)):
        yield Finding(
            message="No test tries inputs that nobody thought of.",
            path=".",
            subject="fuzzing",
            remedy="Add a fuzz test or a property-based test for the code that reads input from outside.",
        )


GATE = Gate(
    id="fuzzing-present",
    title="Inputs are tried that nobody thought of",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write a fuzz test or a property for what reads input from outside.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    required=False,
)
