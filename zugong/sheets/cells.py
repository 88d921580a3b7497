"""One cell of each type: from what the file holds, a text or a float, to a value or a Fault. Pure."""

import difflib
from collections.abc import Callable
from functools import partial

from .columns import Column
from .days import read_day, read_number_as_day
from .faults import Fault, warning
from .identifiers import read_credit_code, read_id_float, read_id_number, read_phone
from .typed import FORMULA_FAULTS, name_of, narrow, tidy, without_spaces

YES, NO = frozenset(["是", "有", "对", "√", "✓", "✔", "1", "Y", "y", "YES", "yes", "TRUE", "True", "true"]), frozenset(["否", "无", "不是", "没有", "×", "✗", "0", "N", "n", "NO", "no", "FALSE", "False", "false"])
EMPTY = frozenset(("", "-", "--", "—", "——", "/", "\\", "无数据", "NULL", "null"))
MOST_COUNT, MOST_FEN = 10**12, 10**15
_KEPT = 50_000


class Read(dict):
    """{cell: value or Fault} of one column: equal cells are read once. Bounded, for columns where every cell differs; numbers that differ from line to line are not kept at all."""

    def __init__(self, column: Column):
        super().__init__()
        self.read = reader(column)
        self.quick = None if column.check else {"id_number": read_id_number, "phone": read_phone}.get(column.type)

    def __missing__(self, cell: object) -> object:
        if self.quick and type(cell) is str and cell.isascii() and cell.isalnum():
            return self.quick(cell)
        if len(self) >= _KEPT:
            self.clear()
        value = self[cell] = self.read(cell)
        return value


def reader(column: Column) -> Callable[[object], object]:
    """A function from a cell (text, "" for nothing, or float) to None, a value, or a Fault."""
    return partial(_read, column, _BY_TYPE[column.type])


def _read(column: Column, by_type: Callable, cell: object) -> object:
    if type(cell) is str:
        if cell in EMPTY or (not cell.isalnum() and (cell.isspace() or (len(cell) < 9 and cell.strip() in EMPTY) or (not cell.isascii() and not tidy(cell)))):
            return None
        if cell[0] == "#" and cell in FORMULA_FAULTS:
            return Fault("formula_fault", f"公式算错了（{cell}）", "改好公式，或直接填结果")
    value = by_type(column, cell)
    if column.check is None or value is None:
        return value
    kept, earlier = (value.value, value) if type(value) is Fault else (value, None)
    if earlier and earlier.is_error:
        return earlier
    judged = column.check(kept)
    if judged is None:
        return value
    return judged.after(earlier) if judged.is_error else warning(judged.code, judged.message, kept if judged.value is None else judged.value, judged.fix)


def written(cell: object) -> str:
    """A cell as text: whole numbers without a point."""
    if type(cell) is str:
        return cell
    return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)


def _text(column: Column, cell: object) -> object:
    text = written(cell)
    if text.isalnum() and len(text) <= column.longest and tidy(text) is text and not (column.type == "name" and any(map(str.isdecimal, text))):
        return text
    kept = name_of(text) if column.type == "name" else tidy(text, lines=column.type == "long_text")
    if not kept:
        return None
    if len(kept) > column.longest:
        return Fault("too_long", f"有 {len(kept)} 个字，最多 {column.longest} 个", "请精简")
    if column.type == "name" and any(each.isdecimal() for each in kept):
        return Fault("name_with_digits", "姓名里有数字", "请核对，是不是填错了列")
    if kept == text or column.type == "long_text":
        return kept
    return warning("spaces", f"多了空格或看不见的字符，读作“{kept[:20]}”", kept)


def _told(text: str, kept: str, value: object) -> object:
    """A value read from text that was made plain first, with what was done."""
    if type(value) is Fault or kept == text:
        return value
    if narrow(text.strip()) != text.strip():
        return warning("full_width", f"有全角的数字或字母，读作“{kept[:20]}”", value)
    return warning("spaces", f"多了空格或看不见的字符，读作“{kept[:20]}”", value)


def _squeezed(read: Callable[[str], object], column: Column, cell: object) -> object:
    text = written(cell)
    if text.isascii() and text.isalnum():
        return read(text)
    kept = without_spaces(narrow(tidy(text.lstrip("'’"))))
    return _told(text, kept, read(kept)) if kept else None


def _id_number(column: Column, cell: object) -> object:
    return read_id_float(cell) if type(cell) is float else _squeezed(read_id_number, column, cell)


def _day(column: Column, cell: object) -> object:
    if type(cell) is float:
        return read_number_as_day(cell, column.type)
    if cell.isascii() and " " not in cell and type(value := read_day(cell, column.type)) is not Fault:
        return value
    kept = narrow(tidy(cell))
    for sign in "年月日-./":
        kept = kept.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    value = read_day(kept, column.type)
    # full stops and long dashes are narrowed as well, and not worth a word
    return _told(cell, kept, value) if any("\uff10" <= each <= "\uff19" for each in cell) or kept.replace(" ", "") != cell.strip().replace(" ", "") else value


def _count(column: Column, cell: object) -> object:
    text = written(cell)
    kept = without_spaces(narrow(tidy(text))).replace(",", "")
    unit = kept[len(kept.rstrip("人个名次条件户家元年月日小时分钟%")) :]
    digits = kept.removesuffix(unit) if unit else kept
    if digits.startswith("-") and digits[1:].replace(".", "").isdecimal():
        return Fault("negative", f"“{kept}”是负数", "填 0 或正整数")
    if digits.endswith(".0"):
        digits = digits[:-2]
    if digits.isdecimal() and digits.isascii() and int(digits) < MOST_COUNT:
        return warning("unit", f"带了单位，读作 {int(digits)}", int(digits)) if unit else _told(text.replace(",", ""), kept, int(digits))
    if digits.replace(".", "", 1).isdecimal() and "." in digits:
        return Fault("not_whole", f"“{kept}”不是整数", "请填整数")
    return Fault("not_number", f"“{text[:20]}”不是数字", "只填数字，说明写到备注里")


def _money(column: Column, cell: object) -> object:
    text = written(cell)
    if type(cell) is float:
        fen = round(cell * 100)
        if abs(cell * 100 - fen) > 1e-4 * max(1.0, abs(cell) / 1e9):
            return Fault("not_fen", f"“{text}”不止两位小数", "金额精确到分")
        return fen if abs(fen) < MOST_FEN else Fault("not_money", f"“{text}”太大了", "单位是元，请核对")
    kept = without_spaces(narrow(tidy(text))).replace(",", "").replace("，", "").lstrip("¥￥")
    if kept.endswith("万元") or kept.endswith("万"):
        return Fault("unit", f"“{text[:20]}”的单位是万元", "这一列的单位是元，请换算成元")
    digits = kept.removesuffix("元")
    whole, _, rest = digits.lstrip("-").partition(".")
    if not whole.isdecimal() or not whole.isascii() or (rest and not rest.isdecimal()) or len(whole) > 13:
        return Fault("not_money", f"“{text[:20]}”不是金额", "只填数字，单位是元")
    if len(rest.rstrip("0")) > 2:
        return Fault("not_fen", f"“{kept}”不止两位小数", "金额精确到分")
    fen = int(whole) * 100 + int((rest + "00")[:2])
    return _told(text.replace(",", "").replace("，", "").lstrip("¥￥").removesuffix("元"), digits, -fen if digits.startswith("-") else fen)


def _yes_no(column: Column, cell: object) -> object:
    text = without_spaces(narrow(tidy(written(cell))))
    if text in YES or text in NO:
        return text in YES
    return Fault("not_yes_no", f"“{text[:20]}”分不清是还是否", "填“是”或“否”")


def _code(column: Column, cell: object) -> object:
    text, codes = written(cell), column.codes or {}
    kept = without_spaces(tidy(text))
    found = next((code for code, title in codes.items() if (names := (without_spaces(title), code)) and (kept in names or narrow(kept) in names)), None)
    if found is not None:
        return found if text == codes[found] else _told(text, kept, found)
    if close := difflib.get_close_matches(kept, list(codes.values()), 1, 0.5):
        return Fault("not_code", f"“{kept[:20]}”不在选项里", f"是不是“{close[0]}”？")
    few = "、".join(list(codes.values())[:8])
    return Fault("not_code", f"“{kept[:20]}”不在选项里", f"可以填：{few}{'等' if len(codes) > 8 else ''}")


_BY_TYPE: dict[str, Callable] = {
    "text": _text, "long_text": _text, "name": _text, "organization": _text, "person": _text, "reference": _text,
    "yes_no": _yes_no, "count": _count, "money": _money, "date": _day, "month": _day, "partial_date": _day, "code": _code,
    "id_number": _id_number, "phone": partial(_squeezed, read_phone), "credit_code": partial(_squeezed, read_credit_code),
}  # fmt: skip
