import pytest

from gitops_assets.core.dependencies.parsers.ports import host_ports, short_port


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3000", []),
        ("8000:80", [("8000/tcp", "")]),
        ("6060:60/udp", [("6060/udp", "")]),
        ("9090-9091:80-81", [("9090/tcp", ""), ("9091/tcp", "")]),
        ("127.0.0.1:8001:8001", [("8001/tcp", "127.0.0.1")]),
        ("[::1]:6001:6001", [("6001/tcp", "::1")]),
        ("127.0.0.1::5000", []),
        ("1000-9000:1000-9000", [("1000-9000/tcp", "")]),
        ("$PORT:80", []),
        ("70000:80", []),
        ("9-8:80", []),
    ],
)
def test_the_short_form_says_which_ports_of_the_host_are_taken(
    written: str, expected: list[tuple[str, str]]
) -> None:
    assert [(port.name, port.address) for port in short_port(written)] == expected


def test_a_number_without_a_protocol_is_tcp() -> None:
    assert [port.name for port in host_ports("53", "UDP")] == ["53/udp"]
    assert [port.name for port in host_ports("53")] == ["53/tcp"]
