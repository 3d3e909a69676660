from gitops_assets.core.dependencies.extractors.protocol_buffers import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Publication


def told(path: str, text: str) -> list[tuple[str, str, int]]:
    return [
        (row.ecosystem + ("" if isinstance(row, Publication) else " import"), row.name, row.line)
        for row in extract(path, text)
        if isinstance(row, Dependency | Publication)
    ]


def test_every_proto_file_is_read() -> None:
    assert wants("api/v1/shop.proto")
    assert not wants("shop.protobuf")


def test_services_are_offered_and_foreign_files_needed_where_they_stand() -> None:
    text = (
        'syntax = "proto3";\n/* package wrong; */\npackage acme.shop.v1; // service No {}\n\n'
        'import "acme/money/v1/money.proto";\n'
        "import public 'common.proto';"
        ' import "google/protobuf/any.proto";\n'
        "message M { string service = 1; }\nservice Orders {\n  rpc Get(A) returns (B);\n}\nservice Stock{}\n"
    )
    assert told("shop.proto", text) == [
        ("proto-file", "shop.proto", 1),
        ("proto-file import", "acme/money/v1/money.proto", 5),
        ("proto-file import", "common.proto", 6),
        ("proto", "acme.shop.v1.Orders", 8),
        ("proto", "acme.shop.v1.Stock", 11),
    ]


def test_a_file_is_offered_below_its_proto_folder_too() -> None:
    assert told("services/proto/acme/a.proto", "") == [
        ("proto-file", "acme/a.proto", 1),
        ("proto-file", "services/proto/acme/a.proto", 1),
    ]


def test_what_stands_in_a_text_or_a_comment_is_no_statement() -> None:
    assert told("a.proto", '// import "x.proto";\noption a = "\\nservice S {";\n/* service T {') == [
        ("proto-file", "a.proto", 1)
    ]


def test_it_is_all_a_guess() -> None:
    rows = extract("a.proto", 'import "b.proto";')
    guesses = [row.confidence for row in rows if isinstance(row, Dependency | Publication)]
    assert guesses == [Confidence.INFERRED, Confidence.INFERRED]
