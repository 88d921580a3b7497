"""Lays facts out in the test's database in the words of the language's own examples."""

import datetime as dt

from zugong.charter.book import Book
from zugong.charter.linker import link
from zugong.charter.mechanism import Example
from zugong.charter.reader import read_folder
from zugong.desk.example_facts import lay_out
from zugong.duties.actions.fill_windows import fill_windows
from zugong.library.queries import cells


def shipped() -> Book:
    """The book of the files in mechanisms/."""
    from django.conf import settings

    book, faults = link(read_folder(settings.MECHANISMS), cells())
    assert faults == []
    return book


def given(book: Book, rows: list[dict], today: dt.date) -> dict:
    """Write rows as an example's `given` would; answers the organizations by name."""
    named = lay_out(book, Example(name="test", as_of=today, given=rows, expect={}), "default")
    fill_windows(book, today)
    return named.organizations
