from gitops_assets.core.gates.hygiene.security_policy_present import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_policy_where_forges_look_passes() -> None:
    for path in ("SECURITY.md", "security.rst", ".github/SECURITY.md", "docs/security-policy.md"):
        assert passes(GATE, seen({path: "x"}))


def test_none_is_flagged() -> None:
    finding = only(GATE, seen({"src/security.py": "x"}))
    assert finding.message == "There is no security policy: nobody is told where to report a hole."
    assert finding.path == "SECURITY.md"
