"""Small books for tests: a few lines of TOML beside the shipped offices and groups."""

from django.conf import settings

from zugong.charter.book import Book
from zugong.charter.faults import Fault
from zugong.charter.linker import link
from zugong.library.queries import cells

HEAD = 'title = "试"\nowner = "unit"\nsince = 2018-10-28\nchecked = 2026-11-01\n'
OFFICES = (settings.MECHANISMS / "offices.toml").read_text(encoding="utf-8")
MEETING = """
[[codes]]
key = "meeting_form"
title = "形式"
values = { together = "集中", apart = "分散" }

[[record]]
key = "meeting"
title = "会议"
by = "branch"
roll = "member"
seen_by = ["by", "above"]
keep = "permanent"
fields = { form = "meeting_form? 形式", other_form = "meeting_form? 另一形式", decisions = "count? 议定事项数", open_to_all = "yes_no? 公开", mended_on = "date? 整改日期", note = "text? 备注" }
"""


def faults_of(text: str, head: str = HEAD) -> list[Fault]:
    """What is wrong with a file of these words."""
    return link({"offices.toml": OFFICES, "tried.toml": head + text}, cells())[1]


def book_of(text: str) -> Book:
    """The book with a right file of these words."""
    book, faults = link({"offices.toml": OFFICES, "tried.toml": HEAD + text}, cells())
    assert faults == [], "\n".join(map(str, faults))
    return book


def duty(demand: str, **keys: str) -> str:
    """A duty of every branch in every quarter."""
    lines = {"key": '"meet"', "title": '"开会"', "basis": '"local"', "who": '"branch"', "every": '"quarter"', **keys}
    return "\n[[duty]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()) + f"\n{demand}\n"


def indicator(form: str, **keys: str) -> str:
    """An indicator."""
    lines = {"key": '"number"', "title": '"数"', **keys}
    return "\n[[indicator]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()) + f"\n{form}\n"
