"""Typed columns follow the book: what rules name stands in them, whatever the book was when a record was filed."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, district, filed, rulebook, shipped_texts
from zugong.charter.linker import link
from zugong.library.queries import cells
from zugong.records.actions.withdraw import withdraw
from zugong.records.models import Record
from zugong.records.slots import backfill, slot_values

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
NAME = "political/organizational_life_meeting.toml"


def with_other_field():
    """A book whose indicator sums the problems instead of the measures."""
    text = shipped_texts()[NAME].replace('sum = "measures", of = "organizational_life"', 'sum = "problems", of = "organizational_life"')
    made, faults = link(shipped_texts() | {NAME: text}, cells())
    assert faults == []
    return made


def columns(book) -> list[tuple]:
    """(field, value) of the typed columns of every record, in the words of a book."""
    slots = book.slots["organizational_life"]
    return [(name, getattr(record, slot)) for record in Record.objects.order_by("id") for name, slot in slots.items()]


def test_a_field_that_a_new_book_names_is_filled_from_what_was_told():
    here, old = district(), rulebook()
    for day in (1, 2):
        filed(old, "organizational_life", here.plum, dt.date(2026, 6, day), fields={"problems": day, "measures": 10 * day})
    filed(old, "organizational_life", here.bamboo, JUNE, fields={"measures": 30})
    new = with_other_field()
    assert columns(old) == [("measures", 10), ("measures", 20), ("measures", 30)]
    assert (backfill(old, new), columns(new)) == (3, [("problems", 1), ("problems", 2), ("problems", None)])


def test_withdrawn_records_are_filled_as_well_and_other_kinds_are_left_alone():
    here, old = district(), rulebook()
    withdraw(filed(old, "organizational_life", here.plum, JUNE, fields={"problems": 4}).records.get(), reason="重复", by=None, at=NOW)
    filed(old, "theme_day", here.plum, JUNE, fields={"theme": "学党章"})
    new = with_other_field()
    assert backfill(old, new) == 1
    assert columns(new)[0] == ("problems", 4)


def test_a_book_that_names_the_same_fields_changes_nothing():
    here, book = district(), rulebook()
    filed(book, "organizational_life", here.plum, JUNE, fields={"measures": 3})
    assert backfill(book, link(shipped_texts(), cells())[0]) == 0


def test_dates_and_answers_take_their_own_types():
    book = rulebook()
    kinds = {field.type: (kind, field.key) for kind, slots in book.slots.items() for field in book.fields(kind) if field.key in slots}
    told = {"date": "2026-06-01", "count": 5, "yes_no": True}
    typed = {"date": JUNE, "count": 5, "yes_no": 1}
    for type_, (kind, key) in kinds.items():
        if type_ in told:
            values = slot_values(book, kind, {key: told[type_]})
            assert (type_, values[book.slots[kind][key]]) == (type_, typed[type_])


def test_columns_that_no_rule_names_stay_empty():
    book = rulebook()
    assert set(slot_values(book, "theme_day", {"theme": "学党章", "content": "集体学习"}).values()) == {None}


def test_the_day_of_the_tests_is_pinned():
    from zugong.door.clock import today

    assert today() == TODAY
