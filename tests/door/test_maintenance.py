"""While an upgrade or a restore is under way, and after it until the restart, a server shows one page and touches nothing."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zugong.door import lease, maintenance
from zugong.door.models import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def just_started():
    maintenance.forget()
    maintenance.look()
    yield
    maintenance.forget()


def test_the_page_says_when_to_come_back_and_asks_the_database_nothing():
    token = lease.take(maintenance.LEASE)
    assert maintenance.look() == "maintenance"
    with CaptureQueriesContext(connection) as queries:
        answers = [Client().get("/"), Client().post("/accounts/login/", {"login": "a"}), Client().get("/no-such-page/")]
    assert [(each.status_code, each.headers["Retry-After"], "正在维护" in each.text, "没有保存" in each.text) for each in answers] == [(503, "60", True, True)] * 3
    assert (len(queries), "default-src 'self'" in answers[0].headers["Content-Security-Policy"], Client().get("/health").status_code) == (0, True, 503)
    lease.give_back(maintenance.LEASE, token)
    assert (maintenance.look(), Client().get("/accounts/login/").status_code) == ("", 200)


def test_an_upgrade_that_was_killed_closes_the_house_for_minutes_only():
    lease.take(maintenance.LEASE)
    row = Installation.objects.get(key="lease:maintenance")
    row.value = f"{'1':0>12}{row.value[12:]}"
    row.save()
    assert maintenance.look() == ""


def test_tables_that_changed_under_a_running_server_call_for_a_restart():
    MigrationRecorder(connection).record_applied("records", "9999_from_the_future")
    assert (maintenance.look(), "重新启动" in Client().get("/").text) == ("restart", True)


def test_another_content_calls_for_a_restart_and_one_that_was_there_before_does_not():
    Installation.objects.create(key="restored", value="a1b2")
    assert maintenance.look() == "restart"
    maintenance.forget()
    assert maintenance.look() == ""
