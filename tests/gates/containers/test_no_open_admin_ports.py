import pytest

from gitops_assets.core.gates.containers.no_open_admin_ports import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen

AWS = """
resource "aws_security_group" "a" {
  ingress {
    from_port = 22
    to_port = 22
    cidr_blocks = [
      "WHERE",
    ]
  }
}
"""
GOOGLE = """
resource "google_compute_firewall" "a" {
  allow {
    protocol = "tcp"
    ports = ["80", "3000-4000"]
  }
  source_ranges = ["WHERE"]
}
"""
AZURE = """
resource "azurerm_network_security_rule" "a" {
  direction = "Inbound"
  access = "Allow"
  destination_port_range = "*"
  source_address_prefix = "WHERE"
}
"""
RULE = """
resource "aws_security_group_rule" "a" {
  type = "ingress"
  protocol = "-1"
  cidr_blocks = ["WHERE"]
}
"""


@pytest.mark.parametrize(
    ("text", "what"),
    [(AWS, "SSH (port 22)"), (GOOGLE, "MySQL (port 3306)"), (AZURE, "every port"), (RULE, "every port")],
)
def test_a_door_that_everybody_reaches_is_flagged(text: str, what: str) -> None:
    assert (
        f"opens {what} to every address"
        in only(GATE, seen({"a.tf": text.replace("WHERE", "0.0.0.0/0")})).message
    )
    assert passes(GATE, seen({"a.tf": text.replace("WHERE", "10.0.0.0/8")}))
    assert passes(GATE, seen({"a.tf": text.replace('"WHERE"', "var.where")}))


def test_the_web_and_what_goes_out_pass() -> None:
    assert passes(GATE, seen({"a.tf": AWS.replace("WHERE", "0.0.0.0/0").replace("22", "443")}))
    assert passes(GATE, seen({"a.tf": RULE.replace("WHERE", "0.0.0.0/0").replace("ingress", "egress")}))
