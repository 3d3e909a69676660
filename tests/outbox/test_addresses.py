import pytest

from gitops_assets.core.outbox.addresses import refusal

PRIVATE = """
127.0.0.1 127.8.9.1 ::1 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 fd00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
64:ff9b::7f00:1 2002:7f00:1:: 192.0.0.1 198.18.0.1 240.0.0.1 2001:db8::1
"""
NOBODY = """
0.0.0.0 :: 169.254.169.254 fe80::1 fe80::1%eth0 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe 224.0.0.1 ff02::1
255.255.255.255 ::ffff:0.0.0.0 localhost 0x7f.1 127.1 2130706433
"""


@pytest.mark.parametrize("address", ["1.1.1.1", "140.82.121.4", "2606:4700:4700::1111"])
def test_the_world_may_be_written_to(address: str) -> None:
    assert refusal(address, allow_private=False) is None


@pytest.mark.parametrize("address", PRIVATE.split())
def test_our_own_network_may_not_unless_it_is_allowed(address: str) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", NOBODY.split())
def test_where_clouds_keep_credentials_and_what_is_no_host_stays_closed(address: str) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True)
