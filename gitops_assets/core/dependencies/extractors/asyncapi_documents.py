"""AsyncAPI documents: the messages that a tree sends, and those that it waits for.

Source: [AsyncAPI Specification](https://www.asyncapi.com/docs/reference/specification/latest).

What the application sends is what it offers; what it receives, it depends on. Version 3 says so by an
operation's ``action``. In version 2 the words are the other side's: others ``subscribe`` to what it sends.
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import addresses, host
from gitops_assets.core.dependencies.extractors.openapi_documents import interface, offered
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document

_BROKERS = ("kafka", "amqp", "mqtt", "nats", "redis", "stomp", "jms", "pulsar", "solace", "sns", "sqs")


def wants(path: str) -> bool:
    """``asyncapi.yaml``, ``orders.asyncapi.json``, …."""
    name = path.rpartition("/")[2].lower()
    return name.endswith((".yaml", ".yml", ".json")) and "asyncapi" in name


def extract(path: str, text: str) -> Iterator[Row]:
    """Publications for the title and the channels sent to; dependencies on channels received and brokers."""
    located = read_json(text) if path.lower().endswith(".json") else read_yaml_document(text)
    version = located.text("asyncapi")
    if not version:
        return
    yield from repeats(path, located)
    yield from interface(path, located, "asyncapi")
    yield from _operations(path, located) if version.startswith("3") else _channels(path, located)
    yield from _servers(path, located)


def _channels(path: str, located: Located) -> Iterator[Row]:
    for name, channel in located.mapping("channels").items():
        for word in ("publish", "subscribe"):
            if isinstance(channel, dict) and word in channel:
                yield _channel(path, located.line("channels", name, word), name, sent=word == "subscribe")


def _operations(path: str, located: Located) -> Iterator[Row]:
    for key in located.mapping("operations"):
        reference = located.text("operations", key, "channel", "$ref") or ""
        name = reference.removeprefix("#/channels/").replace("~1", "/").replace("~0", "~")
        action = located.text("operations", key, "action")
        if name and not name.startswith("#") and action in {"send", "receive"}:
            address = located.text("channels", name, "address") or name
            yield _channel(path, located.line("operations", key, "action"), address, sent=action == "send")


def _channel(path: str, line: int, name: str, *, sent: bool) -> Row:
    return offered("channel", name, path, line) if sent else _needed(path, line, "channel", name)


def _servers(path: str, located: Located) -> Iterator[Row]:
    for key in located.mapping("servers"):
        protocol = (located.text("servers", key, "protocol") or "").lower()
        word = "host" if located.text("servers", key, "host") else "url"
        said, line = located.text("servers", key, word) or "", located.line("servers", key, word)
        for name in _hosts(said):
            if not protocol.startswith(_BROKERS):
                yield offered("url", name, path, line)
            else:
                yield _needed(path, line, "url", name)


def _hosts(said: str) -> Iterator[str]:
    found = list(addresses(said))
    yield from (name for address in found for name in address.hosts)
    if not found and (name := host(said.partition("/")[0])):
        yield name


def _needed(path: str, line: int, ecosystem: str, name: str) -> Dependency:
    return Dependency(
        kind=Kind.API,
        ecosystem=ecosystem,
        name=name,
        path=path,
        line=line,
        confidence=Confidence.INFERRED,
    )


EXTRACTOR = Extractor(
    id="asyncapi-documents",
    title="AsyncAPI documents",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yaml", ".yml", ".json"),
)
