import pytest

from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.rewriting import rewritten


@pytest.mark.parametrize(
    ("ecosystem", "old", "version", "new"),
    [
        ("npm", "^1.2.0", "1.4.0", "^1.2.0"),
        ("npm", "^1.2.0", "2.1.0", "^2.1.0"),
        ("npm", "~1.2.0", "2.1.0", "~2.1.0"),
        ("npm", "1.2.0", "2.1.0", "2.1.0"),
        ("npm", ">=1 <2", "2.1.0", "^2.1.0"),
        ("npm", "^1.2.0", "2.0.0-rc.1", "^2.0.0-rc.1"),
        ("pypi", "==1.2", "2.1", "==2.1"),
        ("pypi", "~=1.2", "2.1.3", "~=2.1"),
        ("pypi", ">=1.2,<2", "2.1", ">=2.1"),
        ("pypi", "^1.2", "2.1", "^2.1"),
        ("cargo", "1.2", "2.1.0", "2.1.0"),
        ("cargo", "=1.2.0", "2.1.0", "=2.1.0"),
        ("golang", "v1.2.0", "v1.3.0", "v1.3.0"),
        ("maven", "1.2", "1.3", "1.3"),
        ("maven", "[1.2]", "1.3", "[1.3]"),
        ("maven", "[1,2)", "2.4", "[2.4,3)"),
        ("gem", "~> 1.2", "2.1.3", "~> 2.1"),
        ("gem", "~> 1.2.1", "2.1.3", "~> 2.1.3"),
        ("composer", "^1.2", "2.1.0", "^2.1.0"),
        ("nuget", "1.2", "2.1", "2.1"),
        ("nuget", "[1.2]", "2.1", "[2.1]"),
        ("nuget", "[1.2,2)", "2.1", "[2.1,3)"),
        ("terraform", "~> 4.0", "5.31.0", "~> 5.31"),
        ("terraform", ">= 4.0, < 5.0", "5.31.0", ">= 5.31.0"),
        ("helm", "^1.0.0", "2.0.0", "^2.0.0"),
        ("docker", "3.11-slim", "3.12-slim", "3.12-slim"),
    ],
)
def test_a_constraint_is_written_anew_in_its_own_style(
    ecosystem: str, old: str, version: str, new: str
) -> None:
    scheme = scheme_of(ecosystem)
    found = scheme.version(version)
    assert found is not None
    assert rewritten(scheme, old, found) == new
    known = scheme.constraint(new)
    assert known is not None
    assert found in known.ranges
