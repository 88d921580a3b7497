"""The reference page: generated from the code, and true."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.charter.books import OFFICES
from zugong.charter import catalogue, notations
from zugong.charter.faults import CLASSES
from zugong.charter.linker import link
from zugong.charter.mechanism import Mechanism
from zugong.charter.reference import NOTATIONS, PERIOD_KEYS, SAMPLE, WORDS, reference, write_reference
from zugong.desk.workbench import run_examples
from zugong.library.queries import cells

PAGE = reference()


def test_the_committed_page_is_the_generated_one():
    assert (settings.ROOT / "docs" / "language.md").read_text(encoding="utf-8") == PAGE, "run ./run mechanisms reference"


def test_writing_makes_the_folder_and_the_same_page(tmp_path: Path):
    write_reference(tmp_path / "docs" / "language.md")
    assert (tmp_path / "docs" / "language.md").read_text(encoding="utf-8") == PAGE


@pytest.mark.django_db
def test_the_sample_links_and_its_example_holds():
    book, faults = link({"offices.toml": OFFICES, "site_inspection.toml": SAMPLE}, cells())
    assert (faults, run_examples(book)) == ([], [])


def test_every_key_of_every_word_is_on_the_page_with_a_meaning():
    silent = [(model.__name__, name) for _, _, model in WORDS for name, info in model.model_fields.items() if not info.description or f"| `{name}` |" not in PAGE]
    assert silent == []


def test_every_table_of_a_file_has_a_section():
    models = {model.__name__ for _, _, model in WORDS}
    tables = {info.annotation.__args__[0].__name__ for info in Mechanism.model_fields.values() if getattr(info.annotation, "__origin__", None) is list and hasattr(info.annotation.__args__[0], "model_fields")}
    assert tables - models == set()


@pytest.mark.parametrize(("title", "read", "text"), [(title, read, text) for title, read, rows in NOTATIONS for text, _ in rows])
def test_every_notation_on_the_page_can_be_read(title, read, text):
    assert read(text) is not None


def test_every_column_code_period_and_class_is_on_the_page():
    tables = [catalogue.ORGANIZATION_COLUMNS, catalogue.MEMBERSHIP_COLUMNS, catalogue.POST_COLUMNS, catalogue.RECORD_COLUMNS, catalogue.DUTY_COLUMNS, *catalogue.CODE_LISTS.values(), catalogue.FINDINGS, catalogue.ANYONE, catalogue.PROOFS, CLASSES]
    assert [key for table in tables for key in table if f"| `{key}` |" not in PAGE] == []
    assert (set(PERIOD_KEYS), [key for key in PERIOD_KEYS.values() if f"`{key}`" not in PAGE]) == (set(notations.PERIODS), [])


def test_no_type_is_left_in_python():
    assert re.findall(r"\| (?:typing|zugong|<class)[^|]*\|", PAGE) == []
