"""What is printed of a record: minutes, the record of a meeting, a sheet to sign. People are named only for who may see the roll; others get numbers."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from zugong.charter.book import Book
from zugong.charter.catalogue import ABSENCES
from zugong.charter.paper_words import Paper
from zugong.charter.printed import addressed, chosen, declared, filled, papers_of
from zugong.door.documents import document
from zugong.door.methods import reads
from zugong.door.refusal import Refused
from zugong.library.queries import book, printable, template_bytes
from zugong.papers import official
from zugong.papers.strokes import in_stroke_order
from zugong.papers.templates import Unfillable, fill
from zugong.papers.text import said, said_day

from .access import is_own, record_or_404
from .models import Attendance, Record
from .queries import roll_of
from .told import told

# Fields that have a box of their own in the record of a meeting.
BOXED = ("chair", "recorder", "topic", "resolution")


def offered(request: HttpRequest, here: Book, record: Record) -> list[tuple[str, Paper]]:
    """(key, paper) that this reader may print of a record."""
    if record.kind not in here.records:
        return []
    names = _sees_names(request, record)
    return printable([(key, word) for key, word in papers_of(here, record.kind, request.today) if _may_print(request, here, record, word) and (word.layout != "sign_in" or names)])


def _sees_names(request: HttpRequest, record: Record) -> bool:
    return record.sealed_at is None and request.scope("roll.read").holds(record.organization.path)


def _may_print(request: HttpRequest, here: Book, record: Record, word: Paper) -> bool:
    return word.seen_by is None or here.reaches_beyond(word.seen_by) or is_own(request, record)


def _asked(request: HttpRequest, pk: int, paper: str) -> tuple[Book, Record, Paper]:
    here = book()
    record = record_or_404(request, here, pk, "record.read")
    word = dict(offered(request, here, record)).get(paper)
    if word is None:
        raise Http404
    return here, record, word


def _named(request: HttpRequest, pk: int, paper: str) -> str:
    """A paper that names people leaves a line in the reading log."""
    here, record, word = _asked(request, pk, paper)
    return record.address if here.records[record.kind].latest.roll and _sees_names(request, record) else ""


@dataclass(frozen=True)
class _Printed:
    """What a layout is made from. `values`: column -> words; `roll`: in the order of strokes, empty for who may not see it."""

    here: Book
    record: Record
    word: Paper
    values: dict[str, str]
    roll: list[Attendance]
    today: dt.date
    at: dt.datetime

    @property
    def kind(self) -> str:
        return self.here.title_of(self.record.kind)

    @property
    def absent(self) -> list[Attendance]:
        return [row for row in self.roll if not row.present]


@reads("record.read", logged=_named)
def of_record(request: HttpRequest, pk: int, paper: str):
    """One paper of a record, by its adopted template or in our own layout."""
    here, record, word = _asked(request, pk, paper)
    roll = in_stroke_order(roll_of(record), lambda row: row.person.name) if here.records[record.kind].latest.roll and _sees_names(request, record) else []
    what = _Printed(here, record, word, _values(request, here, record, word), roll, request.today, request.now)
    try:
        template = template_bytes(paper)
        data = _LAYOUTS[word.layout](what) if template is None else fill(template, what.values | _lists(what), declared(here, word))
    except (Unfillable, Refused) as fault:
        messages.error(request, f"“{word.title}”没有印成：{fault}")
        return redirect("records:show", pk)
    return document(data, f"{word.title} {record.organization.name} {record.happened_on}")


def _values(request: HttpRequest, here: Book, record: Record, word: Paper) -> dict[str, str]:
    session, own = record.session, is_own(request, record)
    values = {key: str(getattr(record, key)) for key in ("expected", "present", "entitled", "entitled_present", "guests")}
    values |= {
        "title": word.title, "unit": record.organization.name, "printed_on": said(request.today), "by": record.organization.name, "on": said(record.happened_on),
        "minutes": str(record.minutes or ""), "begins": f"{session.begins:%H:%M}" if session.begins else "", "place": session.place,
    }  # fmt: skip
    return values | {key: said_day(str(text)) for key, (_, text) in told(here, record, own).items()}


def _lists(what: _Printed) -> dict[str, list[dict[str, str]]]:
    if not what.here.records[what.record.kind].latest.roll:
        return {}
    people = [{"name": row.person.name, "attendance": "到会" if row.present else ABSENCES[row.absence]} for row in what.roll]
    return {"people": people, "absent": [{"name": row.person.name, "reason": ABSENCES[row.absence]} for row in what.absent]}


def _meeting(what: _Printed) -> bytes:
    record, values = what.record, what.values
    titles, has_roll = {field.key: field.title for field in what.here.fields(record.kind)}, bool(what.here.records[record.kind].latest.roll)
    columns, away = chosen(what.here, what.word), record.expected - record.present
    boxed = {key: values.get(key, "") if key in columns else "" for key in BOXED}
    rest = [f"{titles[key]}：{values[key]}" for key in columns if key in titles and values.get(key) and key not in BOXED]
    absent = tuple((row.person.name, ABSENCES[row.absence]) for row in what.absent)
    content = official.MeetingRecord(
        what.kind, record.organization.name, record.happened_on, values["begins"], values["place"], boxed["chair"], boxed["recorder"],
        record.expected if has_roll else None, record.present if has_roll else None, absent or (((f"{away}人", ""),) if away else ()),
        (f"{record.guests}人",) if record.guests else (), tuple(filter(None, boxed["topic"].split("\n"))), "\n".join(rest), decision=boxed["resolution"], title=what.word.title,
    )  # fmt: skip
    return official.meeting_record(content, what.at)


def _sign_in(what: _Printed) -> bytes:
    people = tuple((row.person.name, what.record.organization.name) for row in what.roll)
    return official.sign_in_sheet(official.SignIn(what.kind, what.record.happened_on, what.values["begins"], what.values["place"], people), what.at)


def _minutes(what: _Printed) -> bytes:
    names = tuple(tuple(row.person.name for row in what.roll if row.present == there) for there in (True, False))
    issued, issuer, body = _issued_on(what), what.record.organization.name, tuple(filled(text, what.values) for text in what.word.text)
    return official.minutes(official.Minutes(what.word.title, 0, issued, issuer, f"{what.values['on']}会议纪要", body, *names, printed_on=issued), what.at)


def _issued_on(what: _Printed) -> dt.date:
    """The day the minutes were issued, where the record has one that this reader may see; else today."""
    issued = what.record.fields.get("minutes_on", "")
    return dt.date.fromisoformat(issued) if issued and what.values.get("minutes_on") == said_day(issued) != issued else what.today


def _notice(what: _Printed) -> bytes:
    to, body = addressed([filled(text, what.values) for text in what.word.text])
    return official.notice(official.Notice(what.word.title, to, body, what.record.organization.name, what.today), what.at)


_LAYOUTS = {"record": _meeting, "sign_in": _sign_in, "minutes": _minutes, "notice": _notice}
