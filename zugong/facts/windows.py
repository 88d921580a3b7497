"""Which findings are asked for, and the windows of time of one edition of a duty."""

import datetime as dt
from dataclasses import dataclass

from zugong.charter.editions import Edition
from zugong.charter.words import Duty

from .text import ScopeText, Sql

COLUMNS = ("period", "starts_on", "ends_on", "on_time_until", "closes_on")
# The day on which a condition on the holder must hold: the period's last day, or today while it runs.
HELD = "CASE WHEN w.ends_on < %s THEN w.ends_on ELSE %s END"


def accepted_until(row: str) -> str:
    """The last day on which what is done still counts: that of the period or, where it is later, of its grace. After `closes_on` what is not done is missed all the same."""
    return f"CASE WHEN {row}.closes_on > {row}.ends_on THEN {row}.closes_on ELSE {row}.ends_on END"


@dataclass(frozen=True)
class Asked:
    """Which findings: duties, organizations in scope, periods that overlap [since, until), as of a day, of which set of windows.

    `by_person`: what people owe, one row for each person or pair; else folded into one row for each organization and period.
    `wide`: asked of a whole city: begin with what happened, not with who there is.
    """

    duties: tuple[str, ...]
    scope: ScopeText
    since: dt.date
    until: dt.date
    as_of: dt.date
    book: str = ""
    period: str = ""
    by_person: bool = False
    wide: bool = False


def windows(edition: Edition, asked: Asked) -> Sql:
    """A table w of the windows that begin while an edition of a duty holds: of the calendar, of every own clock (joined by `anchor`), or of a duty owed once (joined by `ends_on`)."""
    duty, clock = edition.word, "anchor > 0" if edition.word.counted_from else "anchor = 0"
    ended = ("", ()) if edition.until is None else (" AND starts_on < %s", (edition.until,))
    period = (" AND period = %s", (asked.period,)) if asked.period else ("", ())
    return Sql(
        f"(SELECT anchor, {', '.join(COLUMNS)} FROM duties_window"
        f" WHERE book = %s AND clock = %s AND {clock} AND starts_on >= %s{ended[0]} AND ends_on >= %s AND starts_on < %s AND starts_on <= %s{period[0]}) w",
        (asked.book, duty.clock, edition.since, *ended[1], asked.since, asked.until, asked.as_of, *period[1]),
    )


def on_clock(duty: Duty, row: str) -> Sql:
    """What ties a holder's row to its windows beside the spans: nothing for the calendar's periods."""
    if duty.once:
        return Sql(f" AND w.ends_on = {row}.{duty.once}")
    return Sql(f" AND w.anchor = {row}.anchor AND w.starts_on >= {row}.since") if duty.counted_from else Sql("")
