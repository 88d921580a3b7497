"""What a table's columns hold. A room declares its columns; everything else, reading, marking, templates, follows from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .faults import Fault

# type -> (Chinese title, what a clerk writes there)
TYPES = {
    "text": ("文字", "一行文字"),
    "long_text": ("长文字", "可以换行"),
    "name": ("姓名", "中间不加空格，少数民族姓名用“·”"),
    "yes_no": ("是否", "填“是”或“否”"),
    "count": ("整数", "0 或正整数，不带单位"),
    "money": ("金额（元）", "单位是元，最多两位小数"),
    "date": ("日期", "例如 2021-05-07"),
    "month": ("年月", "例如 2021-05"),
    "partial_date": ("日期，可以不全", "例如 2021、2021-05 或 2021-05-07"),
    "code": ("选项", "从下拉列表里选"),
    "organization": ("组织", "组织代码或全称；有同名的，写成“上级/名称”"),
    "person": ("人员", "姓名；有同名的，写成“姓名（所在支部）”"),
    "phone": ("电话", "手机号，或带区号的座机"),
    "credit_code": ("统一社会信用代码", "18 位，设成文本格式"),
    "id_number": ("身份证号", "18 位，设成文本格式"),
    "reference": ("名称", "另一本台账里那一行的名称"),
}
# Cells of these types are written and formatted as text, so that Excel does not make numbers of them.
AS_TEXT = {"text", "long_text", "name", "partial_date", "organization", "person", "phone", "credit_code", "id_number", "reference"}


@dataclass(frozen=True)
class Column:
    """One column of a roster.

    `needed`: a new row must have it. `codes`: {code: title} of the type code, else None. `also`: other titles under which clerks have it. `longest`: in characters, of texts. `check`: judges a value
    that was read and answers a Fault or None; pure, for equal cells are judged once. `help`: a sentence for the sheet that explains. `example`: as it is written in a cell.
    """

    key: str
    title: str
    type: str = "text"
    needed: bool = False
    codes: Mapping[str, str] | None = None
    also: tuple[str, ...] = ()
    longest: int = 200
    check: Callable[[object], Fault | None] | None = field(default=None, compare=False)
    help: str = ""
    example: str = ""


class Place(NamedTuple):
    """The value of an organization column."""

    pk: int
    path: str
    name: str


class Who(NamedTuple):
    """The value of a person column."""

    pk: int
    name: str


def plain(value: object) -> object:
    """A value as JSON holds it; staging knows the way back."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def shown(column: Column, value: object) -> str:
    """A value as a clerk reads and types it: what is shown here is read back as the same value."""
    if value is None or value == "":
        return ""
    if column.type == "code":
        return (column.codes or {}).get(value, str(value))
    if column.type == "yes_no":
        return "是" if value else "否"
    if column.type == "money":
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
    if column.type == "month":
        return f"{value:%Y-%m}"
    if isinstance(value, Place | Who):
        return value.name
    return str(value)
