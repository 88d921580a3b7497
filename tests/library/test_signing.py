"""Adopted texts: signed once, replaced and never lost; the book is read from what is in force."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW, shipped_texts
from zugong.journal.models import Line
from zugong.library.actions.sign import sign
from zugong.library.models import AdoptedFile
from zugong.library.queries import book, history, texts

pytestmark = pytest.mark.django_db
NAME = "political/themed_party_day.toml"
LATER = NOW + dt.timedelta(days=1)


def changed() -> str:
    return shipped_texts()[NAME].replace("每月开展一次主题党日", "每月开展一次支部主题党日")


def test_before_anything_is_adopted_the_book_is_empty():
    assert (texts(), book().mechanisms, book().duties) == ({}, {}, {})


def test_signing_puts_every_text_in_force_under_its_key():
    keys = sign(shipped_texts(), note="随系统提供", by=None, at=NOW)
    assert (texts(), len(keys)) == (shipped_texts(), len(shipped_texts()))
    assert set(AdoptedFile.objects.values_list("note", "replaced_at")) == {("随系统提供", None)}
    assert set(book().mechanisms) == {name.rsplit("/", 1)[-1].removesuffix(".toml") for name in shipped_texts()}


def test_signing_the_same_texts_a_second_time_changes_nothing():
    sign(shipped_texts(), by=None, at=NOW)
    before = (list(AdoptedFile.objects.order_by("id").values()), Line.objects.count())
    assert sign(shipped_texts(), by=None, at=LATER) == []
    assert (list(AdoptedFile.objects.order_by("id").values()), Line.objects.count()) == before


def test_a_replaced_text_stays_readable_with_the_day_it_was_replaced():
    sign(shipped_texts(), by=None, at=NOW)
    assert sign({NAME: changed()}, note="改标题", by=None, at=LATER) == ["themed_party_day"]
    rows = [(row.text, row.adopted_at, row.replaced_at, row.note) for row in history("themed_party_day")]
    assert rows == [(changed(), LATER, None, "改标题"), (shipped_texts()[NAME], NOW, LATER, "")]
    assert (texts()[NAME], book().duties["theme_day_each_month"].latest.title) == (changed(), "每月开展一次支部主题党日")


def test_the_other_files_are_left_alone_by_a_change_of_one():
    sign(shipped_texts(), by=None, at=NOW)
    sign({NAME: changed()}, by=None, at=LATER)
    assert AdoptedFile.objects.filter(replaced_at__isnull=False).count() == 1
    assert {name: text for name, text in texts().items() if name != NAME} == {name: text for name, text in shipped_texts().items() if name != NAME}


def test_a_file_that_moved_to_another_folder_replaces_itself():
    sign({NAME: shipped_texts()[NAME]}, by=None, at=NOW)
    assert sign({"grassroots/themed_party_day.toml": shipped_texts()[NAME]}, by=None, at=LATER) == ["themed_party_day"]
    assert list(texts()) == ["grassroots/themed_party_day.toml"]


def test_the_journal_names_the_file_and_not_its_text():
    sign({NAME: shipped_texts()[NAME]}, note="随系统提供", by=3, at=NOW)
    assert [(line.address, line.verb, line.fields, line.reason, line.by) for line in Line.objects.all()] == [("mechanisms/themed_party_day", "sign", "text", "随系统提供", 3)]


def test_the_database_holds_one_text_in_force_for_a_key():
    sign({NAME: shipped_texts()[NAME]}, by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdoptedFile.objects.create(key="themed_party_day", name=NAME, text="", adopted_at=NOW)
    assert AdoptedFile.objects.count() == 1


def test_the_book_is_linked_once_for_each_adoption():
    sign(shipped_texts(), by=None, at=NOW)
    first = book()
    assert book() is first
    sign({NAME: changed()}, by=None, at=LATER)
    assert book() is not first


def test_a_book_signed_and_rolled_back_is_not_kept():
    sign(shipped_texts(), by=None, at=NOW)
    with transaction.atomic():
        sign({NAME: changed()}, by=None, at=LATER)
        book()
        transaction.set_rollback(True)
    assert book().duties["theme_day_each_month"].latest.title == "每月开展一次主题党日"
