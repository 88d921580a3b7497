"""Makes twenty_faults.xlsx: a roster as an office has it, a title above, merged headers, two sheets with other orders of columns, and twenty faults of twenty kinds, listed on its last sheet.

python -m tests.sheets.planted
"""

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).with_name("twenty_faults.xlsx")
BRANCHES = ("梅园党支部", "竹苑党支部", "海棠湾党支部")
SURNAMES, GIVEN = "周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹", ("建国", "淑兰", "明", "思远", "阿依古丽")
# The columns of the first sheet, A to I, and of the second; a column that is not read stands among them.
FIRST = ("序号", "姓名", "性别", "出生年月", "所在党支部", "党员类别", "入党时间", "转正时间", "联系电话")
SECOND = ("联系电话", "姓名", "备注", "所在党支部", "党员类别", "性别", "出生年月", "入党时间", "转入本支部日期")
LOST = dt.date(2010, 6, 25)
# (sheet, cell, what stands there, what is wrong, what it is mended to)
FAULTS = [
    ("在册", "B5", "周 建国", "姓名中间有空格", "周建国"),
    ("在册", "B6", None, "没有姓名", "吴淑兰"),
    ("在册", "C7", "未知", "性别不在选项里", "男"),
    ("在册", "C8", "#N/A", "公式算错了", "女"),
    ("在册", "D9", "1975", "出生只有年份", "1975-03"),
    ("在册", "D10", "1976-13", "没有这个月", "1976-12"),
    ("在册", "D11", "77.8", "年份只有两位", "1977-08"),
    ("在册", "E12", "梅园支部", "没有这个组织", "梅园党支部"),
    ("在册", "E13", "东街党工委", "不是党支部", "竹苑党支部"),
    ("在册", "F14", "正式党圆", "类别不在选项里", "正式党员"),
    ("在册", "G15", dt.date(2036, 6, 1), "日期还没有到", dt.date(2006, 6, 1)),
    ("在册", "G16", "２０１０-06-25", "全角数字", "2010-06-25"),
    ("在册", "G17", dt.date(1995, 6, 1), "入党时不满 18 岁", dt.date(2006, 6, 1)),
    ("在册", "H18", dt.date(2009, 6, 25), "转正早于入党", dt.date(2011, 6, 25)),
    ("在册", "I19", "1380000001", "手机号少一位", "13800000019"),
    ("在册", "I20", "13800000020 13900000020", "一格里两个电话", "13800000020"),
    ("外出", "F4", "男", "整行右移了一格", "（第 4 行 F 起左移一格）"),
    ("外出", "H5", 40354, "日期丢了格式，成了数字", LOST),
    ("外出", "I6", dt.date(2019, 1, 1), "那时还没有这个支部", dt.date(2025, 1, 1)),
    ("外出", "B7", "许何一", "同一个人有两行", "许何二"),
]


def rows(number: int) -> list[dict]:
    """Invented members by the columns' titles."""
    made = []
    for each in range(number):
        surname, born = SURNAMES[each % len(SURNAMES)], 1965 + each
        made.append({
            "序号": each + 1, "姓名": surname + GIVEN[each % len(GIVEN)], "性别": "男女"[each % 2], "出生年月": f"{born}-{each % 12 + 1:02}", "所在党支部": BRANCHES[each % 3], "党员类别": "正式党员",
            "入党时间": LOST, "转正时间": dt.date(2011, 6, 25), "联系电话": f"138{each:08}", "备注": "外出务工", "转入本支部日期": dt.date(2024, 3, 1),
        })  # fmt: skip
    return made


def workbook() -> Workbook:
    """The whole of it, with its faults."""
    book = Workbook()
    sheet = book.active
    sheet.title = "在册"
    sheet["A1"] = "云川区党员名册"
    sheet.merge_cells("A1:I1")
    for column, title in enumerate(FIRST, 1):
        if title in ("姓名", "性别", "出生年月"):
            sheet.cell(3, column, title)
        else:
            sheet.cell(2, column, title)
            sheet.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
    sheet["B2"] = "基本情况"
    sheet.merge_cells("B2:D2")
    for row, member in enumerate(rows(20), 4):
        for column, title in enumerate(FIRST, 1):
            sheet.cell(row, column, member[title])
    sheet["A25"] = "填表人：某某"
    away = book.create_sheet("外出")
    for column, title in enumerate(SECOND, 1):
        away.cell(1, column, title)
    for row, member in enumerate(rows(28)[20:], 2):
        for column, title in enumerate(SECOND, 1):
            away.cell(row, column, member[title] if title != "姓名" else f"{member['姓名']}{'一二三四五六七八'[row - 2]}")
    away["B6"], away["G7"], away["G6"] = "许何一", "1990-05", "1990-05"
    for column in range(9, 5, -1):  # a cell was put in before F4
        away.cell(4, column + 1, away.cell(4, column).value)
    away["F4"] = None
    for name, cell, value, _, _ in FAULTS:
        if cell not in ("F4", "I6", "B7"):
            book[name][cell] = value
    away["H5"].number_format = "General"
    away["I6"], away["B7"] = dt.date(2019, 1, 1), "许何一"
    listed = book.create_sheet("错处")
    listed.append(("工作表", "单元格", "错在哪里"))
    for name, cell, _, said, _ in FAULTS:
        listed.append((name, cell, said))
    return book


def mended(book: Workbook) -> Workbook:
    """The same with every fault mended as the list says."""
    for name, cell, _, _, right in FAULTS:
        if (name, cell) == ("外出", "F4"):
            for column in range(6, 10):
                book[name].cell(4, column, book[name].cell(4, column + 1).value)
            book[name].cell(4, 10).value = None
        else:
            book[name][cell] = right
    return book


if __name__ == "__main__":
    workbook().save(HERE)
