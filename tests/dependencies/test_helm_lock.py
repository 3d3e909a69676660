from gitops_assets.core.dependencies.extractors.helm_lock import extract, wants
from gitops_assets.core.dependencies.model import Locked, Skipped


def test_locks_are_known_by_their_names() -> None:
    assert wants("charts/shop/Chart.lock")
    assert wants("charts/shop/requirements.lock")
    assert not wants("yarn.lock")


def test_every_chart_has_its_version() -> None:
    text = "dependencies:\n- name: redis\n  version: 18.1.0\n- name: lost\ndigest: sha256:ab\n"
    assert list(extract("Chart.lock", text)) == [
        Locked(ecosystem="helm", name="redis", version="18.1.0", path="Chart.lock", line=2),
        Skipped(path="Chart.lock", line=4, reason="locks a chart without a name or a version"),
    ]


def test_a_lock_of_that_name_that_is_pythons_is_left() -> None:
    assert not list(extract("a/requirements.lock", "flask==3.0 \\\n    --hash=sha256:ab\n"))
