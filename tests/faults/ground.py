"""What stands before each act: a district, a small book, records whose keeping is over, and people signed in. Made once, then copied."""

import datetime as dt
import json
import uuid

from django.conf import settings

from tests.faults.copies import keep
from tests.world import NOW, TODAY, account, district, signed_in
from zugong.desk.commands.prepare import make_sealing_key, make_tables
from zugong.door.sealing_keys import new_key
from zugong.duties.actions.fill_windows import fill_windows
from zugong.library.actions.sign import sign
from zugong.library.queries import book
from zugong.records.actions.file import Part, file
from zugong.records.models import Record, Session
from zugong.registry.actions.enter_id_number import enter_id_number
from zugong.registry.id_numbers import check_character

HEAD = 'title = "{title}"\nowner = "unit"\nsince = 2018-10-28\nchecked = 2026-11-01\n'
RECORD = '\n[[record]]\nkey = "{key}"\ntitle = "{title}"\nby = "branch"\nroll = "{roll}"\nseen_by = ["by", "above"]\nkeep = "{keep}"\n'
DUTY = '\n[[duty]]\nkey = "{key}"\ntitle = "{title}"\nbasis = "local"\nwho = "branch"\nevery = "quarter"\nexpects = {expects}\n'
MEETING = RECORD.format(key="meeting", title="会议", roll="member", keep="permanent") + 'fields = { topic = "text? 主题", decisions = "count? 议定事项数" }\n'
LECTURE = RECORD.format(key="lecture", title="讲课", roll="member", keep="permanent")
KEPT_A_YEAR = RECORD.format(key="visit", title="走访", roll="committee_member", keep="1 year after on, then delete") + RECORD.format(key="call", title="来访", roll="committee_member", keep="1 year after on, then seal")
MEETINGS = HEAD.format(title="会议") + MEETING + LECTURE + DUTY.format(key="meet", title="开会", expects='{ count = "meeting", at_least = 1 }')
# Names a field that no rule named before: its column is filled for what was filed; and one more duty has windows.
NARROWER = MEETINGS.replace('{ count = "meeting",', '{ count = "meeting", where = { decisions = ">= 1" },') + DUTY.format(key="lecture_each_quarter", title="讲课", expects='{ count = "lecture", at_least = 1 }')
TEXTS = {"meetings.toml": MEETINGS, "visits.toml": HEAD.format(title="走访") + KEPT_A_YEAR}
LONG_AGO = dt.date(2025, 3, 3)
NUMBERS = [(first := f"1000011990030{day}123") + check_character(first) for day in range(1, 6)]


def lay() -> None:
    """Fill an empty database; what the acts need to know of it is written beside it."""
    make_tables()
    make_sealing_key()
    here = district()
    sign({"offices.toml": (settings.MECHANISMS / "offices.toml").read_text(encoding="utf-8")} | TEXTS, by=None, at=NOW)
    fill_windows(book(), TODAY.replace(year=2025))  # the year turned since
    act = {"today": TODAY, "by": None, "at": NOW}
    meeting = {"topic": "学习", "decisions": 2}
    filed = file(book(), [Part(here.plum, "meeting", fields=meeting), Part(here.plum, "lecture")], key="g" * 32, on=dt.date(2026, 11, 3), place="一楼", **act)
    for day in range(6):
        file(book(), [Part(here.plum, "visit" if day < 4 else "call")], key=uuid.uuid4().hex, on=LONG_AGO + dt.timedelta(day), **act)
    for name, number in zip(("梅一", "梅二", "梅三", "竹一", "竹二"), NUMBERS, strict=True):
        enter_id_number(here.person(name), number, version=1, reason="照证", by=None, at=NOW)
    new_key()  # no number lies under it yet, as when the process died right after making it
    clients = {"secretary": signed_in(account("branch_secretary", "below", here.plum)), "clerk": signed_in(account("section_clerk"))}
    known = {
        "branch": here.plum.pk,
        "records": [record.pk for record in filed.records.order_by("id")],
        "away": [here.person(name).pk for name in ("梅二", "梅三")],
        "cookies": {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()},
    }
    (settings.VAR / "known.json").write_text(json.dumps(known))
    keep()
    assert (Session.objects.count(), Record.objects.count()) == (7, 8)

