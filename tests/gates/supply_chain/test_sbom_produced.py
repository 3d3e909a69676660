from gitops_assets.core.gates.supply_chain.sbom_produced import GATE
from tests.gates.build import only, passes
from tests.gates.supply_chain.releasing import RELEASE, publishing
from tests.gates.trees import seen


def test_a_release_without_a_bill_of_materials_is_flagged() -> None:
    finding = only(GATE, seen({RELEASE: publishing("run: docker build x", "run: docker push x")}))
    assert (finding.path, finding.line) == (RELEASE, 6)


def test_a_step_a_setting_and_a_file_pass() -> None:
    push = "run: docker push x"
    assert passes(GATE, seen({RELEASE: publishing(push, "uses: anchore/sbom-action@v0")}))
    assert passes(GATE, seen({RELEASE: publishing(push), ".goreleaser.yml": "sboms:\n- {}\n"}))
    assert passes(GATE, seen({RELEASE: publishing(push), "app.spdx.json": "{}"}))
