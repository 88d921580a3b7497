"""A list of records sends as many statements for three rows as for one."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import NOW, account, district, filed, queries_of, rulebook, signed_in
from zugong.files.queries import files_about
from zugong.records.actions.attach import attach

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_records(rows):
    here, book = district(), rulebook()
    for day in range(rows):
        filed(book, "theme_day", here.plum, dt.date(2026, 6, day + 1))
    assert queries_of(signed_in(account("leader")), "/records/") == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_one_record_with_its_roll_and_the_others_of_its_session(rows):
    here, book = district(), rulebook()
    session = filed(book, "theme_day", [here.plum, here.bamboo, here.far][:rows], dt.date(2026, 6, 1))
    client = signed_in(account("branch_secretary", "below", here.plum))
    assert queries_of(client, f"/records/{session.records.get(organization=here.plum).pk}/") == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_one_record_with_its_files(rows):
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, dt.date(2026, 6, 1)).records.get()
    secretary = account("branch_secretary", "below", here.plum)
    attach(record, [SimpleUploadedFile(f"{number}.txt", f"第{number}份".encode()) for number in range(rows)], by=secretary.pk, at=NOW)
    client = signed_in(secretary)
    assert (queries_of(client, f"/records/{record.pk}/"), len(client.get(f"/records/{record.pk}/").context["files"])) == (9, rows)
    file = files_about(record.address)[0]
    assert (queries_of(client, f"/{file.address}/"), queries_of(client, f"/records/{record.pk}/files/add/"), queries_of(client, f"/{file.address}/remove/")) == (6, 5, 6)
