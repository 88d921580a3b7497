"""When the periodic work is due."""

import datetime as dt

import pytest

from zugong.desk.commands.dispatch import parser
from zugong.desk.commands.worker import every, tick_is_due
from zugong.door import clock
from zugong.door.models import Installation
from zugong.settings import _database


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours_ago", "day", "hour", "due"),
    [(None, "", 12, True), (1, "2026-11-23", 12, False), (1, "2026-11-22", 1, False), (1, "2026-11-22", 2, True), (25, "2026-11-23", 0, True), (-5, "2026-11-24", 12, False)],
    ids=["never", "done today", "before two", "from two on", "older than a day", "clock set back"],
)
def test_once_a_day_from_two_in_the_morning(monkeypatch, hours_ago, day, hour, due):
    noon = dt.datetime(2026, 11, 23, hour, 30, tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock, "now", lambda: noon)
    monkeypatch.setattr(clock, "unpinned", lambda: noon)
    if hours_ago is not None:
        Installation.objects.create(key="tick_done", value=f"{(noon - dt.timedelta(hours=hours_ago)).isoformat()} {day}")
    assert tick_is_due() == due


def test_every_few_minutes_begins_at_once():
    is_due = every(minutes=10)
    assert (is_due(), is_due()) == (True, False)


def test_serve_takes_host_port_and_workers():
    asked = parser().parse_args(["serve", "--host", "0.0.0.0", "--port", "9000", "--workers", "4"])
    assert (asked.host, asked.port, asked.workers) == ("0.0.0.0", 9000, 4)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("postgresql://me:p%40ss@db.example:5433/zugong", ("me", "p@ss", "db.example", "5433", "zugong", {})),
        ("postgresql://me@db.example/zugong?sslmode=require", ("me", "", "db.example", "", "zugong", {"sslmode": "require"})),
        ("postgresql://me:x@a:5432,b:5432/z?target_session_attrs=read-write", ("me", "x", "a,b", "5432,5432", "z", {"target_session_attrs": "read-write"})),
        ("postgresql:///zugong", ("", "", "", "", "zugong", {})),
    ],
    ids=["plain", "options", "several hosts", "socket"],
)
def test_a_database_url_names_hosts_and_options(url, found):
    made = _database(url)
    assert tuple(made[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")) == found
