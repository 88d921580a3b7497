"""Lays an example's facts out as rows."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from zugong.charter.book import Book
from zugong.charter.examples import group_name
from zugong.charter.mechanism import Example
from zugong.duties.models import Exemption
from zugong.ledgers.models import Row
from zugong.ledgers.typed import Shape
from zugong.records.models import Attendance, Record, Session
from zugong.records.slots import slot_values
from zugong.registry.models import STEP, Committee, Membership, Organization, Person, Placement, Post

_LONG_AGO = dt.date(2000, 1, 1)
_ROLES = ("secretary", "deputy_secretary", "committee_member")


@dataclass
class Named:
    """What an example calls by name."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


def lay_out(book: Book, example: Example, using: str) -> Named:
    """Write all given rows; answers the named organizations and people."""
    named = Named()
    for row in example.given:
        parties = row.get("by")
        if "session" in row:
            for by in parties if isinstance(parties, list) else [parties]:
                for kind in row.get("holds", []):
                    _record(book, kind, named.organizations[by], {"on": row["on"], "minutes": row.get("minutes")}, named, using)
        elif "exempt" in row:
            _exemption(row, named, using)
        elif row["fact"] in book.records:
            for by in parties if isinstance(parties, list) else [parties]:
                _record(book, row["fact"], named.organizations[by], row, named, using)
        elif row["fact"] in book.ledgers:
            _row(book, row, named, using)
        elif row["fact"] == "person":
            named.people[row["name"]] = Person.objects.using(using).create(name=row["name"])
        elif book.source_of(row["fact"]) == "organization":
            _organization(book, row, named.organizations, using)
        else:
            _person_or_term(book, row, named, using)
    return named


def _person_or_term(book: Book, row: dict, named: Named, using: str) -> None:
    at, source, conditions = named.organizations[row["at"]], book.source_of(row["fact"]), book.conditions_of(row["fact"])
    span = {"organization": at, "since": row.get("since", at.since), "until": row.get("until")}
    if source == "term":
        Committee.objects.using(using).create(ends_on=row.get("ends_on"), **span)
        return
    if row["name"] not in named.people:
        named.people[row["name"]] = Person.objects.using(using).create(name=row["name"])
    person = named.people[row["name"]]
    if source == "membership":
        standing = conditions.get("standing", "full")
        group = named.organizations.get(row.get("group", ""))
        Membership.objects.using(using).create(person=person, standing=standing, may_vote=standing == "full", group=group, path=at.path, **span)
    else:
        roles = conditions.get("role", "staff")
        Post.objects.using(using).create(person=person, role=row.get("role") or (roles[-1] if isinstance(roles, list) else roles), ends_on=row.get("ends_on"), **span)


def _exemption(row: dict, named: Named, using: str) -> None:
    person = named.people.get(row.get("name", ""))
    Exemption.objects.using(using).create(
        duty=row["exempt"], organization=named.organizations[row["at"]], person=person, sort=row.get("sort", "excused"), since=row.get("since", _LONG_AGO), until=row.get("until"),
        reason="例", state="approved", asked_at=timezone.now(), decided_at=timezone.now(),
    )  # fmt: skip


def _organization(book: Book, row: dict, named: dict[str, Organization], using: str) -> Organization:
    parent = named.get(row.get("under", ""))
    below = sum(1 for each in named.values() if each.parent_id == (parent.pk if parent else None))
    path = parent.path + str(below + 1).zfill(STEP) if parent else str(9 * 10 ** (STEP - 1) + below + 1)
    kind = row.get("kind") or book.kinds_of(row["fact"])[0]
    conditions = book.conditions_of(row["fact"])
    domain = row.get("domain") or (conditions["domain"] if isinstance(conditions.get("domain"), str) else "")
    since, until = row.get("since", _LONG_AGO), row.get("until")
    made = Organization.objects.using(using).create(
        code=uuid.uuid4().hex[:16], name=row["name"], kind=kind, domain=domain, parent=parent, path=path, since=since, until=until
    )
    Placement.objects.using(using).create(organization=made, parent=parent, name=made.name, path=path, since=since, until=until)
    named[row["name"]] = made
    _people(made, row, using)
    for number in range(row.get("groups", 0)):
        _organization(book, {"fact": "party_group", "kind": "party_group", "name": group_name(made.name, number), "under": made.name, "since": since}, named, using)
    return made


def _people(organization: Organization, row: dict, using: str) -> None:
    full, probationary, seats = row.get("members", 0), row.get("probationary", 0), row.get("committee", 0)
    people = Person.objects.using(using).bulk_create([Person(name=f"{organization.name}{number + 1}") for number in range(max(full + probationary, seats))])
    Membership.objects.using(using).bulk_create(
        [
            Membership(
                person=person, organization=organization, standing="full" if number < full else "probationary", may_vote=number < full,
                since=organization.since, path=organization.path,
            )
            for number, person in enumerate(people[: full + probationary])
        ]
    )  # fmt: skip
    if seats:
        committee = Committee.objects.using(using).create(organization=organization, since=organization.since)
        roles = [_ROLES[min(number, 2)] for number in range(seats)]
        Post.objects.using(using).bulk_create(
            [Post(person=person, organization=organization, committee=committee, role=role, since=organization.since) for person, role in zip(people, roles, strict=False)]
        )


def _row(book: Book, row: dict, named: Named, using: str) -> None:
    key, at = row["fact"], named.organizations[row["at"]]
    values = {field.key: _plain(book, field.type, row[field.key], named) for field in book.fields(key) if field.key in row}
    shape, since = Shape(book, key, book.ledgers[key].latest), row.get("since", _LONG_AGO)
    made = Row.objects.using(using).create(
        ledger=key, organization=at, name=shape.name(values, {}), fields=values, since=since, until=row.get("until"), entered_at=timezone.now(), **shape.columns(values),
    )  # fmt: skip
    if "name" in row:
        named.rows[row["name"]] = made


def _plain(book: Book, kind: str, value, named: Named):
    """A field's value as the house keeps it: references as ids, money in fen."""
    table = {"person": named.people, "organization": named.organizations, "row": named.rows}.get(book.family(kind))
    if table is not None:
        return table[value].pk
    return value * 100 if kind == "money" else str(value) if isinstance(value, dt.date) else value


def _record(book: Book, kind: str, organization: Organization, row: dict, named: Named, using: str) -> None:
    session = Session.objects.using(using).create(key=uuid.uuid4().hex, happened_on=row["on"], minutes=row.get("minutes"))
    roll = _roll(row, named)
    entitled = row.get("entitled", row.get("expected", len(roll)))
    counts = {"expected": row.get("expected", max(entitled, len(roll))), "entitled": entitled}
    counts["present"] = row.get("present", sum(each["present"] for each in roll) if roll else counts["expected"])
    counts["entitled_present"] = row.get("entitled_present", min(counts["present"], entitled))
    told = {each.key for each in book.fields(kind)}
    fields = {key: str(value) if isinstance(value, dt.date) else value for key, value in row.items() if key in told}
    record = Record.objects.using(using).create(
        session=session, organization=organization, kind=kind, happened_on=row["on"], minutes=row.get("minutes"), guests=row.get("guests", 0), fields=fields,
        filed_at=timezone.now(), withdrawn_at=timezone.now() if row.get("withdrawn") else None, **counts, **slot_values(book, kind, fields),
    )  # fmt: skip
    Attendance.objects.using(using).bulk_create([Attendance(record=record, **each) for each in roll])


def _roll(row: dict, named: Named) -> list[dict]:
    """Rows for `there`, `absent` and `made_up`: who made it up did so on the day after."""
    def names(key: str) -> list[str]:
        return row[key] if isinstance(row.get(key), list) else [row[key]] if row.get(key) else []

    there = [{"person": named.people[name], "may_vote": True, "present": True} for name in names("there")]
    absent = [{"person": named.people[name], "may_vote": True, "present": False, "absence": "leave"} for name in names("absent")]
    later = row["on"] + dt.timedelta(days=1)
    return there + absent + [{"person": named.people[name], "may_vote": True, "present": False, "absence": "leave", "made_up_on": later} for name in names("made_up")]
