"""A small district to test in: plain functions over the product's own acts, invented names, one pinned day.

    here = district()
    client = signed_in(account("branch_secretary", "below", here.plum))
"""

import datetime as dt
import io
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from zugong.charter.book import Book
from zugong.charter.reader import read_folder
from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite
from zugong.door.models import Account
from zugong.door.screens import BACKEND
from zugong.duties.actions.fill_windows import COLUMNS, fill_windows
from zugong.duties.models import Window
from zugong.library.actions.sign import sign
from zugong.library.queries import book, linked, texts
from zugong.records.actions.file import Part, file
from zugong.records.actions.open_check_in import open_check_in
from zugong.records.models import CheckIn, Session
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.appoint_committee import appoint_committee
from zugong.registry.actions.found import found
from zugong.registry.actions.take_in import take_in
from zugong.registry.models import Committee, Membership, Organization, Person

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)  # ten in the morning in Shanghai
FOUNDED = dt.date(2024, 1, 1)
SEATS = ("secretary", "deputy_secretary", "committee_member")
_numbers = count(1)


@dataclass
class District:
    """A Party committee with two committees below it: `plum` and `bamboo` stand under `east`, `far` under `west`."""

    root: Organization
    department: Organization
    east: Organization
    west: Organization
    plum: Organization
    bamboo: Organization
    far: Organization
    groups: list[Organization] = field(default_factory=list)
    members: dict[str, Membership] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        return self.members[name].person


def district() -> District:
    """plum: six full members and one probationary in two groups, a committee of three. bamboo and far: three members and a secretary."""
    root = organization("云川区委", "party_committee")
    east, west = organization("东街党工委", "primary_committee", root), organization("西岭党委", "primary_committee", root)
    here = District(
        root, organization("云川区委组织部", "department", root), east, west,
        organization("梅园党支部", "branch", east), organization("竹苑党支部", "branch", east), organization("海棠湾党支部", "branch", west),
    )  # fmt: skip
    here.groups = [organization(f"梅园党支部第{number}党小组", "party_group", here.plum) for number in "一二"]
    for number, name in enumerate(("梅一", "梅二", "梅三", "梅四", "梅五", "梅六")):
        here.members[name] = member(name, here.plum, group=here.groups[number % 2])
    here.members["梅七"] = member("梅七", here.plum, "probationary", group=here.groups[0])
    seat(here.plum, [here.members[name] for name in ("梅一", "梅二", "梅三")])
    for branch, names in ((here.bamboo, ("竹一", "竹二", "竹三")), (here.far, ("慕容远山", "慕容近水", "慕容平川"))):
        here.members |= {name: member(name, branch) for name in names}
        appoint(here.person(names[0]), branch, "secretary", since=FOUNDED, by=None, at=NOW)
    return here


def organization(name: str, kind: str = "branch", under: Organization | None = None, *, since: dt.date = FOUNDED, **more) -> Organization:
    """Found an organization with a code of its own."""
    return found(code=f"T{next(_numbers):05}", name=name, kind=kind, parent=under, since=since, by=None, at=NOW, **more)


def member(name: str, branch: Organization, standing: str = "full", *, since: dt.date = FOUNDED, group: Organization | None = None) -> Membership:
    """A new person, taken in by a branch."""
    return take_in(Person.objects.create(name=name), branch, standing, since=since, group=group, by=None, at=NOW)


def members(branch: Organization, number: int) -> list[Membership]:
    """So many new full members of a branch."""
    return [member(f"{branch.name}党员{each + 1}", branch) for each in range(number)]


def seat(organization: Organization, memberships: list[Membership], *, since: dt.date = FOUNDED, ends_on: dt.date | None = None) -> Committee:
    """A committee of these members; the first is the secretary, the second the deputy."""
    seats = [(each.person, SEATS[min(number, 2)]) for number, each in enumerate(memberships)]
    return appoint_committee(organization, seats, since=since, ends_on=ends_on, by=None, at=NOW)


def account(role: str = "", reach: str = "all", place: Organization | None = None, *, person: Person | None = None, because: str = "") -> Account:
    """Someone who may sign in, with at most one role on a place."""
    number = next(_numbers)
    made = invite(f"account{number}", f"账号{number}", person=person.pk if person else None, by=None, at=NOW)
    if role:
        grant_role(made, role, reach, place.path if place else "", since=FOUNDED, because=because, by=None, at=NOW)
    return made


def signed_in(who: Account) -> Client:
    """A browser in which the account is signed in and has opened one page."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    client.get("/me/")
    return client


def queries_of(client: Client, address: str, **more) -> int:
    """How many statements a page sends, session and grants included; the page must answer."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, **more)
    assert (address, answer.status_code) == (address, 200)
    return len(queries)


@cache
def shipped_texts() -> dict[str, str]:
    """The files of mechanisms/."""
    return read_folder(settings.MECHANISMS)


def rulebook() -> Book:
    """Sign the shipped files and fill their windows, once a test; answers the book in force."""
    if texts() != shipped_texts():
        sign(shipped_texts(), by=None, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO duties_window ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM kept_window")
    return book()


def keep_windows() -> None:
    """Fill the windows of the shipped files once, beside the tables that tests empty: from there a test copies them three times as fast."""
    fill_windows(linked(tuple(sorted(shipped_texts().items())))[0], TODAY)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE kept_window AS SELECT {', '.join(COLUMNS)} FROM duties_window ORDER BY id")
    Window.objects.all().delete()


def filed(here: Book, kind: str, organizations: Organization | Iterable[Organization], on: dt.date, *, absent: dict[int, str] | None = None, fields: dict | None = None, **more) -> Session:
    """A session of one kind by one or more organizations."""
    several = [organizations] if isinstance(organizations, Organization) else organizations
    parts = [Part(each, kind, absent or {}, fields=fields or {}) for each in several]
    return file(here, parts, key=uuid.uuid4().hex, on=on, today=TODAY, by=None, at=NOW, **more)


def checking_in(here: Book, organizations: Organization | list[Organization], kinds: str | list[str], *, opens_at: dt.datetime = NOW, by: int | None = None, **more) -> CheckIn:
    """A check-in for two hours, of these kinds by each of these organizations; the first opens it."""
    several = [organizations] if isinstance(organizations, Organization) else organizations
    parts = [(each, kind) for each in several for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    when = {"on": TODAY, "opens_at": opens_at, "closes_at": opens_at + dt.timedelta(hours=2)} | more
    return open_check_in(here, several[0], parts, key=uuid.uuid4().hex, by=by, at=NOW, **when)


def uploaded_template(*lines: str) -> SimpleUploadedFile:
    """A .docx as somebody would upload it, each line a paragraph."""
    paper, made = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(made)
    return SimpleUploadedFile("模板.docx", made.getvalue())


def text_of(answer) -> str:
    """All text of a .docx that a page answered with: paragraphs, then tables cell by cell, each once."""
    paper = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [list({cell._tc: cell.text for cell in row.cells}.values()) for table in paper.tables for row in table.rows]
    return "\n".join([*(each.text for each in paper.paragraphs), *(" | ".join(row) for row in cells)])
