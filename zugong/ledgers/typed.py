"""A row's plain values into its typed columns, its name and its keys; the same for one row and for an import."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zugong.charter.book import Book
from zugong.charter.catalogue import LEDGER_SLOTS
from zugong.charter.judgement import span_of, with_sums
from zugong.charter.ledger_words import Ledger

# Model field of each slot; references are written by id.
ATTRIBUTES = {slot: f"{slot}_id" if slot.split("_")[0] in ("person", "place", "row") else slot for slot in LEDGER_SLOTS}
LONGEST_NAME, LONGEST_KEY = 120, 240


class Shape:
    """What is worked out once for a ledger and used for each of its rows."""

    def __init__(self, book: Book, key: str, word: Ledger):
        self.book, self.key, self.word = book, key, word
        self.types = {field.key: field.type for field in book.fields(key)}
        self.slots = book.slots.get(key, {})

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Typed columns for plain values (dates as ISO text, references as ids, money as fen); all columns, empty ones as None."""
        found, whole = dict.fromkeys(ATTRIBUTES.values()), with_sums(self.word, values) if self.word.sums else values
        for key, slot in self.slots.items():
            value = whole.get(key)
            if value not in (None, ""):
                found[ATTRIBUTES[slot]] = self._typed(key, slot, value)
        return found

    def _typed(self, key: str, slot: str, value: Any) -> Any:
        if slot.startswith("day_"):
            return span_of(value)[0]
        if self.types.get(key) == "money":  # rules and order speak of whole yuan; what was typed stays exact in the fields
            return (int(value) + 50) // 100
        return int(value) if not slot.startswith("code_") else value

    def name(self, values: Mapping[str, Any], told: Mapping[str, str]) -> str:
        """What the row is called: the text of its naming field; `told`: the words for references and codes."""
        key = self.word.name_field
        return (told.get(key) or str(values.get(key) or "") or self.word.noun)[:LONGEST_NAME]

    def key_of(self, columns: list[str], organization: int, since: dt.date, values: Mapping[str, Any]) -> str | None:
        """The columns joined to one text; None when one of them is empty, or there are none."""
        own = {"organization": organization, "since": since}
        parts = [str(own[column] if column in own else values.get(column) or "").strip() for column in columns]
        return "\x1f".join(parts)[:LONGEST_KEY] if parts and all(parts) else None

    def keys(self, organization: int, since: dt.date, values: Mapping[str, Any]) -> dict[str, str | None]:
        """unique_key and alone_key."""
        return {
            "unique_key": self.key_of(self.word.unique, organization, since, values),
            "alone_key": self.key_of(self.word.one_at_a_time, organization, since, values),
        }
