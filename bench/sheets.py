"""A roster of 300,000 people and 20 columns, brought in fully checked and taken out again, each beside its floor in the same run.

./run bench sheets                        BENCH_ROWS=300000 BENCH_RUNS=3

Bringing in: the product reads, checks every cell (identity numbers, dates, organizations, people twice in the file and against the database), stages, and writes in one transaction with traces and journal
lines. The floor reads the same file with the same reader, seals the same numbers, and writes the same rows of people and memberships and the further columns with executemany, unchecked.
Taking out: the product writes its rows from the database; the floor writes the same constants with XlsxWriter in the same mode. Peak memory is that of the process and its children.
"""

import datetime as dt
import os
import random
import resource
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

import python_calamine
import xlsxwriter
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

ROWS, RUNS = int(os.environ.get("BENCH_ROWS", "300000")), int(os.environ.get("BENCH_RUNS", "3"))
TODAY, NOW = dt.date(2026, 11, 23), dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红文斌鑫宇晨欣怡浩然子轩"
MORE = ["政治面貌", "学历", "学位", "毕业院校", "专业", "工作单位", "职务", "职称", "通讯地址", "备注"]
TITLES = ["姓名", "性别", "出生日期", "身份证号", "所在支部", "党员类别", "入党日期", "转正日期", "转入本支部日期", "联系电话", *MORE]
KEY = b"0123456789abcdef"


def seal(number: str) -> bytes:
    """As identity numbers are kept: SM4-GCM with a nonce of its own."""
    nonce = secrets.token_bytes(12)
    sealing = Cipher(SM4(KEY), modes.GCM(nonce)).encryptor()
    return nonce + sealing.update(number.encode()) + sealing.finalize() + sealing.tag


def people(number: int):
    """Invented people, area code 990000, as cells."""
    from zugong.sheets.identifiers import check_character

    chance = random.Random(7)
    for each in range(number):
        born, man = dt.date(1950, 1, 1) + dt.timedelta(days=each % 17000), chance.random() < 0.6
        digits = f"990000{born:%Y%m%d}{each // 17000 * 2 + man:03d}"
        joined = dt.date(born.year + 20 + chance.randrange(5), 1 + chance.randrange(12), 1 + chance.randrange(28))
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
        yield [
            name, "男" if man else "女", born, digits + check_character(digits), f"B{each // 20:05d}", "正式党员", joined, dt.date(joined.year + 1, joined.month, joined.day), dt.date(2020, 1, 1),
            f"1{chance.randrange(30, 99)}{chance.randrange(10**8):08d}", "中共党员", chance.choice(("大学本科", "研究生", "大专", "高中")), chance.choice(("学士", "硕士", "")), f"第{chance.randrange(300)}大学",
            f"专业{chance.randrange(200)}", f"第{each // 50}单位", chance.choice(("科员", "主任", "教师")), chance.choice(("", "工程师", "讲师")), f"某市某区第{chance.randrange(9999)}号{chance.randrange(99)}室", "" if each % 5 else f"备注{each}",
        ]  # fmt: skip


def write_constants(path: Path, titles: list[str], rows) -> None:
    """XlsxWriter alone: texts as texts, days as numbers with a format."""
    start = dt.date(1899, 12, 30)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day, text = book.add_worksheet("党员"), book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
        for number, title in enumerate(titles):
            sheet.write_string(0, number, title)
        for row, cells in enumerate(rows, 1):
            for number, cell in enumerate(cells):
                if type(cell) is dt.date:
                    sheet.write_number(row, number, (cell - start).days, day)
                elif cell:
                    sheet.write_string(row, number, cell, text)


def roster():
    """People with ten further columns in a table of their own."""
    from zugong.registry.rosters import people as module
    from zugong.sheets.columns import Column

    further = [Column(f"more_{place}", title) for place, title in enumerate(MORE)]

    class Wide(module.People):
        def columns(self):
            return [*module.COLUMNS, *further]

        def write(self, lines, ask, reason):
            trace = super().write(lines, ask, reason)
            rows = [(pk, *(line.values[column.key] or "" for column in further)) for pk, line in zip(trace["people"], lines, strict=True)]
            insert_further(rows)
            return trace

        def rows(self, scope, today, chosen):
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM bench_more ORDER BY person")
                given = iter(cursor.fetchone, None)
                for row, (_, *more) in zip(super().rows(scope, today, chosen), given, strict=True):
                    yield (*row, *more)

    return Wide()


def insert_further(rows: list) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench_more VALUES ({', '.join(['%s'] * 11)})", rows)


def empty() -> None:
    """As before the first import: branches and nobody in them."""
    from zugong.registry.models import Organization

    with connection.cursor() as cursor:
        for table in ("sheets_trace", "sheets_mendedcell", "sheets_batch", "files_storedfile", "journal_line", "registry_membership", "registry_person"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DROP TABLE IF EXISTS bench_more")
        cursor.execute(f"CREATE TABLE bench_more (person integer PRIMARY KEY, {', '.join(f'more_{place} text' for place in range(10))})")
    if not Organization.objects.exists():
        root = Organization.objects.create(code="R", name="市委", kind="party_committee", path="00001", since=dt.date(2019, 3, 1))
        rows = [Organization(code=f"B{n:05d}", name=f"支部{n}", kind="branch", parent=root, path=f"00001{n + 1:05}", since=dt.date(2019, 3, 1)) for n in range(ROWS // 20 + 1)]
        Organization.objects.bulk_create(rows, batch_size=1000)


def ours(path: Path) -> float:
    from zugong.door.scope import Scope
    from zugong.sheets.actions.bring_in import bring_in
    from zugong.sheets.rosters import Ask

    began = time.perf_counter()
    with bring_in(roster(), path, Ask(Scope(everything=True), TODAY, None, NOW)) as brought:
        assert brought.batch is not None, (dict(brought.found.counts), brought.staged.page("error", 0, 3))
    return time.perf_counter() - began


def floor(path: Path) -> float:
    from zugong.registry.models import Organization

    began = time.perf_counter()
    cells = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    places = {code: (pk, way) for code, pk, way in Organization.objects.values_list("code", "pk", "path")}
    with transaction.atomic(), connection.cursor() as cursor:
        sealed = [seal(row[3]) for row in cells[1:]]
        cursor.executemany(
            "INSERT INTO registry_person (id, name, initials, gender, born_on, phone, version, id_number) VALUES (%s, %s, '', %s, %s, %s, 1, %s)",
            [(n, row[0], "male" if row[1] == "男" else "female", row[2], row[9], number.hex()) for n, (row, number) in enumerate(zip(cells[1:], sealed, strict=True), 1)],
        )
        cursor.executemany(
            "INSERT INTO registry_membership (person_id, organization_id, path, standing, may_vote, joined_on, since, anchor, ended_for) VALUES (%s, %s, %s, 'full', %s, %s, %s, 101, '')",
            [(n, *places[row[4]], True, row[6], row[8]) for n, row in enumerate(cells[1:], 1)],
        )
        insert_further([(n, *row[10:]) for n, row in enumerate(cells[1:], 1)])
    return time.perf_counter() - began


def take_out(path: Path) -> float:
    from zugong.door.scope import Scope
    from zugong.sheets.workbooks import write_table

    began, wide = time.perf_counter(), roster()
    count = write_table(path, wide, wide.rows(Scope(everything=True), TODAY, {}))
    assert count == ROWS
    return time.perf_counter() - began


def constants(path: Path) -> float:
    """The same cells that the product writes, from memory."""
    from zugong.door.scope import Scope
    from zugong.sheets.columns import shown

    wide = roster()
    columns = wide.columns()
    rows = [[value if isinstance(value, dt.date) else shown(column, value) for column, value in zip(columns, row, strict=True)] for row in wide.rows(Scope(everything=True), TODAY, {})]
    began = time.perf_counter()
    write_constants(path, [column.title for column in columns], rows)
    return time.perf_counter() - began


def apart(act, path: Path) -> tuple[float, int]:
    """In a process of its own: seconds, and the peak memory of it and its largest child in MB."""
    reading, writing = os.pipe()
    connection.close()
    if not (pid := os.fork()):
        taken = act(path)
        peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        os.write(writing, f"{taken} {sum(peaks)}".encode())
        os._exit(0)
    os.close(writing)
    answer = os.read(reading, 100).decode()
    os.close(reading)
    os.waitpid(pid, 0)
    if not answer:
        sys.exit("the measured process ended early")
    seconds, peak = answer.split()
    return float(seconds), int(peak)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
        settings.FILES = Path(folder) / "files"
        settings.SEALING_KEYS = "1:" + "5e" * 32
        call_command("migrate", verbosity=0)
        given = Path(os.environ.get("BENCH_FILE") or f"{folder}/people.xlsx")
        if not given.exists():
            write_constants(given, TITLES, people(ROWS))
        pairs = {"in": (ours, floor), "out": (take_out, constants)}
        for name, (mine, other) in pairs.items():
            times: dict[str, list] = {"ours": [], "floor": []}
            for _ in range(RUNS):
                for sort, act in (("floor", other), ("ours", mine)):
                    if name == "in":
                        empty()
                    times[sort].append(apart(act, given if name == "in" else Path(folder) / "out.xlsx"))
            middle = {sort: statistics.median(seconds for seconds, _ in found) for sort, found in times.items()}
            for sort, found in times.items():
                print(f"{name:<4}{sort:<6} median {middle[sort]:7.2f} s   range {min(found)[0]:.2f}-{max(found)[0]:.2f}   peak {max(peak for _, peak in found)} MB   n={len(found)}")
            print(f"{name:<4}ratio  {middle['ours'] / middle['floor']:.2f}   ({ROWS} rows, {len(TITLES)} columns)", flush=True)


if __name__ == "__main__":
    main()
