"""Why a finding is what it is: rule, source, window, the records that count and those that do not, and what is missing."""

import datetime as dt
from dataclasses import dataclass

from zugong.calendar.periods import title_of
from zugong.charter import catalogue
from zugong.charter.aloud import say, say_conditions
from zugong.charter.book import Book
from zugong.charter.words import Duty
from zugong.door.scope import Scope
from zugong.facts.evidence import candidates, holder, of_people
from zugong.facts.findings import Asked, findings, missing
from zugong.facts.kept import candidates as kept_candidates

from .queries import state_of


@dataclass
class Reasons:
    """Everything a person needs to understand and to forward one finding."""

    row: dict
    duty: Duty
    edition_since: dt.date
    edition_until: dt.date | None
    rule: str
    source: str
    proof: str
    counted: list[dict]
    not_counted: list[dict]
    holder: list[tuple[str, int]]
    missing: int
    why_not_applicable: str
    sentence: str
    folds_people: bool = False
    is_of_person: bool = False
    unit: str = ""


def reasons(book: Book, organization: int, path: str, duty: str, period: str, as_of: dt.date, people: tuple[int, ...] = ()) -> Reasons | None:
    """The tree of reasons of one finding, or None when there is no such period for the organization (for the person, or the pair)."""
    asked = Asked((duty,), Scope.exactly([path]).sql, dt.date(1900, 1, 1), dt.date(9999, 1, 1), as_of, "", period, by_person=bool(people))
    rows = [row for row in findings(book, asked) if not people or {row["person"], row["other"]} == {0, *people} or (row["person"], row["other"]) == people]
    if not rows:
        return None
    row = rows[0] | {"state": state_of(rows[0], as_of)}
    entry = book.duties[duty]
    edition = next(each for each in entry.editions if each.since <= row["starts_on"] and (each.until is None or row["starts_on"] < each.until))
    word, source = edition.word, _source(book, entry.mechanism, edition.word.basis)
    counted, not_counted = _evidence(book, word, organization, row, as_of, people)
    held = holder(organization, min(as_of, row["ends_on"]))
    made = Reasons(
        row, word, edition.since, edition.until, say(book, word), *source, counted, not_counted,
        [("党员", held["members"]), ("正式党员", held["full_members"]), ("委员", held["committee_members"]), ("党小组", held["party_groups"])],
        missing(book, row), "", "", book.is_about_people(duty) and not people, bool(people), _unit(word) if people or not book.is_about_people(duty) else "人",
    )  # fmt: skip
    if row["finding"] == "not_applicable":
        made.why_not_applicable = _why(book, word, row)
    made.sentence = _sentence(made, row, as_of)
    return made


def people_of(book: Book, path: str, duty: str, period: str, as_of: dt.date) -> list[dict]:
    """The findings of each person, or pair, of one organization, with their states, in the order of their numbers."""
    asked = Asked((duty,), Scope.exactly([path]).sql, dt.date(1900, 1, 1), dt.date(9999, 1, 1), as_of, "", period, by_person=True)
    return [row | {"state": state_of(row, as_of), "unit": _unit(book.duties[duty].latest)} for row in findings(book, asked)]


def _unit(word: Duty) -> str:
    """What the number counts, when it is not simply a number of times."""
    return "分钟" if any(part.sum == "minutes" for tally in word.tallies for part in tally.parts) and len(word.tallies) == 1 else ""


def _source(book: Book, mechanism: str, reference: str) -> tuple[str, str]:
    basis, article = book.basis_of(mechanism, reference)
    if basis:
        return f"《{basis.document.split('》')[0].lstrip('《')}》{article}", catalogue.PROOFS[basis.proof]
    return ("本地规定", catalogue.PROOFS["local"]) if article == "local" else ("来源待核", catalogue.PROOFS["unverified"])


def _evidence(book: Book, word: Duty, organization: int, row: dict, as_of: dt.date, people: tuple[int, ...]) -> tuple[list[dict], list[dict]]:
    last = min(max(row["closes_on"], row["ends_on"]), as_of)
    if people:
        return _split(book, word, of_people(book, word, list(people), row["starts_on"], last), row, [])
    if not word.tallies or book.source_of(word.who) != "organization":
        return [], []
    counted, other = [], []
    for part in (part for tally in word.tallies for part in tally.parts):
        if part.fact in book.ledgers:
            counted += [found | {"title": found["name"], "is_row": True, "in_grace": False} for found in kept_candidates(book, part, organization, row["starts_on"], last)]
            continue
        clauses = say_conditions(book, part.fact, part.where)
        here, there = _split(book, word, candidates(book, part, organization, row["starts_on"], last), row, clauses)
        counted, other = counted + here, other + there
    return counted, other


def _split(book: Book, word: Duty, rows: list[dict], row: dict, clauses: list[str]) -> tuple[list[dict], list[dict]]:
    """(what counts, what does not) with titles and the clauses each one fails."""
    counted, other = [], []
    for found in rows:
        found["title"] = book.title_of(found["kind"])
        found["unmet"] = [clause for number, clause in enumerate(clauses) if not found[f"met_{number}"]]
        found["in_grace"] = found["happened_on"] > row["on_time_until"]
        (other if found["unmet"] else counted).append(found)
    return counted, other


def _why(book: Book, word: Duty, row: dict) -> str:
    if book.source_of(word.who) != "organization":
        return "这一期里不是从头到尾都在，或已批准不适用"
    where = {name: value for name, value in (book.conditions_of(word.who) | word.where).items() if name != "kind"}
    needed = "、".join(say_conditions(book, word.who, where))
    return f"这一期内组织没有存在满整期{'，或期末不符合条件：' + needed if needed else ''}"


def _sentence(made: Reasons, row: dict, as_of: dt.date) -> str:
    word, when = catalogue.FINDINGS[row["finding"]], title_of(row["period"])
    head = f"{row['name']}：{when}“{made.duty.title}”{word}"
    if row["finding"] == "not_applicable":
        return f"{head}，{made.why_not_applicable}。依据：{made.source}。"
    done = f"应有 {row['required']}{made.unit}，已有 {row['counted']}{made.unit}" + (f"，还差 {made.missing}{made.unit}" if made.missing else "")
    failed = f"；{len(made.not_counted)} 次不符合要求（{made.not_counted[0]['happened_on']}：{'、'.join(made.not_counted[0]['unmet'])}未达到）" if made.not_counted else ""
    closes = row["closes_on"]
    left = f"，截止 {closes.year}年{closes.month}月{closes.day}日" + (f"，还有 {(closes - as_of).days} 天" if row["finding"] == "open" else "")
    return f"{head}，{done}{failed}{left}。依据：{made.source}。"
