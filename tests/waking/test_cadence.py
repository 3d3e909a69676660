"""How often repositories are looked after, and when one is left alone."""

from dataclasses import replace

from gitops_assets.core.waking.cadence import (
    Refs,
    Runs,
    Watch,
    Watching,
    after_run,
    due_now,
    interval,
    moves,
    quarantined,
    released,
)

WATCHING = Watching(least=30, most=3600, crashes=3, quarantine=600)
HOUR = 3600


NONE = Runs()
ALL = Runs(launched=lambda keys: keys)
"""No run that was asked for was launched, or every one."""


def looks(moved_every: int, days: int = 7) -> tuple[int, int]:
    """How often a repository that moves so often is looked after, and the longest that a move goes unseen."""
    watches: dict[str, Watch] = {}
    count, worst = 0, 0
    for now in range(1_000_000, 1_000_000 + days * 86_400, 30):
        if due_now(["a"], watches, now):
            stands = now // moved_every
            if watches and watches["a"].stamp != str(stands):
                worst = max(worst, now - stands * moved_every)
            found = moves({"a": Refs(str(stands))}, watches, WATCHING, ALL, now)
            watches = {each.slug: each for each in found.remember}
            count += 1
    return count, worst


def test_one_that_moves_often_is_looked_after_often() -> None:
    hot, warm, cold = (looks(every)[0] for every in (300, 6 * HOUR, 7 * 86_400))
    assert hot > 4 * warm > 4 * cold


def test_a_move_is_noticed_after_a_tenth_of_the_silence_before_it() -> None:
    for every in (600, HOUR, 6 * HOUR):
        assert looks(every)[1] <= max(60, every // 10 + 60)


def test_the_cadence_is_bounded_on_both_sides() -> None:
    assert [interval(quiet, WATCHING) for quiet in (0, 10, 6000, 10**9)] == [30, 30, 600, 3600]


def test_what_was_never_looked_after_needs_a_run() -> None:
    found = moves({"new": Refs("1")}, {}, WATCHING, NONE, 100)
    assert [(each.slug, each.run_key) for each in found.moved] == [("new", "moved:new:1:0")]


def test_one_that_stands_still_needs_none() -> None:
    found = moves({"a": Refs("1")}, {"a": Watch(slug="a", stamp="1", moved=50)}, WATCHING, NONE, 100)
    assert (found.moved, [each.due for each in found.remember]) == ((), [130])


def test_one_whose_refs_cannot_be_told_is_not_said_to_have_moved() -> None:
    known = {"a": Watch(slug="a", stamp="1", moved=50)}
    assert moves({"a": Refs(None)}, known, WATCHING, NONE, 100).moved == ()
    assert moves({"a": Refs(None)}, known, WATCHING, NONE, 100).remember[0].stamp == "1"


def test_whoever_waited_longest_comes_first() -> None:
    watches = {slug: Watch(slug=slug, due=due) for slug, due in (("a", 90), ("b", 10), ("c", 500))}
    assert due_now("abcd", watches, 100) == ["d", "b", "a"]


def test_some_failures_in_a_row_lead_into_quarantine_which_ends_by_itself() -> None:
    watch = Watch(slug="a")
    for now in (100, 200):
        watch = after_run(watch, WATCHING, failed="killed", now=now)
        assert not watch.is_quarantined(now)
    watch = after_run(watch, WATCHING, failed="killed", now=300)
    assert (watch.crashed, watch.quarantined, watch.why) == (3, 900, "killed")
    assert due_now(["a"], {"a": watch}, 899) == []
    assert due_now(["a"], {"a": watch}, 900) == ["a"]
    assert [each.slug for each in quarantined([watch, Watch(slug="b")], 899)] == ["a"]
    assert quarantined([watch], 900) == []


def test_one_more_failure_afterwards_leads_back_at_once() -> None:
    watch = Watch(slug="a", crashed=3, quarantined=900, why="killed")
    assert after_run(watch, WATCHING, failed="killed", now=1000).quarantined == 1600


def test_a_push_ends_it_and_a_sound_run_forgets_it() -> None:
    watch = Watch(slug="a", crashed=3, quarantined=900, why="killed")
    assert due_now(["a"], {"a": released(watch)}, 300) == ["a"]
    assert after_run(watch, WATCHING, failed=None, now=300) == Watch(slug="a")


def test_a_failure_between_sound_runs_counts_for_nothing() -> None:
    watch = Watch(slug="a")
    for failed in ("x", "x", None, "x", "x", None):
        watch = after_run(watch, WATCHING, failed=failed, now=100)
        assert not watch.is_quarantined(100)


def test_a_run_that_was_asked_for_and_never_launched_is_asked_for_again_under_the_same_key() -> None:
    (asked,) = moves({"a": Refs("1")}, {}, WATCHING, NONE, 100).moved
    (again,) = moves({"a": Refs("1")}, {"a": asked}, WATCHING, NONE, 200).moved
    assert again.run_key == asked.run_key == "moved:a:1:0"
    settled = moves({"a": Refs("1")}, {"a": again}, WATCHING, ALL, 300)
    assert (settled.moved, settled.remember[0].run_key) == ((), None)


def test_a_run_that_failed_is_tried_again_under_another_key() -> None:
    failed = Watch(slug="a", stamp="1", moved=50, crashed=1)
    (again,) = moves({"a": Refs("1")}, {"a": failed}, WATCHING, NONE, 100).moved
    assert again.run_key == "moved:a:1:1"
    assert moves({"a": Refs("1")}, {"a": failed}, WATCHING, ALL, 200).moved == ()


def test_one_that_was_looked_at_before_anybody_watched_it_is_believed() -> None:
    found = moves({"a": Refs("1"), "new": Refs("1")}, {}, WATCHING, Runs(looked_at={"a"}), 100)
    assert [each.slug for each in found.moved] == ["new"]
    watches = {each.slug: each for each in found.remember}
    assert [each.slug for each in moves({"a": Refs("2")}, watches, WATCHING, NONE, 200).moved] == ["a"]


def test_a_remote_counts_from_the_second_time_on_and_its_silence_never() -> None:
    known = {"a": Watch(slug="a", stamp="1")}
    for there, expected in (("x", []), (None, []), ("x", []), ("y", ["a"])):
        found = moves({"a": Refs("1", there)}, known, WATCHING, ALL, 100)
        asked = moves({"a": Refs("1", there)}, known, WATCHING, NONE, 100)
        known = {each.slug: each for each in found.remember}
        assert [each.slug for each in asked.moved] == expected


def test_many_that_move_at_once_are_one_run() -> None:
    refs = {f"r{number}": Refs("1") for number in range(20)}
    found = moves(refs, {}, WATCHING, NONE, 100)
    assert (len(found.moved), len({each.run_key for each in found.moved})) == (20, 1)
    again = moves(refs, {each.slug: each for each in found.remember}, WATCHING, NONE, 200)
    assert {each.run_key for each in again.moved} == {each.run_key for each in found.moved}


def test_one_whose_run_failed_is_looked_after_soon_however_long_it_was_quiet() -> None:
    quiet = Watch(slug="a", stamp="x", due=1_000_000 + 6 * HOUR)
    once = after_run(quiet, WATCHING, failed="it was killed", now=1_000_000)
    twice = after_run(once, WATCHING, failed="it was killed", now=1_000_100)
    assert (once.due, twice.due) == (1_000_120, 1_000_120)
    assert after_run(replace(quiet, due=7), WATCHING, failed="it was killed", now=1_000_000).due == 7
