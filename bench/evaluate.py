"""A year of a whole installation, judged at once: the compiled text beside queries written by hand for the same rules, and everything as tick does it.

DATABASE_URL=sqlite:///var/city.sqlite3 ./run bench evaluate          on that database in place and on DuckDB
DATABASE_URL=postgresql://.../city ./run bench evaluate               the same there
BENCH_ENGINES=duckdb BENCH_RUNS=5                                      only some engines, so many interleaved runs

The hand-written queries answer six duties (months, quarters, a fraction, groups, and study hours per person) with the same rows: each scans for itself, since one shared partial
aggregate was slower on every engine. They know neither exemptions nor editions nor who ceased to exist: that is what the compiled text pays for.
"""

import datetime as dt
import os
import resource
import statistics
import time

from django.db import connection

from zugong.desk.commands.prepare import make_tables
from zugong.door.scope import Scope
from zugong.duties.actions.evaluate import LEAVES
from zugong.duties.actions.fill_windows import fill_windows
from zugong.facts import everything
from zugong.facts.engines import Engine, engine, one_moment
from zugong.facts.findings import parts_of
from zugong.facts.text import Sql
from zugong.facts.windows import Asked
from zugong.library.queries import book
from zugong.records.models import Attendance, Record
from zugong.registry.models import Membership, Organization

TODAY = dt.date.fromisoformat(os.environ.get("ZUGONG_TODAY") or "2026-11-23")
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
COUNTED = {
    "theme_day_each_month": ("theme_day", "branch", ""), "group_meeting_each_month": ("group_meeting", "party_group", ""), "lecture_each_quarter": ("lecture", "branch", ""),
    "general_meeting_each_quarter": ("general_meeting", "branch", " AND 2 * r.entitled_present >= r.entitled"), "committee_meeting_each_month": ("committee_meeting", "branch", " AND 2 * r.present >= r.expected"),
}  # fmt: skip
HOURS = ("lecture", "theme_day", "group_meeting", "ideals_education", "loyalty_education", "organizational_life")
SAME_RULES = (*COUNTED, "study_hours_each_year")
FINDING = "CASE WHEN COALESCE(f.inside, 0) >= {n} THEN 'met' WHEN COALESCE(f.accepted, 0) >= {n} THEN 'late' WHEN w.closes_on >= %s THEN 'open' ELSE 'missed' END AS finding"


def by_hand() -> list[Sql]:
    """(duty, organization, period, finding) of the six duties, as somebody who knows the tables would write it."""
    parts = []
    window = "SELECT %s AS duty, period, starts_on, ends_on, on_time_until, closes_on FROM duties_window WHERE book = '' AND anchor = 0 AND clock = %s AND starts_on >= %s AND starts_on <= %s"
    for duty, (kind, holder, condition) in COUNTED.items():
        own = " AND EXISTS (SELECT 1 FROM registry_committee c WHERE c.organization_id = o.id AND c.until IS NULL)" if duty == "committee_meeting_each_month" else ""
        text = (
            f"SELECT w.duty AS duty, o.id AS organization, w.period AS period, {FINDING.format(n=1)} FROM registry_organization o JOIN ({window}) w ON o.since <= w.starts_on"
            f" LEFT JOIN (SELECT r.organization_id AS id, w.period AS period, SUM(CASE WHEN r.happened_on <= w.on_time_until THEN 1 ELSE 0 END) AS inside, COUNT(*) AS accepted"
            f" FROM records_record r JOIN ({window}) w ON r.happened_on >= w.starts_on AND r.happened_on <= w.closes_on WHERE r.kind = '{kind}' AND r.withdrawn_at IS NULL{condition} GROUP BY r.organization_id, w.period) f"
            f" ON f.id = o.id AND f.period = w.period WHERE o.kind = '{holder}' AND o.until IS NULL{own}"
        )  # fmt: skip
        parts.append(Sql(text, (TODAY, *_span(duty), *_span(duty))))
    year = (dt.date(TODAY.year, 1, 1), TODAY)
    text = (
        f"SELECT w.duty AS duty, m.organization_id AS organization, w.period AS period, {FINDING.format(n=1920)} FROM registry_membership m JOIN ({window}) w ON m.since <= w.starts_on"
        " LEFT JOIN (SELECT a.person_id AS id, SUM(r.minutes) AS inside, SUM(r.minutes) AS accepted FROM records_record r JOIN records_attendance a ON a.record_id = r.id"
        f" WHERE a.present AND r.withdrawn_at IS NULL AND r.kind IN ({', '.join(f'{chr(39)}{kind}{chr(39)}' for kind in HOURS)}) AND r.happened_on >= %s AND r.happened_on <= %s GROUP BY a.person_id) f ON f.id = m.person_id WHERE m.until IS NULL"
    )  # fmt: skip
    return [*parts, Sql(text, (TODAY, *_span("study_hours_each_year"), *year))]


def _span(duty: str) -> tuple:
    """What the windows of a duty's year are asked by."""
    return duty, book().duties[duty].latest.clock, dt.date(TODAY.year, 1, 1), TODAY


def compiled(here) -> list[Sql]:
    asked = Asked(SAME_RULES, Scope(everything=True).sql, dt.date(TODAY.year, 1, 1), dt.date(TODAY.year + 1, 1, 1), TODAY, by_person=True, wide=True)
    return [Sql("SELECT duty, organization, period, finding FROM (") + part + ") x" for part in parts_of(here, asked)]


def timed(chosen: Engine, name: str, parts: list[Sql]) -> float:
    began = time.perf_counter()
    chosen.keep(name, parts)
    return time.perf_counter() - began


def counts(chosen: Engine, name: str) -> list[tuple]:
    rows = chosen.rows(Sql(f"SELECT duty, finding, COUNT(*) AS number FROM {name} WHERE finding <> 'not_applicable' GROUP BY duty, finding ORDER BY duty, finding"))
    return [(row["duty"], row["finding"], int(row["number"])) for row in rows]


def everything_at_once(chosen: Engine, here) -> float:
    """What tick does on the engine: judge all duties and roll them up along the tree."""
    began = time.perf_counter()
    everything.keep_all(chosen, here, Asked(tuple(here.duties), Scope(everything=True).sql, dt.date(TODAY.year, 1, 1), dt.date(TODAY.year + 1, 1, 1), TODAY, wide=True))
    for length in everything.lengths(chosen)[:4]:
        everything.tallies(chosen, length, LEAVES)
    everything.pressing(chosen)
    return time.perf_counter() - began


def say(name: str, times: list[float]) -> None:
    print(f"{name:<44} median {statistics.median(times):8.2f} s   min {min(times):8.2f}   max {max(times):8.2f}   n={len(times)}", flush=True)


def measure(here, name: str) -> None:
    began = time.perf_counter()
    with one_moment(), engine(name) as chosen:
        loaded = time.perf_counter() - began
        hand, ours, whole = [], [], []
        for run in range(RUNS):
            hand.append(timed(chosen, "by_hand", by_hand()))
            ours.append(timed(chosen, "compiled", compiled(here)))
            if run == 0:
                print(f"{chosen.name}: {'the same answers' if counts(chosen, 'by_hand') == counts(chosen, 'compiled') else 'NOT THE SAME: ' + str([counts(chosen, 'by_hand'), counts(chosen, 'compiled')])}")
            whole.append(everything_at_once(chosen, here))
        if name == "duckdb":
            print(f"{chosen.name}: snapshot loaded in {loaded:.2f} s")
        say(f"{chosen.name}: six duties by hand", hand)
        say(f"{chosen.name}: six duties, compiled", ours)
        print(f"{chosen.name}: compiled / by hand, pair by pair: median {statistics.median(a / b for a, b in zip(ours, hand, strict=True)):.2f}")
        say(f"{chosen.name}: all {len(here.duties)} duties, judged and rolled up", whole)


def main() -> None:
    make_tables(renew=True)
    here = book()
    fill_windows(here, TODAY)
    sizes = [f"{table.objects.count():,} {word}" for table, word in ((Organization, "organizations"), (Membership, "memberships"), (Record, "records"), (Attendance, "rows of rolls"))]
    print(f"{connection.vendor}: {', '.join(sizes)}", flush=True)
    for name in os.environ.get("BENCH_ENGINES", ",duckdb").split(","):
        measure(here, name)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
