"""Rules of firewalls in Terraform that let somebody in, of AWS, Google and Azure in one shape.

Sources: the resources `aws_security_group`, `aws_security_group_rule`, `aws_vpc_security_group_ingress_rule`,
`google_compute_firewall` and `azurerm_network_security_rule` in the documentation of their providers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.parsers.hcl_text import Block
from gitops_assets.core.gates.containers.terraform import Module, Source, named

ADMIN = {
    22: "SSH",
    23: "Telnet",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    2375: "Docker",
    3306: "MySQL",
    3389: "remote desktop",
    5432: "PostgreSQL",
    5900: "VNC",
    6379: "Redis",
    9200: "Elasticsearch",
    11211: "memcached",
    27017: "MongoDB",
}
"""Ports that only administrators and other machines should reach."""

_EVERYWHERE = frozenset({"0.0.0.0/0", "::/0", "*", "internet", "any"})
_ALL = (0, 65535)
_PORTS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")

Ports = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may reach which ports, each range with both ends."""

    name: str
    path: str
    line: int
    ports: Ports
    everywhere: bool


def rules(module: Module) -> Iterator[Rule]:
    """The rules that let somebody in; what is an expression opens nothing that we could know of."""
    for source, block in module.resources("aws_security_group", "aws_default_security_group"):
        yield from (_of_aws(source, ingress, named(block)) for ingress in block.all("ingress"))
    for source, block in module.resources("aws_security_group_rule", "aws_vpc_security_group_ingress_rule"):
        if block.text("type") in {"ingress", None}:
            yield _of_aws(source, block, named(block))
    for source, block in module.resources("google_compute_firewall"):
        if block.text("direction") in {None, "INGRESS"}:
            ranges = _everywhere(source, block, "source_ranges")
            ports = [each for allow in block.all("allow") for each in _of_google(source, allow)]
            yield Rule(named(block), source.path, block.line, ports, ranges)
    for source, block in module.resources("azurerm_network_security_rule"):
        yield from _of_azure(source, block, named(block))
    for source, block in module.resources("azurerm_network_security_group"):
        for inner in block.all("security_rule"):
            yield from _of_azure(source, inner, named(block))


def _lower(block: Block, name: str) -> str:
    """A literal text in small letters, "" where there is none."""
    return (block.text(name) or "").lower()


def _everywhere(source: Source, block: Block, *names: str) -> bool:
    found = (text.lower() for name in names for text in source.texts(block.attributes.get(name)))
    return any(text in _EVERYWHERE for text in found)


def _of_aws(source: Source, block: Block, name: str) -> Rule:
    everywhere = _everywhere(source, block, "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
    low, high = (source.number(block.attributes.get(end)) for end in ("from_port", "to_port"))
    protocol = (block.text("protocol") or block.text("ip_protocol") or "").lower()
    number = source.number(block.attributes.get("protocol"))
    ports: Ports = [_ALL] if protocol in {"-1", "all"} or number == -1 else []
    if not ports and protocol not in {"icmp", "icmpv6"} and low is not None and high is not None:
        ports = [(low, high)]
    return Rule(name, source.path, block.line, ports, everywhere)


def _of_google(source: Source, allow: Block) -> Ports:
    protocol = _lower(allow, "protocol")
    if "ports" not in allow.attributes:
        return [_ALL] if protocol in {"tcp", "all"} else []
    return _ranges(source.texts(allow.attributes["ports"])) if protocol in {"tcp", "6"} else []


def _of_azure(source: Source, block: Block, name: str) -> Iterator[Rule]:
    if (_lower(block, "direction"), _lower(block, "access")) != ("inbound", "allow"):
        return
    ports = [
        text
        for key in ("destination_port_range", "destination_port_ranges")
        for text in source.texts(block.attributes.get(key))
    ]
    everywhere = _everywhere(source, block, "source_address_prefix", "source_address_prefixes")
    yield Rule(name, source.path, block.line, [_ALL] if "*" in ports else _ranges(ports), everywhere)


def _ranges(texts: list[str]) -> Ports:
    found = (_PORTS.fullmatch(text) for text in texts)
    return [(int(each[1]), int(each[2] or each[1])) for each in found if each]
