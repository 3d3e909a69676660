import re
from pathlib import Path

from gitops_assets.core.gates import GATES

PAGE = (Path(__file__).parents[3] / "docs/scorecard.md").read_text("utf-8")


def test_the_page_names_only_gates_that_there_are_and_each_by_its_own_anchor() -> None:
    linked = re.findall(r"\[([a-z-]+)\]\(gates\.md#([a-z-]+)\)", PAGE)
    assert linked
    assert {name for name, _ in linked} <= {gate.id for gate in GATES}
    assert all(name == anchor for name, anchor in linked)


def test_every_gate_of_the_supply_chain_answers_one_of_its_checks() -> None:
    assert {gate.id for gate in GATES if gate.category == "supply-chain"} <= set(
        re.findall(r"#([a-z-]+)\)", PAGE)
    )
