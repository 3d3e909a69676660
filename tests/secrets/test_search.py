import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.secrets.rules import BY_ID, RULES
from gitops_assets.core.secrets.search import Seen, secrets_in
from tests.secrets.corpus import Maker, positives, values
from tests.secrets.negatives import negatives

POSITIVES = list(positives())
NEGATIVES = list(negatives())


def found(content: bytes) -> list[str]:
    return [seen.rule for seen in secrets_in(content)]


@pytest.mark.parametrize("text", [b"curl ", b"curl -u ", b"curl -u:", b"uthorization: Bearer "])
def test_calls_of_curl_and_headers_are_searched_in_linear_time(text: bytes) -> None:
    begin = time.process_time()
    assert list(secrets_in(text * 100_000)) == []
    assert time.process_time() - begin < 5


def test_headers_of_a_key_are_not_divided_in_every_possible_way() -> None:
    begin = time.process_time()
    assert list(secrets_in((b"-----BEGIN PRIVATE KEY-----" + b"DEK-Info:" * 40) * 1000)) == []
    assert time.process_time() - begin < 5, "in exponential time it never ends"


@pytest.mark.parametrize("end", [b"\n", b"\\n", b"\\r\\n"])
def test_a_key_behind_its_headers_is_found_on_lines_of_its_own_and_in_a_string(end: bytes) -> None:
    key = Maker(7).key().encode().replace(b"\n", end)
    lines = (b"Proc-Type: 4,ENCRYPTED", b"DEK-Info: AES-256-CBC,0011", b"", key)
    assert found(b"-----BEGIN RSA PRIVATE KEY-----" + end + end.join(lines)) == ["private-key"]


def test_every_rule_has_its_own_id_and_at_least_three_positives() -> None:
    assert len(BY_ID) == len(RULES)
    counts = {rule.id: sum(1 for each, _, _ in POSITIVES if each == rule.id) for rule in RULES}
    assert {rule: count for rule, count in counts.items() if count < 3} == {}


def test_at_least_nineteen_of_twenty_secrets_are_found_as_what_they_are() -> None:
    for seed in range(5):
        drawn = list(positives(seed))
        missed = [(rule, body, found(body)) for rule, body, _ in drawn if rule not in found(body)]
        assert len(missed) <= len(drawn) * 0.05, missed


def test_of_what_only_looks_like_a_secret_hardly_anything_is_found() -> None:
    assert len(NEGATIVES) >= 150
    wrong = [
        (content, list(secrets_in(content.encode()))) for content in NEGATIVES if found(content.encode())
    ]
    assert len(wrong) <= len(NEGATIVES) * 0.01, wrong


@pytest.mark.parametrize(("rule", "body", "value"), POSITIVES[::3])
def test_no_answer_shows_the_value(rule: str, body: bytes, value: str) -> None:
    told = repr(list(secrets_in(body)))
    assert value not in told
    assert value[-6:] not in told


def test_a_value_that_a_person_may_have_chosen_has_no_hash_and_no_end() -> None:
    (body,) = [body for rule, body, _ in POSITIVES if rule == "url-password"][:1]
    assert [seen.shown for seen in secrets_in(body)] == ["url-password"]


def test_the_same_value_has_the_same_hash_and_another_has_another() -> None:
    one, other = (values(Maker(seed))["github-token"] for seed in (1, 2))
    first, second, third = secrets_in(f"a = {one}\n\nb: '{one}'\nc={other}\n".encode())
    assert (first.line, second.line, third.line) == (1, 3, 4)
    assert first.shown == second.shown != third.shown
    assert first.shown.endswith(f" …{one[-2:]}")


@pytest.mark.parametrize("rule", ["github-token", "npm-token"])
def test_a_token_with_a_wrong_checksum_is_none_whatever_it_is_assigned_to(rule: str) -> None:
    token = values(Maker(1))[rule]
    other = f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}"
    assert found(f'API_TOKEN = "{token}"\n'.encode()) == [rule]
    assert found(f'API_TOKEN = "{other}"\n'.encode()) == []


@pytest.mark.parametrize("head", ["", '"', "key=", "a/", "x:", "-", "\n", "(", "`"])
@pytest.mark.parametrize("tail", ["", '"', ";", ",", ")", "\\n", "&x=1"])
def test_a_token_is_found_between_any_signs(head: str, tail: str) -> None:
    token = values(Maker(2))["stripe-key"]
    assert found(f"{head}{token}{tail}".encode()) == ["stripe-key"]


def test_a_binary_content_is_not_searched() -> None:
    assert found(b"\0" + values(Maker(1))["github-token"].encode()) == []


@given(st.binary(max_size=400))
def test_no_content_breaks_the_search_and_lines_are_in_range(noise: bytes) -> None:
    token = values(Maker(3))["npm-token"].encode()
    body = noise + b"\n" + token + b"\n" + noise
    lines = body.count(b"\n") + 1
    assert all(1 <= seen.line <= lines for seen in secrets_in(body))
    assert b"\0" in body or Seen(
        noise.count(b"\n") + 2, "npm-token", next(iter(secrets_in(token))).shown
    ) in list(secrets_in(body))


PIECES = (
    b"a", b"-", b"_", b"eyJ", b"eyJ.", b"://", b"://a:", b"token", b"token=", b"password = 'a1", b"sk-",
    b"sk-a1", b"aws_secret", b"=a1b2c3d4e5f6g7", b":1", b"-----BEGIN ", b"-----BEGIN RSA PRIVATE KEY-----",
    b"xoxb-1-", b"hvs.", b"discord", b"AAAA", b"://a:b1b1b1@", b"/webhooks/1", b":_authToken=",
    b'"private_key":"', b" \t", b"1", b"vault_token_", b"aws.secret.key.", b"tokentoken1=", b"eyJhbGciOi",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_line_of_a_megabyte_takes_time_in_proportion(piece: bytes) -> None:
    begin = time.process_time()
    list(secrets_in(piece * (1_000_000 // len(piece))))
    assert time.process_time() - begin < 15, "in quadratic time it takes hours"
