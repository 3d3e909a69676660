import time

import pytest

from gitops_assets.core.dependencies.parsers.variables import interpolated


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("python:$V", "python:3"),
        ("python:${V}-slim", "python:3-slim"),
        ("${NONE:-a}", "a"),
        ("${NONE-a}", "a"),
        ("${EMPTY:-a}", "a"),
        ("${EMPTY-a}", ""),
        ("${NONE:-${V:-9}}", "3"),
        ("${V:+with}", "with"),
        ("${NONE:+with}", ""),
        ("$$V", "$V"),
        ("${NONE}", "${NONE}"),
        ("${NONE:?must be there}", "${NONE:?must be there}"),
        ("$NONE/x", "$NONE/x"),
        ("${V", "${V"),
        ("a $ b", "a $ b"),
        ("${{ env.V }}", "${{ env.V }}"),
    ],
)
def test_a_variable_becomes_its_value_or_default_or_stays(written: str, expected: str) -> None:
    assert interpolated(written, {"V": "3", "EMPTY": ""}) == expected


def test_many_braces_take_no_time() -> None:
    began = time.process_time()
    for text in ("${" * 50_000, "${a:-" * 20_000 + "}" * 20_000, "$" * 100_000):
        interpolated(text, {})
    assert time.process_time() - began < 1
