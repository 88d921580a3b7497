"""A record's values as words, for people."""

from typing import Any

from zugong.charter.book import Book

from .access import shown_value
from .models import Record


def word_for(book: Book, kind: str, value: Any) -> Any:
    """One value of a field's type as a clerk writes it."""
    if kind == "yes_no":
        return "是" if value else "否"
    return (book.code_values(kind) or {}).get(value, value)


def told(book: Book, record: Record, own: bool) -> dict[str, tuple[str, Any]]:
    """field -> (title, its words as this reader may see them); what is not filled or not for the reader is left out. Of a kind that no file has any more, what was typed, for the own organization."""
    if record.kind not in book.records:
        return {key: (key, value) for key, value in record.fields.items()} if own else {}
    shown = ((field, shown_value(book, record, field.key, record.fields[field.key], own)) for field in book.fields(record.kind) if field.key in record.fields)
    return {field.key: (field.title, word_for(book, field.type, value)) for field, value in shown if value is not None}
