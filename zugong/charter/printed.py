"""What a paper may name, and how its sentences are filled; what the linker asks of papers."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from . import notations
from .book import Book
from .paper_words import LAYOUTS, OF_LEDGERS, OF_RECORDS, Paper
from .reader import nearest

# What every paper may name beside the columns of what it is of.
ALWAYS = {"title": ("text", "文书名称"), "unit": ("text", "组织名称"), "printed_on": ("date", "打印日期")}
OF_A_RECORD = {"begins": ("text", "开始时间"), "place": ("text", "地点")}
# Lists that a template may go through: of a record with a roll (empty for who may not see it), and of a roster.
ROLL_TITLES = {"people.name": "姓名", "people.attendance": "到会情形", "absent.name": "姓名", "absent.reason": "缺席情形"}
ROWS = "rows"


def columns_of(book: Book, word: Paper) -> dict[str, tuple[str, str]]:
    """column -> (type, title) of all that the paper may name; a field of the same key comes first."""
    return ALWAYS | (OF_A_RECORD if word.of in book.records else {}) | book.columns(word.of)


def chosen(book: Book, word: Paper) -> list[str]:
    """The columns it prints, in order: those it names, else all fields of its own."""
    sums = list(book.ledgers[word.of].latest.sums) if word.of in book.ledgers else []
    return word.columns or [*(each.key for each in book.fields(word.of)), *sums]


def declared(book: Book, word: Paper) -> list[str]:
    """What a template for this paper may name: `name`, and `list.name` for lists."""
    if word.layout == "roster":
        return [*ALWAYS, "count", *(f"{ROWS}.{column}" for column in ("number", "unit", *chosen(book, word)))]
    has_roll = word.of in book.records and book.records[word.of].latest.roll
    return [*columns_of(book, word), *(ROLL_TITLES if has_roll else ())]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A paragraph with its placeholders filled; what is not known stays a blank to write on."""
    return notations.PLACEHOLDER.sub(lambda found: values.get(found[1]) or "＿＿＿＿", text)


def addressed(paragraphs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """To whom a notice goes, and its text: a first paragraph that ends with a colon is the address."""
    first, *rest = paragraphs
    return (first, tuple(rest)) if first.endswith(("：", ":")) and rest else ("", tuple(paragraphs))


def papers_of(book: Book, kind: str, day: dt.date) -> list[tuple[str, Paper]]:
    """(key, paper) in force on a day of a record kind or a ledger, in the order of the files."""
    return [(key, word) for key, entry in book.papers.items() if (word := entry.on(day)) and word.of == kind]


def paper(book: Book, add: Callable, place: str, word: Paper) -> None:
    """A paper's names against what it is of."""
    if word.of not in book.records and word.of not in book.ledgers:
        add(f"{place}, of", "unknown_fact", name=word.of, wanted="纪实或台账", near=nearest(word.of, [*book.records, *book.ledgers]))
        return
    is_record = word.of in book.records
    fitting = OF_RECORDS if is_record else OF_LEDGERS
    if word.layout not in fitting:
        add(f"{place}, layout", "unfit_layout", of=book.title_of(word.of), is_="纪实" if is_record else "台账", layout=LAYOUTS[word.layout], wanted="、".join(fitting))
        return
    if word.layout == "sign_in" and not book.records[word.of].latest.roll:
        add(f"{place}, layout", "no_roll", fact=book.title_of(word.of))
    known = columns_of(book, word)
    named = [("columns", each) for each in word.columns] + [(f"text {number}", each) for number, text in enumerate(word.text, 1) for each in notations.placeholders(text)]
    order = notations.order(word.order) if word.order else None
    if order:
        named.append(("order", order.column))
    for where, column in named:
        if column not in known:
            add(f"{place}, {where}", "unknown_column", of=book.title_of(word.of), name=column, near=nearest(column, known), known="、".join(known))
    family = book.family(known[order.column][0]) if order and order.by_strokes and order.column in known else ""
    if family and family not in ("text", "person", "organization", "row"):
        add(f"{place}, order", "no_strokes", name=known[order.column][1])


def say_paper(book: Book, word: Paper) -> str:
    """The paper as one sentence."""
    known = columns_of(book, word)
    what = "的名单" if word.layout == "roster" else "的一行" if word.of in book.ledgers else ""
    shows = "" if word.layout == "sign_in" or word.text else "，印" + "、".join(known[column][1] for column in chosen(book, word)) if chosen(book, word) else ""
    order = notations.order(word.order) if word.order else None
    stands = f"，按{known[order.column][1]}{'的姓氏笔画' if order.by_strokes else ''}排" if order else ""
    readers = f"{'、'.join(book.title_of(who) for who in word.seen_by)}可以印。" if word.seen_by else ""
    return f"{word.title}：{book.title_of(word.of)}{what}，版式是{LAYOUTS[word.layout]}{shows}{stands}。{readers}"
