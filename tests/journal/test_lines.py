"""The journal says who did what to which address; it never holds a value."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, account, district, filed, rulebook
from zugong.door.actions.close_account import close_account
from zugong.door.actions.grant_role import grant_role
from zugong.journal.actions.note_reading import note_reading
from zugong.journal.actions.write import write
from zugong.journal.models import Line, Reading
from zugong.journal.queries import lines, lines_about, readings_of
from zugong.records.actions.correct import correct
from zugong.records.actions.file import Part, file
from zugong.records.actions.withdraw import withdraw
from zugong.registry.actions.mend_person import mend_person
from zugong.registry.actions.rename import rename
from zugong.registry.actions.take_in import take_in
from zugong.registry.models import Person

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
SECRETS = ("上官采薇", "13987654321", "明月楼", "谈心谈话内容", "新月党支部", "白石滩支部")


def test_a_line_holds_moment_account_address_verb_fields_and_reason():
    line = write("records/42", "correct", by=7, at=NOW, fields=["place", "absent"], reason="写错了")
    assert (line.at, line.by, line.address, line.verb, line.fields, line.reason) == (NOW, 7, "records/42", "correct", "absent place", "写错了")


def test_lines_come_newest_first_and_by_address():
    for number, address in enumerate(("people/1", "people/2", "people/1")):
        write(address, f"verb{number}", by=None, at=NOW)
    assert ([line.verb for line in lines()], [line.verb for line in lines_about("people/1")]) == (["verb2", "verb1", "verb0"], ["verb2", "verb0"])


def test_too_many_fields_and_too_long_a_reason_are_cut_not_refused():
    line = write("records/1", "file", by=None, at=NOW, fields=[f"field_{number}" for number in range(100)], reason="长" * 900)
    assert (len(Line.objects.get(pk=line.pk).fields), len(Line.objects.get(pk=line.pk).reason)) == (400, 400)


def test_no_act_writes_a_value_into_the_journal():
    """People, places, texts and numbers typed in every sort of act are nowhere in the lines."""
    here, book = district(), rulebook()
    by = {"by": account("section_clerk").pk, "at": NOW}
    newcomer = Person(name="上官采薇", phone="13987654321")
    take_in(newcomer, here.plum, "full", since=JUNE, **by)
    mend_person(newcomer, {"phone": "13987654321", "name": "上官采薇"}, version=1, reason="错别字", **by)
    rename(here.bamboo, "白石滩支部", on=JUNE, **by)
    session = file(book, [Part(here.plum, "theme_day", fields={"content": "谈心谈话内容"}, absent={newcomer.pk: "leave"})], key="a" * 32, on=JUNE, today=TODAY, place="明月楼", **by)
    record = session.records.get()
    changes = {"happened_on": JUNE, "begins": None, "minutes": None, "place": "明月楼二层", "guests": 0, "fields": {"content": "谈心谈话内容有改动"}, "absent": {}}
    correct(book, record, changes, version=1, reason="漏写", today=TODAY, **by)
    withdraw(record, reason="重复", **by)
    grant_role(account(), "leader", "below", here.east.path, since=JUNE, **by)
    close_account(account(), reason="调离", **by)
    text = "\n".join(f"{line.address} {line.verb} {line.fields} {line.reason}" for line in Line.objects.all())
    assert [secret for secret in (*SECRETS, "梅", here.east.path) if secret in text] == []
    verbs = {"take_in", "mend_person", "rename", "file", "correct", "withdraw", "grant_role", "close_account", "sign_out_everywhere"}
    assert verbs - {line.verb for line in Line.objects.filter(by=by["by"])} == set()


def test_filing_names_the_fields_that_were_filled_in():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE, fields={"theme": "学党章"}).records.get()
    assert [(line.verb, line.fields) for line in lines_about(record.address)] == [("file", "roll theme")]


def test_readings_of_one_address_come_newest_first():
    for number in (1, 2, 3):
        note_reading("people/1" if number != 2 else "people/2", by=number, at=NOW)
    assert [row.by for row in readings_of("people/1", limit=10)] == [3, 1]
    assert Reading.objects.count() == 3
