import base64

from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.outbox.redaction import LONGEST, cut

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
TOKEN = "ghp_" + "x7Kq2" * 7 + "Z"


def test_an_answer_is_cut_and_on_one_line() -> None:
    assert cut("ok\r\n\tthank you\n") == "ok thank you"
    assert len(cut("a b" * 10_000)) == LONGEST
    assert cut("\x1b[2Jhello\u202e") == "\\x1b[2Jhello\\u202e"


def test_what_was_sent_with_it_is_removed_wherever_it_stands() -> None:
    assert cut(f"bad key {SECRET}!", [SECRET]) == "bad key [removed]!"
    assert "hunter22" not in cut("no: hunter22 is wrong", ["hunter22", ""])


def test_secrets_of_any_known_kind_are_removed_with_their_line() -> None:
    said = cut(f"error\naws_secret_access_key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzQ8mpLKEY'\n{SECRET}\nbye")
    assert said == "error [removed] [removed] bye"
    assert cut("Authorization: Bearer abcdefgh12345") == "Authorization: [removed]"


@given(st.text())
def test_no_answer_whatever_breaks_it(text: str) -> None:
    assert len(cut(text)) <= LONGEST
