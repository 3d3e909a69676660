from gitops_assets.core.outbox.breaker import Breaker

SOUND = Breaker(trips_at=3, pause=10, longest=25)


def tripped(now: float) -> Breaker:
    return SOUND.failed(now).failed(now).failed(now)


def test_some_failures_change_nothing_and_a_success_forgets_them() -> None:
    twice = SOUND.failed(0).failed(0)
    assert twice.room(0, 8) == 8
    assert twice.succeeded() == SOUND


def test_after_enough_in_a_row_nothing_is_sent_then_one_to_see() -> None:
    assert tripped(0).room(9, 8) == 0
    assert tripped(0).room(10, 8) == 1
    assert tripped(0).succeeded().room(10, 8) == 8


def test_each_failed_probe_doubles_the_pause_up_to_the_longest() -> None:
    again = tripped(0).failed(10)
    assert (again.room(29, 8), again.room(30, 8)) == (0, 1)
    assert again.failed(30).until == 55


def test_those_that_were_on_their_way_do_not_prolong_it() -> None:
    assert tripped(0).failed(1).failed(2).until == 10


def test_a_target_that_asks_for_time_is_left_alone_so_long_within_reason() -> None:
    assert SOUND.failed(0, retry_after=7).room(6, 8) == 0
    assert SOUND.failed(0, retry_after=7).room(7, 8) == 8
    assert SOUND.failed(0, retry_after=1e9).until == 25
