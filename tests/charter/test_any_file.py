"""Whatever a file holds, linking answers with a book or with faults and never raises; what links can be said aloud and laid out."""

import datetime as dt
import json
import tomllib

import pytest
from django.conf import settings
from hypothesis import given, note
from hypothesis import settings as effort
from hypothesis import strategies as st

from zugong.charter.aloud import say
from zugong.charter.faults import CLASSES
from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.desk.workbench import run_examples
from zugong.library.queries import cells

SHIPPED = read_folder(settings.MECHANISMS)
NAMES = sorted(name for name in SHIPPED if name != "offices.toml")
VALUES = [
    "true", "-1", "0", "7", "1.5", "nan", "99999999999999999999", '""', '"branch"', '"member"', '"theme_day"', '">= 1/0 of expected"', '">= 1 and <= 3"', '"own members"', '"own"', '"given"', '"today"',
    '"10 days after end"', '"999 months after end"', '"0001-01-01"', "2026-01-31", "0001-01-01", "9999-12-31", "2026-02-30", "2026-01-31T10:00:00", "07:30:00", "[]", "[[]]", "[1]", '["branch"]', "{}",
    '{ count = "theme_day" }', "{ 2026-01-01 = 1 }", '{ 2026-01-01 = "branch" }', "{ present = 1 }", '"\\u0000"', '"１"', "'", "{", "",
]  # fmt: skip
LINES = ["[[duty]]", "[[record]]", "[[example]]", "[duty.where]", "[record.fields]", 'key = "theme_day"', "since = 2026-01-01", "until = 2001-01-01", "}", "\ufeff", "[[[[[[[["]


def survives(texts):
    """A book or faults; all that a right book is asked for."""
    book, faults = link(texts, cells())
    for each in faults:
        assert each.code in CLASSES and str(each).startswith(each.file)
    for entry in [] if faults else [*book.records.values(), *book.ledgers.values(), *book.checks.values(), *book.duties.values(), *book.indicators.values(), *book.papers.values()]:
        for edition in entry.editions:
            assert say(book, edition.word).endswith("。")
    return book, faults


@st.composite
def edited(draw):
    """A shipped file with a few lines deleted, doubled, swapped, or given another value."""
    name = draw(st.sampled_from(NAMES))
    lines = SHIPPED[name].split("\n")
    for _ in range(draw(st.integers(1, 4))):
        here, there = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        act = draw(st.sampled_from(["delete", "double", "swap", "value", "value", "value", "insert", "cut"]))
        if act == "delete":
            del lines[here]
        elif act == "double":
            lines.insert(here, lines[there])
        elif act == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif act == "insert":
            lines.insert(here, draw(st.sampled_from(LINES) | st.text(max_size=12)))
        elif act == "cut":
            lines[here] = lines[here][: draw(st.integers(0, len(lines[here])))]
        else:
            lines[here] = f"{lines[here].split('=')[0]} = {draw(st.sampled_from(VALUES))}"
        lines = lines or [""]
    return name, "\n".join(lines)


@effort(max_examples=150)
@given(edited())
def test_no_edited_line_makes_linking_raise(change):
    name, text = change
    note(text)
    survives({**SHIPPED, name: text})


def toml(value):
    """A value as inline TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value).lower() if isinstance(value, (bool, float)) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def places(value, path=()):
    """Every place in a file, by its steps."""
    yield path
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*path, key))


PIECES = st.recursive(
    st.sampled_from(["branch", "theme_day", "general_meeting", "given", "member", "一支部", ">= 1/2 of expected", "own members", "2026-Q1", "text? 议题", "local", "", "month"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.integers(-(2**70), 2**70) | st.booleans() | st.floats() | st.dates() | st.times() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["count", "of", "where", "at_least", "kind", "present", "key", "title", "type", "2026-01-01", "by", "fact", "on"]), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


@st.composite
def rebuilt(draw):
    """A shipped file with the value at one or two places replaced by anything."""
    name = draw(st.sampled_from(NAMES))
    data = tomllib.loads(SHIPPED[name])
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from([path for path in places(data) if path]))
        here = data
        for step in way:
            here = here[step]
        act = draw(st.sampled_from(["replace", "replace", "delete", "add"]))
        if act == "delete":
            del here[last]
        elif act == "add" and isinstance(here, dict):
            here[draw(st.sampled_from(["where", "until", "since", "of", "extra", "at_most", "by", "members", "period", "session"]))] = draw(PIECES)
        else:
            here[last] = draw(PIECES)
    return name, "\n".join(f"{key} = {toml(value)}" for key, value in data.items())


@effort(max_examples=250)
@given(rebuilt())
def test_no_value_of_a_wrong_type_makes_linking_raise(change):
    name, text = change
    note(text)
    survives({**SHIPPED, name: text})


@pytest.mark.django_db
@effort(max_examples=60)
@given(rebuilt())
def test_examples_that_link_can_be_run(change):
    name, text = change
    note(text)
    book, faults = survives({**SHIPPED, name: text})
    key = name.rsplit("/", 1)[-1].removesuffix(".toml")
    assert faults or {fault.code for fault in run_examples(book, [key])} <= {"example_failed"}


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "a = " + "[" * 5000, "a = " + "9" * 5000, "\x00", "\ufeff", "=", "a = 1979-13-01", "[[duty]]\n" * 200, "title = '''" + "x" * 100_000, "record = [1, 2]", "duty = { key = [] }", "codes = [[]]", "\ud7ff = 1"],
)
def test_odd_files_are_refused_with_a_message(text):
    _, faults = link({"odd.toml": text}, cells())
    assert faults and all(len(str(fault)) < 600 for fault in faults)
