import time

from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.dependencies.parsers.yaml_walk import mappings


def test_mappings_come_in_the_order_of_the_text_outer_ones_first() -> None:
    value: dict[str, object] = {"a": [{"b": {}}], "c": {}}
    assert [place for place, _ in mappings(value)] == [(), ("a", 0), ("a", 0, "b"), ("c",)]


def test_what_aliases_nest_deeply_ends() -> None:
    nested = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{x: *a{n - 1}, y: *a0}}\n" for n in range(1, 200))
    began = time.process_time()
    assert sum(1 for _ in mappings(read_yaml_document(nested).value)) > 200
    assert time.process_time() - began < 2
