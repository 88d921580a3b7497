"""Every word said as one Chinese sentence, made from the data: the best review tool there is."""

import datetime as dt

from . import catalogue, notations
from .book import Book
from .ledger_words import Check, Ledger
from .paper_words import Paper
from .printed import say_paper
from .words import Checklist, Duty, Group, Indicator, Record, Tally

_SIGNS = {">=": "不少于", "<=": "不超过", ">": "多于", "<": "少于", "!=": "不是", "=": "等于"}
_DAY_SIGNS = {">=": "不早于", "<=": "不晚于", ">": "晚于", "<": "早于", "!=": "不是", "=": "就是"}
_SPANS = {"day": "日", "month": "个月", "year": "年"}
_DAYS = ("date", "month", "partial_date")
_UNITS = {"day": "日", "working day": "个工作日", "month": "个月"}
_OWN = {"organization": "本组织", "branch": "本人组织关系所在的支部（党小组）"}


def say(book: Book, word: Duty | Indicator | Record | Ledger | Check | Group | Checklist | Paper) -> str:
    """One sentence for a word of any sort."""
    return {Duty: _duty, Indicator: _indicator, Record: _record, Ledger: _ledger, Check: _check, Group: _group, Checklist: _checklist, Paper: say_paper}[
        type(word)
    ](book, word)


def say_due(text: str) -> str:
    """A due phrase, counted from the period's start or end."""
    due = notations.due(text)
    shifted = "，遇休息日顺延到下一个工作日" if due.shifts else ""
    return f"{'期末' if due.anchor == 'end' else '期初'}{'前' if due.before else '后'}{due.amount}{_UNITS[due.unit]}{shifted}"


def say_conditions(book: Book, fact: str, where: dict) -> list[str]:
    """Each condition as a clause that begins with its column's title."""
    return _conditions(book, (fact,), where)


def _conditions(book: Book, facts: tuple[str, ...], where: dict, own: str = "") -> list[str]:
    """`own`: the ledger whose row is judged, when the conditions are of what is counted for it."""
    columns, found = book.columns_of(facts), []
    for column, value in where.items():
        kind, title = columns[column]
        clauses = [_clause(book, columns, kind, title, each, own) for each in notations.comparisons(value)]
        found.append(title + f"且{title}".join(clauses))
    return found


def _clause(book: Book, columns: dict, kind: str, title: str, each: notations.Comparison, own: str = "") -> str:
    if each.sign in ("given", "empty"):
        return "已填" if each.sign == "given" else "未填"
    if each.sign == "own":
        if own:
            return "就是这一行" if each.value == "row" else "就是这一行的" + book.columns(own)[each.value][1]
        return "是" + _OWN[each.value]
    if each.after:
        return f"{_DAY_SIGNS[each.sign]}{columns[each.column][1]}后{each.after[0]}{_SPANS[each.after[1]]}"
    if each.column and kind in _DAYS:
        return _DAY_SIGNS[each.sign] + columns[each.column][1]
    if each.column:
        return f"{_SIGNS[each.sign]}{columns[each.column][1]}{_share(each.numerator, each.denominator)}"
    values = catalogue.FINDINGS if kind == "finding" else book.code_values(kind) or {}
    if each.sign == "in":
        return "是" + "或".join(values.get(code, code) for code in each.value)
    if isinstance(each.value, bool):
        return "：是" if each.value else "：否"
    if isinstance(each.value, str) and each.value != "today":
        return ("不是" if each.sign == "!=" else "是") + values.get(each.value, each.value)
    signs = _DAY_SIGNS if isinstance(each.value, (dt.date, str)) else _SIGNS
    return signs[each.sign] + ("当日" if each.value == "today" else str(each.value))


def _share(numerator: int, denominator: int) -> str:
    if (numerator, denominator) == (1, 1):
        return ""
    return f"的{numerator}%" if denominator == 100 else f"的{numerator}倍" if denominator == 1 else f"的{numerator}/{denominator}"


def say_tally(book: Book, tally: Tally, own: str = "") -> str:
    """What is counted, with its conditions in brackets and without its bound; `own`: the ledger whose row it is counted for."""
    return " + ".join(_part(book, part, own) for part in tally.parts)


def _part(book: Book, tally: Tally, own: str) -> str:
    clauses = _conditions(book, tally.facts, tally.where, own)
    if tally.together_with:
        clauses.append(f"同场有{book.title_of(tally.together_with)}")
    where = f"（{'，'.join(clauses)}）" if clauses else ""
    name = book.titles_of(tally.facts) + where
    capped = f"（最多算{say_amount(tally.counted_up_to)}）" if tally.counted_up_to is not None else ""
    if tally.sum:
        return f"{name}的{book.columns_of(tally.facts)[tally.sum][1]}合计{capped}"
    if tally.distinct:
        return f"{name}涉及的不同{book.columns_of(tally.facts)[tally.distinct][1]}数{capped}"
    if tally.fact in book.duties:
        return f"“{book.title_of(tally.fact)}”{where}的项数"
    if tally.fact in book.ledgers:
        return f"{name}{f'（按{book.columns(tally.fact)[tally.dated][1]}）' if tally.dated else ''}的条数{capped}"
    return f"{name}{'数' if tally.fact in book.groups else '次数'}{capped}"


def say_amount(value) -> str:
    """A plain amount: hours as hours, everything else as a number."""
    return str(value).replace(" hours", "小时")


def say_bound(tally: Tally, columns: dict) -> str:
    """The demanded number of a duty's tally."""
    (sign, value), *_ = tally.bounds.items()
    bound = notations.bound(sign, value)
    words = {">=": "不少于", "<=": "不超过", "=": "恰好"}[sign]
    return words + (say_amount(value) if bound.column is None else columns[bound.column][1] + _share(bound.numerator, bound.denominator))


def _holder(book: Book, duty: Duty) -> str:
    where = say_conditions(book, duty.who, duty.where)
    one = book.ledgers[duty.who].latest.noun if duty.who in book.ledgers else book.title_of(duty.who)
    who = f"每一对{book.title_of(duty.who)}（同一组织的两人之间）" if duty.paired_with else f"每个{one}"
    return who + (f"（{'，'.join(where)}）" if where else "")


def _clock(duty: Duty, columns: dict) -> str:
    if duty.once:
        lead = notations.lead(duty.opens)
        return f"到{columns[duty.once][1]}为止（提前{lead.amount}{_UNITS[lead.unit]}提醒）"
    return catalogue.PERIOD_TITLES[duty.every] + ("（从各自的起日算）" if duty.counted_from else "")


def _demand(book: Book, duty: Duty) -> str:
    if duty.must is not None:
        return "，".join(say_conditions(book, duty.who, duty.must))
    said = [say_tally(book, tally) + say_bound(tally, catalogue.ORGANIZATION_COLUMNS) for tally in duty.tallies]
    return ("，或者" if duty.expects_one_of else "，并且").join(said)


def _duty(book: Book, duty: Duty) -> str:
    due = f"期限：{say_due(duty.due)}。" if duty.due else ""
    return f"{_holder(book, duty)}，{_clock(duty, book.columns(duty.who))}，应当：{_demand(book, duty)}。{due}"


def _checklist(book: Book, word: Checklist) -> str:
    return f"{word.title}，共{len(word.items)}项：" + "；".join(f"{item.number} {item.title}" for item in word.items) + "。"


def _indicator(book: Book, word: Indicator) -> str:
    if word.value:
        return f"{say_tally(book, word.value)}。单位：{word.unit}。"
    return f"{say_tally(book, word.part)} ÷ {say_tally(book, word.whole)}。"


def _record(book: Book, word: Record) -> str:
    roll = f"，{'参加的' if word.picks else '应到的'}是{book.title_of(word.roll)}{_picked(word.picks)}" if word.roll else "，不点名，只记事实"
    readers = "、".join(book.title_of(who) for who in word.seen_by)
    return f"由{book.title_of(word.by)}记{word.title}{roll}。{readers}可以看。"


def _ledger(book: Book, word: Ledger) -> str:
    readers = "、".join(book.title_of(who) for who in word.seen_by)
    once = f"{_together(book, word, word.unique)}不能重复。" if word.unique else ""
    alone = f"同一个{_together(book, word, word.one_at_a_time)}，起止日期不能重叠。" if word.one_at_a_time else ""
    free = "只登记本人自愿加入的，本人退出时立即删除。" if word.opt_in else ""
    return f"{book.title_of(word.of)}的{word.title}，由{'上级' if word.kept_by == 'above' else '本组织和上级'}管，一行是一个{word.noun}。{readers}可以看。{once}{alone}{free}"


def _together(book: Book, word: Ledger, columns: list[str]) -> str:
    return "、".join(book.columns(word.key)[column][1] for column in columns)


def _check(book: Book, word: Check) -> str:
    where = say_conditions(book, word.each, word.where)
    head = f"每个{book.ledgers[word.each].latest.noun}" + (f"（{'，'.join(where)}）" if where else "")
    columns = book.columns(word.each)
    if word.ratio:
        ratio = notations.ratio(word.ratio)
        demand = f"{' : '.join(columns[column][1] for column in ratio.columns)} 不突破 {' : '.join(map(str, ratio.shares))}"
    elif word.expects:
        demand = say_tally(book, word.expects, word.each) + say_bound(word.expects, columns)
    else:
        demand = "，".join(say_conditions(book, word.each, word.must))
    return f"{head}，必须：{demand}。{'否则不予保存' if word.otherwise == 'block' else '否则提醒，说明理由后可以保存'}。"


def _picked(text: str | None) -> str:
    if not text:
        return ""
    picks = notations.picks(text)
    return f"{picks.least}人" if picks.most == picks.least else f"{picks.least}人以上" if picks.most is None else f"{picks.least}至{picks.most}人"


def _group(book: Book, group: Group) -> str:
    where = "，".join(say_conditions(book, group.of, group.where))
    return f"{group.title}：{book.title_of(group.of)}" + (f"，其中{where}。" if where else "。")
