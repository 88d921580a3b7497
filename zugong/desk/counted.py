"""What records count towards: the duties that ask for their kind, in the periods whose windows hold their day."""

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.duties.queries import state_of
from zugong.facts.findings import Asked, findings
from zugong.records.models import Record


def counted_towards(book: Book, records: list[Record], today) -> list[dict]:
    """Findings that the records entered, with their state as it is now; one statement for all."""
    kinds = {record.kind for record in records}
    duties = tuple(key for key, entry in book.duties.items() if not book.is_about_people(key) and any(kinds & set(edition.word.facts) for edition in entry.editions))
    if not records or not duties:
        return []
    days = [record.happened_on for record in records]
    scope = Scope.exactly([record.organization.path for record in records])
    asked = Asked(duties, scope.sql, min(days).replace(month=1, day=1, year=min(days).year - 1), max(days).replace(month=12, day=31), today)
    facts = {key: {fact for edition in book.duties[key].editions for fact in edition.word.facts} for key in duties}
    found = []
    for row in findings(book, asked):
        entered = [each for each in records if each.organization_id == row["organization"] and each.kind in facts[row["duty"]] and row["starts_on"] <= each.happened_on <= max(row["closes_on"], row["ends_on"])]
        if entered and row["finding"] != "not_applicable":
            found.append(row | {"state": state_of(row, today), "title": book.title_of(row["duty"])})
    return found
