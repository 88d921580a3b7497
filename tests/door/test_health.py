"""A monitor asks without signing in: whether pages can be served, and when the worker was last seen."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zugong.door import clock, maintenance, signs
from zugong.door.models import Installation
from zugong.journal.models import Line, Reading

pytestmark = pytest.mark.django_db
QUESTIONS = 2


@pytest.fixture(autouse=True)
def just_started():
    maintenance.forget()
    yield
    maintenance.forget()


def asked() -> tuple[int, dict]:
    answer = Client().get("/health")
    return answer.status_code, json.loads(answer.content)


def test_all_is_well():
    signs.leave("worker_seen")
    signs.leave("tick_done", "2026-11-23")
    good = {"database": "ok", "migrations": "ok", "maintenance": False, "worker": "ok", "tick": "ok", "disk": "ok"}
    status, said = asked()
    assert (said.pop("worker_seen_seconds") < 60, said.pop("tick_done_seconds") < 60, status, said) == (True, True, 200, good)
    assert (Line.objects.count(), Reading.objects.count()) == (0, 0)


def test_it_asks_two_questions_and_is_not_kept():
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/health")
    assert (len(queries), answer.headers["Cache-Control"], answer.cookies.keys()) == (QUESTIONS, "no-store", {}.keys())


def test_a_worker_that_never_was_or_stopped_is_late_and_takes_no_server_away():
    assert [asked()[0], asked()[1]["worker"], asked()[1]["worker_seen_seconds"]] == [200, "late", None]
    long_ago = clock.unpinned() - dt.timedelta(days=3)
    Installation.objects.bulk_create([Installation(key="worker_seen", value=long_ago.isoformat()), Installation(key="tick_done", value=f"{long_ago.isoformat()} 2026-11-20")])
    status, said = asked()
    assert (status, said["worker"], said["tick"], said["worker_seen_seconds"] >= 3 * 86400) == (200, "late", "late", True)


def test_a_sign_from_the_future_counts_as_now():
    Installation.objects.create(key="worker_seen", value=(clock.unpinned() + dt.timedelta(days=1)).isoformat())
    assert asked()[1]["worker_seen_seconds"] == 0


@pytest.mark.parametrize(("app", "name", "said"), [("records", "9999_from_the_future", "ahead"), ("records", None, "behind"), ("an_app_that_went", "0001_initial", "ok")])
def test_tables_of_another_version(app, name, said):
    if name:
        MigrationRecorder(connection).record_applied(app, name)
    else:
        MigrationRecorder(connection).migration_qs.filter(app=app).delete()
    status, found = asked()
    assert (status, found["migrations"]) == (200 if said == "ok" else 503, said)


def test_a_database_that_does_not_answer():
    def down(*asked):
        raise DatabaseError("connection to server at db.example failed")

    with connection.execute_wrapper(down):
        assert asked() == (503, {"database": "down", "migrations": "unknown", "maintenance": False})


def test_only_reading_is_answered():
    assert Client().post("/health").status_code == 405
