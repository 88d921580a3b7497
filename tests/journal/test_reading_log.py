"""No line, no page: who opens a file about a person is written down before the page is made."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import account, district, signed_in
from zugong.journal.models import Reading
from zugong.journal.queries import readings_of


@pytest.fixture
def readers(db):
    here = district()
    return here, signed_in(account("branch_secretary", "below", here.plum)), signed_in(account("leader", "below", here.west))


def test_opening_a_person_writes_one_line_and_listing_people_none(readers):
    here, client, _ = readers
    person = here.person("梅四")
    client.get("/people/")
    client.get(f"/people/{person.pk}/")
    assert [(row.address, row.by) for row in Reading.objects.all()] == [(person.address, int(client.session["_auth_user_id"]))]


def test_a_person_out_of_scope_is_neither_shown_nor_noted(readers):
    here, _, stranger = readers
    assert (stranger.get(f"/people/{here.person('梅四').pk}/").status_code, Reading.objects.count()) == (404, 0)
    assert (stranger.get("/people/999999/").status_code, Reading.objects.count()) == (404, 0)


def test_a_visitor_is_sent_to_sign_in_and_nothing_is_noted(readers, client):
    here, *_ = readers
    assert (client.get(f"/people/{here.person('梅四').pk}/").status_code, Reading.objects.count()) == (302, 0)


@pytest.mark.django_db(transaction=True)
def test_the_line_is_committed_before_the_pages_first_question():
    here = district()
    client = signed_in(account("branch_secretary", "below", here.plum))
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/people/{here.person('梅四').pk}/")
    statements = [query["sql"] for query in queries]
    written = next(place for place, sql in enumerate(statements) if sql.startswith('INSERT INTO "journal_reading"'))
    asked = next(place for place, sql in enumerate(statements) if sql.startswith('SELECT "registry_membership"'))
    assert (written < asked, [sql for sql in statements[:written] if sql.startswith(("BEGIN", "SAVEPOINT"))]) == (True, [])


def test_the_person_and_the_own_secretary_see_who_looked(readers):
    here, client, _ = readers
    person = here.person("梅四")
    above = account("leader", "below", here.east)
    signed_in(above).get(f"/people/{person.pk}/")
    page = client.get(f"/people/{person.pk}/")
    assert [row.by for row in page.context["readings"]] == [int(client.session["_auth_user_id"]), above.pk]
    assert signed_in(account("leader")).get(f"/people/{person.pk}/").context["readings"] == []
    assert len(readings_of(person.address, limit=10)) == 3
