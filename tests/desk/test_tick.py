"""The periodic work: once at a time, again after a holder was killed, and not at all on a day that cannot be right."""

import signal
import time
from contextlib import contextmanager

from tests.desk.installed import until

BUSY = "定时工作正在由另一个进程运行，这次不做。\n"
DONE = "已到保存期限：删除 0 条，封存 0 条；台账删除 0 行，封存 0 行；清掉没有着落的附件 0 个；删除用完的签到 0 场\n"
LEASE = "SELECT value FROM door_installation WHERE key = 'lease:tick' AND value <> ''"


@contextmanager
def halfway(installed):
    """A tick that has begun and cannot go on: another transaction holds what it wants to write."""
    with installed.connected() as there:
        is_postgresql = installed.url.startswith("postgresql")
        if is_postgresql:
            there.execute("BEGIN")
            there.execute("LOCK TABLE duties_window IN ACCESS EXCLUSIVE MODE")
        tick = installed.start("tick")
        if is_postgresql:
            until(lambda: installed.ask(LEASE))
        else:
            while not _caught(there):  # on a busy machine it may have ended before we looked
                tick.wait(60)
                tick = installed.start("tick")
            time.sleep(0.5)  # by now it waits to write
        yield tick
        there.execute("ROLLBACK")


def _caught(there) -> bool:
    """Whether our transaction began to write while a tick had its lease: without a pause, for its next write comes a few milliseconds later."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends and not there.execute(LEASE).fetchall():
        pass
    there.execute("BEGIN IMMEDIATE")
    if there.execute(LEASE).fetchall():
        return True
    there.execute("ROLLBACK")
    return False


def test_of_two_at_once_the_second_says_so_and_does_nothing(installed):
    with halfway(installed) as first:
        second = installed.run("tick")
        assert (second.returncode, second.stderr, second.stdout, first.poll()) == (0, "", BUSY, None)
    assert (first.wait(60), installed.log.startswith(DONE), installed.ask(LEASE)) == (0, True, [])
    assert installed.run("tick").stdout.startswith(DONE)


def test_what_a_killed_one_had_in_hand_is_free_when_its_time_is_over(installed):
    with halfway(installed) as killed:
        killed.kill()
        killed.wait()
    assert installed.run("tick").stdout == BUSY
    installed.change("UPDATE door_installation SET value = '000000000001' || substr(value, 13) WHERE key = 'lease:tick'")
    assert installed.run("tick").stdout.startswith(DONE)


def test_one_that_is_asked_to_end_gives_it_back(installed):
    with halfway(installed) as ended:
        ended.send_signal(signal.SIGTERM)
        installed.begun.remove(ended)
    assert ended.wait(60) in (143, -signal.SIGTERM)
    assert installed.run("tick").stdout.startswith(DONE)


def windows(installed) -> list[tuple]:
    return installed.ask("SELECT clock, anchor, period, closes_on FROM duties_window ORDER BY clock, anchor, period")


def test_with_the_clock_set_back_it_does_nothing_and_says_why(installed):
    before = windows(installed)
    answer = installed.run("tick", ZUGONG_TODAY="2019-01-05")
    assert (answer.returncode, "时钟可能被拨回" in answer.stderr, windows(installed) == before) == (1, True, True)
    assert installed.ask("SELECT count(*) FROM door_installation WHERE key = 'tick_done'") == [(0,)]


def test_after_a_leap_of_years_it_waits_for_somebody_to_look_at_the_clock(installed):
    installed.run("tick")
    before = windows(installed)
    leapt = installed.run("tick", ZUGONG_TODAY="2040-01-05")
    assert (leapt.returncode, "隔得太久" in leapt.stderr, windows(installed) == before) == (1, True, True)
    assert installed.run("tick", "--trust-clock", ZUGONG_TODAY="2040-01-05").returncode == 0
