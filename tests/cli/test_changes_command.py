from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import gitops
from tests.store.test_store_comparison import GATES, audited


def two_audits(home: Home) -> tuple[int, int]:
    home.path.mkdir(parents=True)
    with Store.open(home.store_url) as store:
        store.migrate()
        return audited(store, {"a/one": GATES}), audited(store, {"a/two": GATES[:1]}, head="2")


def test_it_tells_what_is_new_and_fixed_and_the_sums(home: Home) -> None:
    first, last = two_audits(home)
    done = gitops("changes")
    assert done.code == 0
    assert done.out.startswith(f"Audit {last} (1970-01-01T00:04:10Z) since audit {first}")
    assert "2 findings then, 1 now (-1: code +1 -2)" in done.out
    assert "Score 50.0 then, 75.0 now (+25.0: code +25.0)" in done.out
    assert "fixed (2)" in done.out
    assert "1 more; --most 0" in gitops("changes", "--most", "1").out


def test_the_document_adds_up(home: Home) -> None:
    first, last = two_audits(home)
    told = gitops("changes", "--json", "--since", str(first), "--as-of", str(last)).document
    findings = told["findings"]
    assert (findings["before"], findings["new"], findings["fixed"], findings["after"]) == (2, 1, 2, 1)
    assert told["score"]["delta"] == 25.0
    assert told["repositories"] == {"better": 1, "worse": 1, "moved": {"a/one": 100.0, "a/two": -50.0}}


def test_the_first_audit_has_nothing_to_compare_with(home: Home) -> None:
    first, _ = two_audits(home)
    assert "nothing to compare" in gitops("changes", "--as-of", str(first)).out
    assert gitops("changes", "--as-of", str(first), "--json").document is None


def test_a_later_audit_is_no_base(home: Home) -> None:
    first, last = two_audits(home)
    gitops("changes", "--since", str(last), "--as-of", str(first)).told(2, str(last))


def test_an_audit_that_is_not_there_is_told_with_what_to_do(home: Home) -> None:
    two_audits(home)
    gitops("changes", "--since", "99").told(4, "no complete audit of 99", "`gitops-assets report --list`")
