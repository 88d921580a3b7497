"""What an example may say; running one needs tables and stands in desk."""

from . import catalogue
from .book import Book
from .words import Example

ORGANIZATION_KEYS = {"fact", "name", "under", "since", "until", "members", "probationary", "committee", "groups", "domain", "kind"}
SESSION_KEYS = {"session", "on", "by", "holds", "minutes"}
RECORD_KEYS = {"fact", "by", "on", "withdrawn"} | set(catalogue.RECORD_COLUMNS)
EXPECT_KEYS = {"duty", "indicator", "of", "period", "finding", "number", "missing", "value", "part", "whole"}


def unknown_names(book: Book, example: Example) -> list[dict[str, str]]:
    """Details of everything an example names that is not there."""
    found, named = [], set()
    for row in example.given:
        fact, here = row.get("fact"), str(row.get("name") or row.get("fact") or row.get("session") or row)
        if "session" in row:
            found += _keys(here, row, SESSION_KEYS)
            kinds = row.get("holds") or []
            found += [{"name": str(kind), "why": "没有这种纪实"} for kind in kinds if kind not in book.records]
            found += _parties(here, row, named)
        elif fact in book.records:
            found += _keys(here, row, RECORD_KEYS | {field.key for field in book.fields(fact)})
            found += _parties(here, row, named)
        elif book.source_of(str(fact)) == "organization":
            found += _keys(here, row, ORGANIZATION_KEYS)
            named.add(row.get("name"))
        else:
            found.append({"name": here, "why": "given 的每行要写 fact（人群或纪实的标识）或 session"})
    expected = example.expect if isinstance(example.expect, list) else [example.expect]
    for row in expected:
        found += _keys("expect", row, EXPECT_KEYS)
        if row.get("duty") not in book.duties and row.get("indicator") not in book.indicators:
            found.append({"name": str(row.get("duty") or row.get("indicator")), "why": "没有这项任务或指标"})
        if row.get("of") and row["of"] not in named:
            found.append({"name": str(row["of"]), "why": "given 里没有这个组织"})
        if "duty" in row and not row.get("period"):
            found.append({"name": str(row["duty"]), "why": "要写 period"})
    return found


def _keys(here: str, row: dict, allowed: set[str]) -> list[dict[str, str]]:
    return [{"name": str(key), "why": f"{here} 不认识这个名称"} for key in row if key not in allowed]


def _parties(here: str, row: dict, named: set) -> list[dict[str, str]]:
    by = row.get("by")
    parties = by if isinstance(by, list) else [by]
    return [{"name": str(party), "why": f"{here} 的 by 没有在前面写出"} for party in parties if party not in named]
