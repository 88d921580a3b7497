"""Schemathesis sends what the document allows and what it forbids: no operation breaks, and no answer is other than declared."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings

from tests.desk.systems import rules, system
from tests.world import NOW, TODAY, account, district, filed
from zugong.desk.api.given import LARGEST
from zugong.desk.api.interface import document
from zugong.ledgers.actions.keep import keep

pytestmark = pytest.mark.django_db

# What the rules of the house refuse is 422 although the document allows it.
CONFIG = {
    "generation": {"deterministic": True, "max-examples": 6, "database": "none", "with-security-parameters": False},
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}},
}
_house = WSGIHandler()


def application(environ, start_response):
    """The product, and its document where no token is asked for."""
    if environ["PATH_INFO"] == "/openapi.json":
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(document()).encode()]
    return _house(environ, start_response)


schema = schemathesis.openapi.from_wsgi("/openapi.json", application, config=schemathesis.Config.from_dict(CONFIG))
NAMES = {"organization", "parent", "unit", "person"}


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker) -> Iterator[dict]:
    """A token of the whole district, and an id of each sort; made once. As in Django's own client, no request closes the connection that the transaction is open on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), override_settings(TODAY=str(TODAY), API_PER_MINUTE=10**6), transaction.atomic():
        here, book = district(), rules()
        record = filed(book, "theme_day", here.plum, dt.date(2026, 6, 1)).records.get()
        row = keep(book, "test_quota", here.plum, {"document": "1号", "most": 5}, since=dt.date(2026, 1, 1), today=TODAY, by=None, at=NOW)
        yield {"token": system(account("section_clerk")).token, "organizations": here.plum.pk, "people": here.person("梅一").pk, "records": record.pk, "rows": row.pk}
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def pointed(value, name: str, there: dict):
    """What was made up, with every sound id pointing at something that exists."""
    if isinstance(value, dict):
        return {key: pointed(each, key, there) for key, each in value.items()}
    if isinstance(value, list):
        return [pointed(each, name, there) for each in value]
    if name in NAMES and type(value) is int and 1 <= value <= LARGEST:
        return there["people" if name == "person" else "organizations"]
    return value


@schema.parametrize()
def test_whatever_is_sent_is_answered_as_declared(case, there):
    sort = next((part for part in ("rows", "records", "people", "organizations") if part in case.path), "")
    pk = case.path_parameters.get("pk")
    if type(pk) is int and 1 <= pk <= LARGEST and pk % 4:
        case.path_parameters["pk"] = there[sort]
    if case.path_parameters.get("ledger"):
        case.path_parameters["ledger"] = "test_quota"
    case.body = pointed(case.body, "", there)
    point = transaction.savepoint()
    case.call_and_validate(headers={"Authorization": f"Bearer {there['token']}"})
    transaction.savepoint_rollback(point)
