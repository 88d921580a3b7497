"""A branch's home: what is to do, this month's duties, what can be recorded."""

import datetime as dt
from dataclasses import dataclass, field

from zugong.charter.book import Book
from zugong.charter.notations import PERIODS
from zugong.duties.queries import due_now, short_title
from zugong.registry.models import Organization
from zugong.registry.queries import expected_at, on_day


@dataclass
class Duty:
    """One line of this month's duties: a duty of the branch, or of all its groups together."""

    key: str
    title: str
    rows: list[dict] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(row["finding"] in ("met", "late") for row in self.rows)

    @property
    def state(self) -> str:
        states = [row["state"] for row in self.rows]
        return next((state for state in ("missed", "soon", "open", "late", "met") if state in states), "not_applicable")

    @property
    def closes_on(self) -> dt.date:
        return max(row["closes_on"] for row in self.rows)

    @property
    def period(self) -> str:
        return self.rows[0]["period"]

    @property
    def organization(self) -> int:
        return next((row["organization"] for row in self.rows if row["finding"] not in ("met", "late")), self.rows[0]["organization"])


def duties_of(book: Book, organization: Organization, today: dt.date) -> tuple[list[Duty], list[dict]]:
    """(this period's duties, findings to mend or in their grace) of a branch and its groups; one or two statements."""
    rows = [row for row in due_now(book, organization.kind, organization.path, today) if row["finding"] != "not_applicable"]
    current: dict[str, Duty] = {}
    to_do = []
    for row in rows:
        row["title"] = book.title_of(row["duty"])
        row["short"] = short_title(book, row["duty"])
        overdue = row["finding"] == "missed" and row["closes_on"] < today
        if row["starts_on"] <= today <= row["ends_on"] and not overdue:
            current.setdefault(row["duty"], Duty(row["duty"], row["short"])).rows.append(row)
        elif row["finding"] in ("missed", "open"):
            to_do.append(row | {"left": (row["closes_on"] - today).days})
    order = list(book.duties)
    return sorted(current.values(), key=lambda duty: (duty.closes_on, order.index(duty.key))), sorted(to_do, key=lambda row: (row["closes_on"], row["path"]))


@dataclass(frozen=True)
class Choice:
    """One thing that may be recorded: a kind by an organization. `circle` names who is expected, "" when nobody is."""

    kind: str
    organization: Organization
    title: str
    circle: str

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.organization.pk}"


def parties_of(organization: Organization, day: dt.date) -> list[Organization]:
    """The organization and its Party groups that exist on a day."""
    groups = Organization.objects.filter(on_day(day), parent=organization, kind="party_group").order_by("path") if organization.kind == "branch" else []
    return [organization, *groups]


def _urgencies(book: Book, day: dt.date) -> dict[str, int]:
    """kind -> the place of the shortest period in which a duty asks for it: such kinds come first, the shortest before the longer ones."""
    found: dict[str, int] = {}
    for key, entry in book.duties.items():
        if (word := entry.on(day)) and word.every and not book.is_about_people(key):
            found |= {kind: min(found.get(kind, len(PERIODS)), PERIODS.index(word.every)) for kind in word.facts}
    return found


def choices_for(book: Book, parties: list[Organization], day: dt.date) -> list[Choice]:
    """Everything these organizations may record on the sheet: gatherings before what has no roll, what is owed most often first. What names only those who took part has a page of its own."""
    found, urgencies = [], _urgencies(book, day)
    for organization in parties:
        for kind in sorted(book.kinds_filed_by(organization.kind, day), key=lambda each: (book.records[each].on(day).roll is None, urgencies.get(each, len(PERIODS)))):
            word = book.records[kind].on(day)
            if word.picks:
                continue
            title = word.title if organization.kind != "party_group" else f"{word.title} {organization.name.rsplit('支部', 1)[-1]}"
            found.append(Choice(kind, organization, title, f"o{organization.pk}-{word.roll}" if word.roll else ""))
    return found


def notes_for(book: Book, organization: Organization, day: dt.date) -> list[tuple[str, str]]:
    """(kind, title) of what the organization may record that names only those who took part."""
    kinds = book.kinds_filed_by(organization.kind, day)
    return [(kind, book.records[kind].on(day).title) for kind in kinds if book.records[kind].on(day).picks]


def roll_rows(book: Book, choices: list[Choice], day: dt.date) -> tuple[list[dict], set[str]]:
    """(people with the circles they belong to, circles that hold nobody): one statement for each sort of roll."""
    people: dict[int, dict] = {}
    circles = {choice.circle for choice in choices if choice.circle}
    filled = set()
    for group in dict.fromkeys(circle.split("-", 1)[1] for circle in sorted(circles)):
        organizations = list({choice.organization.pk: choice.organization for choice in choices if choice.circle.endswith(f"-{group}")}.values())
        for organization, expected in expected_at(organizations, group, book, day).items():
            for each in expected:
                row = people.setdefault(each.person, {"person": each.person, "name": each.name, "circles": [], "may_vote": each.may_vote})
                row["circles"].append(f"o{organization}-{group}")
                filled.add(f"o{organization}-{group}")
    return list(people.values()), circles - filled
