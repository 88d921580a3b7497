"""The whole product opens on an empty database, and every list says what to do."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def plain_addresses():
    """All our addresses without a parameter, but for signing out and the library's own pages."""
    found = []
    for group in get_resolver().url_patterns:
        if "accounts" in str(group.pattern):
            continue
        for pattern in group.url_patterns:
            if isinstance(pattern, URLPattern) and not pattern.pattern.converters and getattr(pattern.callback, "method", "") and "sign" not in str(pattern.pattern):
                found.append("/" + str(pattern.pattern))
    return found


@pytest.mark.parametrize("role", ["section_clerk", "leader", "security_administrator", "audit_administrator", "system_administrator"])
def test_every_page_opens_with_nothing_in_the_database(role):
    account = invite("first", "第一人", by=None, at=NOW)
    grant_role(account, role, "all", since=dt.date(2020, 1, 1), by=None, at=NOW)
    client = Client()
    client.force_login(account)
    session = client.session
    session["demo"], session["seen"] = True, dt.datetime.now(dt.UTC).isoformat()
    session.save()
    answers = {address: client.get(address).status_code for address in plain_addresses()}
    assert {address: status for address, status in answers.items() if status not in (200, 302, 403, 405)} == {}


def test_an_empty_list_says_what_to_do():
    account = invite("first", "第一人", by=None, at=NOW)
    grant_role(account, "section_clerk", "all", since=dt.date(2020, 1, 1), by=None, at=NOW)
    client = Client()
    client.force_login(account)
    said = {"/organizations/": "还没有任何组织", "/people/": "还没有党员", "/plans/": "还没有计划", "/library/": "还没有采用任何机制", "/records/": "还没有纪实", "/transfers/": "没有在途的转接"}
    assert {address: text in client.get(address).content.decode() for address, text in said.items()} == dict.fromkeys(said, True)
