"""The shipped rule files: every example is a test of its own, every word has one, and the cells asked for are covered."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from zugong.charter.aloud import say
from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.desk.workbench import run_examples
from zugong.library.queries import cells

TODAY = dt.date(2026, 11, 23)
SHIPPED = read_folder(settings.MECHANISMS)
OTHER = read_folder(Path(__file__).parent / "other_domain")
BOOK, FAULTS = link({**SHIPPED, **OTHER}, cells())
EXAMPLES = [(key, example) for key, mechanism in BOOK.mechanisms.items() for example in mechanism.example]
NAMED = pytest.mark.parametrize(("key", "example"), EXAMPLES, ids=[f"{key}: {example.name}" for key, example in EXAMPLES])

# The issue of the main job, "Mechanisms to declare now".
ASKED_FOR = [
    "0.1 PLAN", "0.2 PLAN", "0.3 PLAN", "0.4 PLAN",
    "1.1.1 AR", "1.1.1 PO", "1.1.1 PLAN", "1.1.3 AR", "1.1.4 AR", "1.2.1 AR", "1.2.1 PO",
    "1.3.1 AR", "1.3.1 PO", "1.3.2 AR", "1.3.2 PO", "1.3.3 AR", "1.3.3 PO", "1.3.4 AR", "1.3.4 PO",
    "1.3.7 AR", "1.3.7 PO", "1.3.10 AR", "1.3.10 PO", "1.3.10 PLAN",
    # What the language of the first version can already say of the rest.
    "1.2.3 AR", "1.2.4 AR", "1.2.5 AR", "1.2.6 AR", "1.2.7 AR", "1.2.8 AR", "1.3.5 PO", "1.3.8 PO", "2.1.11 AR", "2.1.12 AR", "2.1.13 AR", "4.3.4 AR",
    "2.1.1 PLAN", "2.1.4 PO", "2.1.5 PLAN", "2.1.6 PO", "2.1.15 PLAN", "2.1.17 AR", "2.1.18 AR", "2.2.9 PLAN", "2.3.3 AR", "2.3.3 PO", "2.3.12 PLAN", "2.3.13 PLAN", "2.3.17 AR",
    "3.1.1 PO", "3.1.4 PO", "3.1.7 PLAN", "3.2.6 PO", "3.2.7 AR", "3.2.8 AR", "3.2.10 PLAN", "3.3.1 AR", "3.3.1 PLAN", "3.3.2 AR", "3.3.2 PLAN", "3.3.8 AR", "3.3.9 AR", "3.3.9 PLAN", "3.3.10 AR",
    "4.1.4 AR", "4.2.7 PLAN", "4.2.8 PLAN", "4.2.9 AR", "4.2.10 AR", "4.2.10 PLAN", "4.2.11 PLAN", "4.3.1 AR", "4.3.5 AR", "4.3.6 AR", "4.3.6 PO",
    # What needs people, posts, pairs, checklists and working days.
    "1.3.6 PO", "1.3.9 AR", "1.3.9 PO", "2.1.5 AR", "2.1.16 AR", "3.1.2 PO",
    # What is kept: parts 0 to 2.
    "0.4 REG", "1.1.2 REG", "1.1.5 REG", "1.1.5 PLAN", "1.2.2 REG", "1.2.3 REG", "1.2.6 REG", "1.2.8 REG",
    "2.1.1 REG", "2.1.2 REG", "2.1.6 REG", "2.1.7 PLAN", "2.1.8 REG", "2.1.8 PLAN", "2.1.9 PLAN", "2.1.10 REG", "2.1.13 REG", "2.1.14 REG", "2.1.15 REG", "2.1.16 REG", "2.1.17 REG", "2.1.19 REG",
    "2.2.1 REG", "2.2.2 REG", "2.2.3 REG", "2.2.3 PLAN", "2.2.4 REG", "2.2.5 REG", "2.2.6 PLAN", "2.2.8 REG", "2.2.10 REG", "2.2.10 PLAN", "2.2.11 REG", "2.2.12 REG", "2.2.13 PLAN",
    "2.3.1 REG", "2.3.2 REG", "2.3.3 REG", "2.3.5 PLAN", "2.3.7 REG", "2.3.9 REG", "2.3.10 REG", "2.3.13 REG", "2.3.15 REG",
    # What is kept, and what can be counted because it is kept: parts three and four.
    "3.1.2 REG", "3.1.2 PLAN", "3.1.3 REG", "3.1.4 REG", "3.1.5 REG", "3.1.6 PLAN", "3.1.9 REG", "3.1.10 REG",
    "3.2.5 PLAN", "3.2.6 REG", "3.2.7 REG", "3.2.9 REG", "3.2.11 REG", "3.2.11 PLAN", "3.2.12 REG", "3.2.12 PLAN", "3.2.13 PLAN",
    "3.3.1 REG", "3.3.3 REG", "3.3.5 REG", "3.3.6 REG", "3.3.8 REG", "3.3.9 REG", "3.3.10 REG", "3.3.11 REG", "3.3.11 PLAN", "3.3.12 PLAN",
    "4.1.1 PLAN", "4.1.2 REG", "4.1.6 PLAN", "4.1.10 REG", "4.1.12 REG",
    "4.2.1 REG", "4.2.2 REG", "4.2.3 REG", "4.2.4 REG", "4.2.6 REG", "4.2.10 REG", "4.2.11 REG", "4.2.12 REG",
    "4.3.1 REG", "4.3.2 REG", "4.3.3 REG", "4.3.6 REG", "4.3.7 PLAN",
]  # fmt: skip


def only(key, example):
    """The book with one example."""
    return dataclasses.replace(BOOK, mechanisms={key: BOOK.mechanisms[key].model_copy(update={"example": [example]})})


def test_all_files_link():
    assert FAULTS == []


@pytest.mark.django_db
@NAMED
def test_example(key, example):
    assert run_examples(only(key, example)) == []


@pytest.mark.django_db
@NAMED
def test_example_on_this_runs_database(key, example):
    assert run_examples(only(key, example), using="default") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "example"), [EXAMPLES[0]])
def test_an_example_that_expects_something_else_fails(key, example):
    expect = [{name: (value + 1 if isinstance(value, int) else value) for name, value in row.items() if name != "finding"} for row in example.expect]
    assert {fault.code for fault in run_examples(only(key, example.model_copy(update={"expect": expect})))} == {"example_failed"}


def test_every_word_has_an_example():
    """A duty or a check is expected in one, a ledger given in one; a record is given, an indicator expected in one, or an example speaks of a word that is about the same fact."""
    given = {row.get("fact") for _, example in EXAMPLES for row in example.given} | {kind for _, example in EXAMPLES for row in example.given for kind in row.get("holds", [])}
    expected = {row.get("duty") or row.get("check") or row.get("indicator") for _, example in EXAMPLES for row in example.expect}
    spoken_of = given | expected | {tally.fact for key, tally in BOOK.tallies() if key in expected}
    about = {key: {tally.fact for owner, tally in BOOK.tallies() if owner == key} for key in BOOK.indicators}
    assert [key for key in [*BOOK.duties, *BOOK.checks] if key not in expected] == []
    assert [key for key in BOOK.ledgers if key not in given] == []
    assert [key for key in BOOK.records if key not in spoken_of] == []
    assert [key for key, facts in about.items() if key not in expected and not facts & spoken_of] == []


def test_the_cells_asked_for_are_covered():
    covered = {cell for mechanism in BOOK.mechanisms.values() for _, word in mechanism.words for cell in word.covers}
    assert [cell for cell in ASKED_FOR if cell not in covered] == []


def test_what_a_head_covers_its_words_cover():
    bare = [(key, number) for key, mechanism in BOOK.mechanisms.items() for number in mechanism.covers if number not in {cell.split(" ")[0] for _, word in mechanism.words for cell in word.covers}]
    assert bare == []


@pytest.mark.parametrize("key", BOOK.mechanisms)
def test_nothing_was_checked_in_the_future(key):
    mechanism = BOOK.mechanisms[key]
    days = [mechanism.checked, *(basis.checked for basis in mechanism.basis if basis.checked)]
    assert [day for day in days if day > dt.date.today()] == []


@pytest.mark.parametrize("key", BOOK.mechanisms)
def test_every_basis_is_used(key):
    used = {word.basis.split(" ")[0] for _, word in BOOK.mechanisms[key].words if word.basis}
    assert [basis.key for basis in BOOK.mechanisms[key].basis if basis.key not in used] == []


def test_a_file_of_another_domain_reads_aloud():
    words = [*BOOK.records.values(), *BOOK.duties.values(), *BOOK.indicators.values()]
    assert [say(BOOK, edition.word) for entry in words if entry.mechanism == "safety_inspection" for edition in entry.editions] == [
        "由企业记安全检查，不点名，只记事实。记录的组织、上级组织、应急管理办公室可以看。",
        "每个企业，每季度，应当：安全检查（结论是合格或整改后合格）次数不少于1。期限：期末后15日。",
        "每个企业，每季度，应当：安全检查（结论是合格或整改后合格）次数不少于2。期限：期末后15日。",
        "每个有党员的企业，每年，应当：安全检查的隐患数合计不超过3。",
        "“每季度一次安全检查”（认定是正常或补办）的项数 ÷ “每季度一次安全检查”（认定是正常或补办或逾期）的项数。",
        "安全检查（结论是有隐患未整改，整改完成日期未填）次数。单位：次。",
    ]


def test_a_file_of_another_domain_gets_its_columns_without_code():
    assert BOOK.slots["safety_inspection"] == {"result": "code_1", "hazards": "number_1", "mended_on": "day_1"}
