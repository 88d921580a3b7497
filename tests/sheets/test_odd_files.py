"""What is no table, or too much of one: a clear message, within bounded memory and time, and nothing is written."""

import subprocess
import sys
import time

import pytest

from tests.sheets import odd_files as odd
from tests.world import NOW, TODAY, district
from zugong.door.scope import Scope
from zugong.files.models import StoredFile
from zugong.registry.rosters.people import People
from zugong.sheets.actions.bring_in import bring_in
from zugong.sheets.actions.receive import receive
from zugong.sheets.kinds import Unreadable
from zugong.sheets.models import Batch
from zugong.sheets.rosters import Ask

pytestmark = pytest.mark.django_db
ASK = Ask(Scope(everything=True), TODAY, None, NOW)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
TOO_MUCH = "太大，或者范围大得不正常：很远的地方可能有多余的格子（按 Ctrl+End 可以看到）。请把有内容的部分复制到新表里再传"
BOMB = "解开后会大得不正常（像“压缩炸弹”，或有大片带格式的空格子），不能收。请把有内容的部分复制到新表里再传"
LISTED = ".xlsx、.xls、.ods 或 .csv"
MOST_MEGABYTES, MOST_SECONDS = 1200, 60
# The kernel counts what the parent held when it began a child: a small process begins it, not this one with all its tests.
MEASURED = "import os, subprocess, sys; child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(os.wait4(child.pid, 0)[2].ru_maxrss)"


def written(data: bytes):
    def make(path):
        path.write_bytes(data)
        return path

    return make


REFUSED = {
    "nothing": (written(b""), "是空文件，里面什么也没有，请重新选择"),
    "encrypted": (odd.encrypted, "加了打开密码，看不到里面是什么，请去掉密码再传"),
    "macros": (odd.macros, "里面有宏（会自己运行的程序），不能收。请另存为不带宏的 .xlsx 再传"),
    "a picture": (written(PNG), f"是图片，不是表格，改了扩展名也读不出来。请找原来的表格文件（{LISTED}）"),
    "a PDF": (written(b"%PDF-1.7\n"), f"是 PDF，不是表格。请找原来的表格文件（{LISTED}）"),
    "a web page": (written("<html><table><tr><td>姓名".encode()), "其实是网页或 XML，只是扩展名像 Excel（有些系统导出的就是这样）。请用 Excel 或 WPS 打开，另存为 .xlsx 再传"),
    "a torn file": (written(b"PK\x03\x04" + b"x" * 500), "打不开，可能没有传完或已损坏，请重新取得原件再传"),
    "a bomb": (odd.bomb, BOMB),
    "a bomb that says it is small": (odd.hidden_bomb, "打不开，可能没有传完或已损坏。请用 Excel 打开看看，另存为 .xlsx 再传"),
    "every row": (odd.every_row, "超过 50 万行，请拆成几个文件再传"),
    "a cell far away": (odd.far_cell, TOO_MUCH),
    "no header": (lambda path: odd.workbook(path, ("一", "二"), ("三", "四")), "里没有找到表头：前 30 行里要有一行写着列名，例如 姓名、性别、出生日期、身份证号。可以下载模板对照"),
    "only a header": (lambda path: odd.workbook(path, odd.HEADS), "的表头下面没有内容"),
    "zeros": (written(b"ab\0\0" * 100), f"不是表格。可以传 {LISTED}"),
    "no known letters": (written(b"\xff\x81\xff\x81,\xff\n" * 20), "认不出文字的编码，请用 Excel 打开，另存为 .xlsx 再传"),
}


@pytest.mark.parametrize("sort", REFUSED)
def test_what_is_no_table_is_refused_with_the_reason_in_bounded_time(sort, tmp_path):
    make, said = REFUSED[sort]
    path, began = make(tmp_path / "名册.xlsx"), time.monotonic()
    with pytest.raises(Unreadable) as refused, bring_in(People(), path, ASK):
        pass
    assert (str(refused.value), time.monotonic() - began < MOST_SECONDS) == (said, True)
    assert (Batch.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("sort", ["a bomb that says it is small", "every row", "a cell far away"])
def test_the_process_that_opens_it_is_bounded_in_memory(sort, tmp_path, settings):
    path = REFUSED[sort][0](tmp_path / "名册.xlsx")
    words = [sys.executable, "-m", "zugong.sheets.child", "read", "xlsx", path]
    used = subprocess.run([sys.executable, "-c", MEASURED, *words], cwd=settings.ROOT, capture_output=True, text=True, check=True).stdout
    assert (0 < int(used) // 1024 < MOST_MEGABYTES) is True


def test_what_the_bytes_show_is_refused_before_anything_is_kept(tmp_path, settings):
    settings.FILES = tmp_path / "shelf"
    for sort in ("nothing", "encrypted", "macros", "a picture"):
        make, said = REFUSED[sort]
        with pytest.raises(Unreadable, match=said[:6]):
            receive(People(), "名册.xlsx", [make(tmp_path / "x").read_bytes()], ASK)
    assert (Batch.objects.count(), [path for path in settings.FILES.rglob("*") if path.is_file()]) == (0, [])


def brought(path):
    district()
    with bring_in(People(), path, ASK, dry=True) as made:
        return dict(made.found.counts), made.found.problems, [line.values for piece in made.staged.pieces("new", "error") for line in piece]


def test_a_million_empty_cells_are_not_lines(tmp_path):
    counts, problems, _ = brought(odd.empty_styled(tmp_path / "x.xlsx"))
    assert (counts, problems) == ({"new": 1}, [])


def test_two_headers_alike_are_named_with_their_columns(tmp_path):
    counts, problems, _ = brought(odd.workbook(tmp_path / "x.xlsx", (*odd.HEADS, "姓　名"), ("王一", "男", "1980-05", "梅园党支部", "正式党员", "王二")))
    assert (counts, problems) == ({}, [("two_headers", "“Sheet”有 2 列都是“姓名”（A、F 列），请指明用哪一列")])


RARE = (("𠮷冈䶮", "男", "1980-05", "梅园党支部", "正式党员"), ("阿卜杜热西提·买买提吐尔逊江", "男", "1981-06", "竹苑党支部", "预备党员"))


@pytest.mark.parametrize("sort", ["xlsx", "ods", "gb18030.csv", "utf-8-sig.csv", "utf-16.csv"])
def test_rare_characters_and_long_names_come_through_every_kind(sort, tmp_path):
    path = tmp_path / f"x.{sort}"
    if sort == "xlsx":
        odd.workbook(path, odd.HEADS, *RARE)
    elif sort == "ods":
        odd.open_document(path, odd.HEADS, *RARE)
    else:
        text = "\r\n".join(",".join(row) for row in (odd.HEADS, *RARE))
        path.write_bytes(text.encode(sort.removesuffix(".csv")))
    counts, problems, values = brought(path)
    assert (counts, problems, [each["name"] for each in values]) == ({"new": 2}, [], [row[0] for row in RARE])


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    from openpyxl import load_workbook

    from zugong.sheets.columns import Column
    from zugong.sheets.workbooks import write_table

    class Odd(People):
        def columns(self):
            return [Column("name", "姓名"), Column("note", "备注", "long_text")]

    evil = ["=1+1", "+A1", "-A1", "@SUM(A1)", "{=A1}", "=HYPERLINK(\"http://x\")", "http://example.org", "mailto:x", "00123", "1E5", "\t=1"]
    path = tmp_path / "x.xlsx"
    assert write_table(path, Odd(), ((text, text) for text in evil)) == len(evil)
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows(min_row=2) for cell in row]
    assert ({cell.data_type for cell in cells}, [cell.value for cell in cells[::2]], {cell.hyperlink for cell in cells}) == ({"s"}, evil, {None})
