"""Lays an example's facts out as rows."""

import datetime as dt
import uuid

from django.utils import timezone

from zugong.charter.book import Book
from zugong.charter.catalogue import RECORD_COLUMNS
from zugong.charter.examples import group_name
from zugong.charter.words import Example
from zugong.records.models import Record, Session
from zugong.records.slots import slot_values
from zugong.registry.models import STEP, Committee, Membership, Organization, Person, Placement, Post

_LONG_AGO = dt.date(2000, 1, 1)
_ROLES = ("secretary", "deputy_secretary", "committee_member")


def lay_out(book: Book, example: Example, using: str) -> dict[str, Organization]:
    """Write all given rows; answers the named organizations."""
    named: dict[str, Organization] = {}
    for row in example.given:
        if "session" in row:
            for by in row["by"] if isinstance(row["by"], list) else [row["by"]]:
                for kind in row.get("holds", []):
                    _record(book, kind, named[by], {"on": row["on"], "minutes": row.get("minutes")}, using)
        elif row["fact"] in book.records:
            for by in row["by"] if isinstance(row["by"], list) else [row["by"]]:
                _record(book, row["fact"], named[by], row, using)
        else:
            _organization(book, row, named, using)
    return named


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


def _record(book: Book, kind: str, organization: Organization, row: dict, using: str) -> None:
    session = Session.objects.using(using).create(key=uuid.uuid4().hex, happened_on=row["on"], minutes=row.get("minutes"))
    entitled = row.get("entitled", row.get("expected", 0))
    counts = {"expected": row.get("expected", entitled), "entitled": entitled}
    counts["present"] = row.get("present", counts["expected"])
    counts["entitled_present"] = row.get("entitled_present", min(counts["present"], entitled))
    fields = {key: str(value) if isinstance(value, dt.date) else value for key, value in row.items() if key not in RECORD_COLUMNS and key not in ("fact", "withdrawn")}
    Record.objects.using(using).create(
        session=session, organization=organization, kind=kind, happened_on=row["on"], minutes=row.get("minutes"), guests=row.get("guests", 0), fields=fields,
        filed_at=timezone.now(), withdrawn_at=timezone.now() if row.get("withdrawn") else None, **counts, **slot_values(book, kind, fields),
    )  # fmt: skip
