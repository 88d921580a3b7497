"""From numbers to a finding: the CASE of one duty."""

import datetime as dt
from dataclasses import dataclass

from zugong.charter import notations
from zugong.charter.words import Duty, Tally

from .conditions import holder_column
from .people import cap_of
from .text import Sql, joined


@dataclass(frozen=True)
class Judged:
    """`required` is to be divided by `times` and rounded up; `cases` are the WHENs and the ELSE."""

    counted: Sql
    required: Sql
    times: int
    cases: Sql


def judged(duty: Duty, as_of: dt.date, held: Sql | None, row: str, done_on: str = "") -> Judged:
    """The answer of a duty over its joined numbers; `held`: its `must` as SQL; `row`: where the window's days stand; `done_on`: the day on which a duty owed once was done."""
    lifted, ended = "WHEN x.sort IS NOT NULL THEN x.sort ", Sql(f"{row}.ends_on < %s", (as_of,))
    running = Sql(f"{lifted}WHEN {row}.closes_on >= %s THEN 'open' ", (as_of,))
    if held is not None:
        met = Sql("WHEN ") + held + (f" AND {done_on} <= {row}.on_time_until" if done_on else "") + " THEN 'met' "
        late = Sql("WHEN ") + held + " THEN 'late' " if done_on else Sql("")
        return Judged(Sql("CASE WHEN ") + held + " THEN 1 ELSE 0 END", Sql("1"), 1, met + late + running + "ELSE 'missed'")
    if len(duty.tallies) > 1 or duty.expects_one_of:
        return _several(duty, running)
    return _one(duty.tallies[0], 0, running, ended, lifted)


def _number(tally: Tally, place: int, column: str) -> Sql:
    """The tally's number: its parts added, each up to its cap."""
    found = []
    for number, part in enumerate(tally.parts):
        value, cap = f"COALESCE(f{place}_{number}.{column}, 0)", cap_of(part)
        found.append(value if cap is None else f"CASE WHEN {value} > {cap} THEN {cap} ELSE {value} END")
    return Sql(found[0] if len(found) == 1 else f"({' + '.join(found)})")


def _several(duty: Duty, running: Sql) -> Judged:
    """All of several numbers, or any one of them: what is counted is how many of them are reached."""
    wanted = [notations.bound(">=", tally.at_least).number for tally in duty.tallies]
    inside = [_number(tally, place, "inside") + f" >= {wanted[place]}" for place, tally in enumerate(duty.tallies)]
    accepted = [_number(tally, place, "accepted") + f" >= {wanted[place]}" for place, tally in enumerate(duty.tallies)]
    between = " OR " if duty.expects_one_of else " AND "
    counted = joined([Sql("CASE WHEN ") + each + " THEN 1 ELSE 0 END" for each in accepted], " + ")
    cases = Sql("WHEN ") + joined(inside, between) + " THEN 'met' WHEN " + joined(accepted, between) + " THEN 'late' " + running + "ELSE 'missed'"
    return Judged(counted, Sql("1" if duty.expects_one_of else str(len(wanted))), 1, cases)


def _one(tally: Tally, place: int, running: Sql, ended: Sql, lifted: str) -> Judged:
    bound = notations.bound(*next(iter(tally.bounds.items())))
    inside, accepted = _number(tally, place, "inside"), _number(tally, place, "accepted")
    times = 1 if bound.column is None else bound.denominator
    required = Sql(str(bound.number)) if bound.column is None else Sql(f"{bound.numerator} * {holder_column(bound.column)}")
    left_inside, left_accepted = (inside, accepted) if times == 1 else (Sql(f"{times} * ") + inside, Sql(f"{times} * ") + accepted)
    if bound.sign == ">=":
        cases = Sql("WHEN ") + left_inside + " >= " + required + " THEN 'met' WHEN " + left_accepted + " >= " + required + " THEN 'late' " + running + "ELSE 'missed'"
    elif bound.sign == "<=":
        cases = Sql("WHEN ") + left_inside + " > " + required + f" AND x.sort IS NULL THEN 'missed' {lifted}WHEN " + ended + " THEN 'met' ELSE 'open'"
    else:
        cases = Sql("WHEN ") + left_inside + " > " + required + " AND x.sort IS NULL THEN 'missed' WHEN " + left_inside + " = " + required + " AND " + ended + " THEN 'met' "
        cases = cases + "WHEN " + left_accepted + " = " + required + " AND " + ended + " THEN 'late' " + running + "ELSE 'missed'"
    return Judged(accepted if bound.sign == ">=" else inside, required, times, cases)
