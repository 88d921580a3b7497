"""A process that does one act again and again on fresh copies of one database and is killed after each statement in turn.

python -m tests.faults.child lay                the ground, once
python -m tests.faults.child killed filing      what was left behind, after every n
python -m tests.faults.child together NAME      two processes at one moment
"""

import json
import os
import signal
import sys
from contextlib import contextmanager

import django
from django.db import connection, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")
django.setup()

from tests.faults import acts  # noqa: E402
from tests.faults.copies import fresh_copy  # noqa: E402
from tests.faults.ground import lay  # noqa: E402


class Watch:
    """Counts the statements of an act, and its commits before and after; `at_step` may end the process."""

    def __init__(self, act: acts.Act, at_step):
        self.act, self.at_step, self.number, self.counting = act, at_step, 0, False

    def __call__(self, execute, sql, params, many, context):
        self.counting = (self.counting or (self.number == 0 and self.act.since in sql)) and self.act.until not in sql
        answer = execute(sql, params, many, context)
        self.step(" ".join(sql.split()[:3]))
        return answer

    def step(self, said: str) -> None:
        if self.counting:
            self.number += 1
            self.at_step(self.number, said)

    @contextmanager
    def over(self):
        """Do the act under watch; answers its status."""
        commit = connection._commit

        def watched_commit():
            self.step("before COMMIT")
            commit()
            self.step("after COMMIT")

        connection._commit = watched_commit
        try:
            with connection.execute_wrapper(self):
                yield self.act.do()
        finally:
            connection._commit = commit


def states_of(act) -> list[str]:
    """The former state, and the one after each commit that changed something: all that a killed process may leave behind."""
    with fresh_copy(0):
        found, silent = [act.state()], []

        def look(number: int, said: str) -> None:
            if said == "after COMMIT" and not silent:
                silent.append(1)
                if (now := act.state()) != found[-1]:
                    found.append(now)
                connection.connection.rollback()  # looking began a transaction on PostgreSQL
                silent.pop()

        with Watch(act, look).over() as status:
            assert status in (0, 302), f"the act itself answered {status}"
    return found


def kill_after(act, wanted: int) -> str:
    """Do the act in a process of its own that is killed after a step; answers the step's words, or "" when the act came to its end."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        def end(number: int, said: str) -> None:
            if number == wanted:
                os.write(writing, said.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            with Watch(act, end).over() as status:
                os._exit(0 if status in (0, 302) else 1)
        finally:
            os._exit(2)
    os.close(writing)
    said = os.read(reading, 1000).decode()
    os.close(reading)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code == (-signal.SIGKILL if said else 0), f"step {wanted}: exit code {code} after {said!r}"
    return said


def killed(name: str) -> dict:
    """For every n: which state was left, what a second try answers and leaves, and whether something else can be filed."""
    act, seen = acts.ACTS[name], {"states": [], "again": [], "torn": [], "not_completed": [], "locked": []}
    possible = states_of(act)
    for number in range(1, 1000):
        with fresh_copy(number):
            said = kill_after(act, number)
            if not said:
                break
            left = act.state()
            if left not in possible:
                seen["torn"].append(f"{number} {said}")
                continue
            seen["states"].append(possible.index(left))
            acts.later()
            seen["again"].append([possible.index(left), act.do()])
            if act.state() != possible[-1]:
                seen["not_completed"].append(f"{number} {said}")
            if not acts.something_else():
                seen["locked"].append(f"{number} {said}")
    return seen | {"possible": len(possible)}


def at_once(first, second) -> list[int]:
    """Two processes, each with a connection of its own, do their acts at one moment; their statuses."""
    connections.close_all()
    ready_in, ready = os.pipe()
    wait, go = os.pipe()
    answers, pids = [], []
    for act in (first, second):
        reading, writing = os.pipe()
        answers.append((reading, writing))
        if not (pid := os.fork()):
            os.close(go)
            connection.ensure_connection()
            os.write(ready, b".")
            os.read(wait, 1)
            try:
                os.write(writing, str(act()).encode())
            except BaseException as error:  # what a command says by falling over
                os.write(writing, f"{type(error).__name__}: {error}".encode())
            os._exit(0)
        pids.append(pid)
        os.close(writing)
    os.read(ready_in, 1), os.read(ready_in, 1)
    for each in (wait, go, ready_in, ready):
        os.close(each)
    found = [os.read(reading, 2000).decode() for reading, _ in answers]
    for (reading, _), pid in zip(answers, pids, strict=True):
        os.close(reading)
        os.waitpid(pid, 0)
    return [int(each) if each.isdecimal() else each for each in found]


PAIRS = {
    "filings": ("filing", acts.filing, acts.filing),
    "corrections": ("", acts.correction, lambda: acts.correction(place="四楼")),
    "siblings": ("", acts.correction, lambda: acts.correction(1, place="四楼")),
    "adoptions": ("adoption", acts.adoption, acts.adoption),
    "ticks": ("tick", acts.ticking, acts.ticking),
    "tick_and_adoption": ("", acts.ticking, acts.adoption),
    "rotations": ("rotation", acts.rotating, acts.rotating),
}


def together(name: str, rounds: int = 3) -> list:
    """The distinct outcomes of some rounds: the statuses, and whether the act's one effect is there and nothing else."""
    alone, first, second = PAIRS[name]
    whole, found = states_of(acts.ACTS[alone])[-1] if alone else None, []
    for number in range(1, rounds + 1):
        with fresh_copy(number):
            statuses = sorted(at_once(first, second), key=str)
            effect = acts.ACTS[alone].state() == whole if whole else acts.told()
            if [statuses, effect] not in found:
                found.append([statuses, effect])
    return found


if __name__ == "__main__":
    print(json.dumps({"lay": lay, "killed": killed, "together": together}[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
