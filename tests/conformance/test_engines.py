"""The same question on four engines, the same bytes: the run's own database, DuckDB over a snapshot, Spark over Parquet (and the other database in the other run)."""

import datetime as dt
import hashlib
import json
import sqlite3
import threading

import pytest

from tests.given import given, shipped
from zugong.door.scope import Scope
from zugong.facts.engines import engine
from zugong.facts.findings import Asked, findings_on
from zugong.facts.indicators import Span, values_on
from zugong.facts.snapshot import copy, of_sqlite

pytestmark = pytest.mark.analytics
TODAY = dt.date(2026, 11, 25)
# Every shape of a duty at least once.
DUTIES = (
    "theme_day_each_month", "general_meeting_each_quarter", "committee_where_seven_members", "group_meeting_each_month", "study_hours_each_year", "study_hours_of_committee_each_year",
    "talk_each_committee_pair", "talk_committee_with_each_member", "dual_life_each_year", "committee_renewed_in_time", "excellent_within_a_fifth", "responsibility_225_6",
)  # fmt: skip
INDICATORS = ["theme_days_on_time", "theme_days_held", "organizational_life_held", "talk_pairs_done", "study_hours_reached", "training_completed"]




def facts() -> list[dict]:
    rows = [{"fact": "party_committee_organization", "name": "党委", "committee": 5}, {"fact": "institution", "name": "医院", "under": "党委"}]
    for number in range(4):
        branch, names = f"支部{number}", [f"{number}号党员{each}" for each in range(6)]
        rows += [{"fact": "branch", "name": branch, "members": number * 3, "probationary": number % 2, "groups": number // 2, "under": "党委"}]
        rows += [{"fact": "member", "name": name, "at": branch} | ({"since": dt.date(2026, 2, 1)} if name.endswith("5") else {}) for name in names]
        rows += [{"fact": "branch_committee_member", "name": name, "at": branch} for name in names[:3]] + [{"fact": "leading_member", "name": names[0], "at": "党委"}]
        rows += [{"fact": "term_with_end", "at": branch, "since": dt.date(2022, 3, 1), "ends_on": dt.date(2027, 2, 1 + number)} | ({"until": dt.date(2026, 10, 1)} if number == 2 else {})]
        for month in range(1, 12):
            rows.append({"fact": "theme_day", "by": branch, "on": dt.date(2026, month, 5 + 2 * number), "minutes": 90, "there": names[: 3 + month % 4], "absent": names[3 + month % 4 : 5], "made_up": [] if month % 4 == 3 else names[5:]})
            if month % 2:
                rows.append({"fact": "lecture", "by": branch, "on": dt.date(2026, month, 20), "minutes": 60 * month, "there": names, "lectured_by": "secretary"})
        rows += [{"fact": "heart_to_heart_talk", "by": branch, "on": dt.date(2026, 4, 3), "there": names[each : each + 2]} for each in range(number + 1)]
        rows.append({"fact": "general_meeting", "by": branch, "on": dt.date(2026, 5, 8), "entitled": 10, "present": 3 + 2 * number})
    rows.append({"fact": "democratic_life_meeting", "by": "党委", "on": dt.date(2026, 11, 3), "there": ["0号党员0", "1号党员0"]})
    rows.append({"fact": "training_class", "by": "党委", "on": dt.date(2026, 3, 3), "sort": "initial", "days": 3, "hours": 21, "called": 40, "completed": 39})
    rows.append({"exempt": "theme_day_each_month", "at": "支部1", "sort": "excused", "since": dt.date(2026, 6, 1), "until": dt.date(2026, 9, 1)})
    return rows


def asked(by_person: bool, wide: bool = False) -> Asked:
    return Asked(DUTIES, Scope(everything=True).sql, dt.date(2026, 1, 1), dt.date(2027, 1, 1), TODAY, by_person=by_person, wide=wide)


def answers(book, name: str) -> tuple[str, dict]:
    """One digest of all findings, folded and by person, without the rows' numbers, which differ from run to run; and the indicators' values."""
    with engine(name) as chosen:
        found = []
        for by_person, wide in ((False, False), (True, False), (True, True)):
            people: dict[int, int] = {}
            for row in findings_on(chosen, book, asked(by_person, wide)):
                told = {key: str(value) for key, value in row.items() if key not in ("organization", "code", "person", "other")}
                found.append(told | {key: people.setdefault(row[key], len(people)) if row[key] else 0 for key in ("person", "other")})
        values = values_on(chosen, book, INDICATORS, Span(Scope(everything=True).sql, dt.date(2026, 1, 1), TODAY))
    return hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:16], values


@pytest.fixture
def book(transactional_db):
    here = shipped()
    given(here, facts(), TODAY)
    return here


def test_every_shape_gets_the_same_answer_in_place_and_on_duckdb(book):
    here, there = answers(book, ""), answers(book, "duckdb")
    assert here == there
    assert here[1] == {"theme_days_on_time": (44, 44), "theme_days_held": (44, None), "organizational_life_held": (0, 4), "talk_pairs_done": (7, 12), "study_hours_reached": (20, 40), "training_completed": (39, 40)}


def test_a_whole_city_is_judged_as_its_parts_are(book):
    with engine("") as chosen:
        whole, parts = findings_on(chosen, book, asked(True, wide=True)), findings_on(chosen, book, asked(True))
    assert (whole, len({row["finding"] for row in whole}), any(row["duty"] == "study_hours_each_year" and row["counted"] for row in whole)) == (parts, 4, True)


@pytest.mark.spark
def test_every_shape_gets_the_same_answer_on_spark_with_two_workers(book):
    assert answers(book, "spark") == answers(book, "")


def test_a_snapshot_is_of_one_moment_whatever_is_withdrawn_and_filed_meanwhile(tmp_path, transactional_db):
    """A writer withdraws one record and files another in each transaction: no snapshot may see one without the other."""
    from django.db import connection

    if connection.vendor != "sqlite":
        file, sort = _server_of(connection), "postgres"
    else:
        file, sort = str(tmp_path / "busy.sqlite3"), "sqlite"
    here = shipped()
    named = given(here, [{"fact": "branch", "name": "甲"}, *({"fact": "theme_day", "by": "甲", "on": dt.date(2026, 3, day)} for day in range(1, 29))], TODAY)
    if sort == "sqlite":
        with sqlite3.connect(file) as target:
            connection.connection.backup(target)
        with sqlite3.connect(file) as writer:
            writer.execute("PRAGMA journal_mode=WAL")
    ended, turns = threading.Event(), []
    busy = threading.Thread(target=_swap, args=(sort, file, named["甲"].pk, ended, turns))
    busy.start()
    reader = sqlite3.connect(file) if sort == "sqlite" else None
    try:
        counts = []
        for _ in range(8):
            duck = copy(sort, file) if sort == "postgres" else of_sqlite(reader)
            counts.append(duck.execute("SELECT COUNT(*) FROM records_record WHERE withdrawn_at IS NULL").fetchone()[0])
            duck.close()
    finally:
        ended.set()
        busy.join()
    assert (counts, len(turns) > 8) == ([28] * 8, True)


def _server_of(connection) -> str:
    parts = connection.get_connection_params()
    return " ".join(f"{key}={parts[key]}" for key in ("dbname", "user", "password", "host", "port") if parts.get(key))


def _swap(sort: str, source: str, organization: int, ended, turns: list) -> None:
    """Withdraw the oldest standing record and file a new one, again and again, each time in one transaction."""
    if sort == "sqlite":
        own, mark = sqlite3.connect(source, timeout=20, isolation_level=None), "?"
    else:
        import psycopg

        own, mark = psycopg.connect(source, autocommit=True), "%s"
    columns = "session_id, organization_id, kind, happened_on, expected, present, entitled, entitled_present, guests, fields, filed_at, version, withdrawn_for"
    while not ended.is_set():
        own.execute("BEGIN IMMEDIATE" if sort == "sqlite" else "BEGIN")
        (oldest,) = own.execute("SELECT MIN(id) FROM records_record WHERE withdrawn_at IS NULL").fetchone()
        own.execute(f"UPDATE records_record SET withdrawn_at = filed_at WHERE id = {mark}", (oldest,))
        own.execute(f"INSERT INTO records_record ({columns}) SELECT {columns} FROM records_record WHERE id = {mark}", (oldest,))
        own.execute("COMMIT")
        turns.append(oldest)
    own.close()


