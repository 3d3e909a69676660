"""Nothing in the repository knows the machine, the package index or the people that it was made with."""

import re
import subprocess

import pytest

from tests.documents import ROOT

# One letter of each stands in brackets, so that this file does not hold what it looks for.
FORBIDDEN = (
    r"(?<![\w.-])/wor[k]/",
    r"/tm[p]/w/",
    r"pyp[i]\.org",
    r"files\.pythonhoste[d]",
    r"registry\.npmj[s]",
    r"(?i:co-authored-b[y]:)",
    r"(?i:generated (?:with|by) (?:an? )?(?:a[i]|llm|assistan[t])\b)",
)
INDEX_LINE = re.compile(
    rb"^\s*(?:-i\b|-f\b|--(?:extra-)?index-url|--find-links|--trusted-host)|https?://", re.MULTILINE
)


def tracked() -> dict[str, bytes]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    if not names:
        pytest.skip("this is not a clone, so it is not known which files belong to the repository")
    return {name: (ROOT / name).read_bytes() for name in names}


def test_no_file_names_a_machine_an_index_or_its_makers() -> None:
    patterns = [re.compile(pattern.encode()) for pattern in FORBIDDEN]
    found = {
        name: match[0]
        for name, body in tracked().items()
        for each in patterns
        if (match := each.search(body))
    }
    assert found == {}


def test_requirements_name_no_address() -> None:
    for name, body in tracked().items():
        if name.startswith("requirements"):
            assert INDEX_LINE.search(body) is None, name
            assert b"--hash=sha256:" in body
