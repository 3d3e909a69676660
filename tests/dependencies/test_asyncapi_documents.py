from gitops_assets.core.dependencies.extractors.asyncapi_documents import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Publication


def told(text: str) -> list[tuple[str, str, str, int]]:
    """Each row as a word, its ecosystem, name and line."""
    words = {Dependency: "needs", Publication: "offers"}
    return [
        (words[type(row)], row.ecosystem, row.name, row.line)
        for row in extract("asyncapi.yaml", text)
        if isinstance(row, Dependency | Publication)
    ]


def test_documents_are_known_by_their_name() -> None:
    assert wants("docs/asyncapi.yaml")
    assert wants("orders.asyncapi.json")
    assert not wants("asyncapi.md")


def test_version_three_says_who_sends_and_who_receives() -> None:
    text = (
        "asyncapi: 3.0.0\ninfo: {title: Orders}\nchannels:\n  placed: {address: orders.placed}\n"
        "  paid: {}\noperations:\n  place:\n    action: send\n    channel: {$ref: '#/channels/placed'}\n"
        "  pay:\n    action: receive\n    channel: {$ref: '#/channels/paid'}\n"
    )
    assert told(text) == [
        ("offers", "asyncapi", "orders", 2),
        ("offers", "channel", "orders.placed", 8),
        ("needs", "channel", "paid", 11),
    ]


def test_the_words_of_version_two_are_those_of_the_other_side() -> None:
    text = "asyncapi: 2.6.0\nchannels:\n  placed:\n    subscribe: {}\n  paid:\n    publish: {}\n"
    assert told(text) == [("offers", "channel", "placed", 4), ("needs", "channel", "paid", 6)]


def test_a_broker_is_needed_and_a_socket_is_offered() -> None:
    text = (
        "asyncapi: 3.0.0\nservers:\n  bus: {host: 'kafka.acme.io:9093', protocol: kafka}\n"
        "  front: {url: 'wss://live.acme.io/x', protocol: wss}\n  here: {host: localhost, protocol: ws}\n"
    )
    assert told(text) == [("needs", "url", "kafka.acme.io:9093", 3), ("offers", "url", "live.acme.io", 4)]


def test_a_file_that_is_no_document_gives_nothing() -> None:
    assert told("generator: x\n") == []
