"""A workbook with twenty faults of twenty kinds: it comes back with exactly those cells marked; mended it goes in once, changes nothing the second time, and is taken back whole."""

import json
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from tests.sheets.planted import FAULTS, HERE, mended, workbook
from tests.world import district
from zugong.desk.commands import sheet
from zugong.journal.models import Line
from zugong.registry.models import Membership, Person
from zugong.sheets.models import Batch, Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return district()


def bring(capsys, path, **more) -> tuple[int, dict]:
    capsys.readouterr()
    code = sheet.sheet(SimpleNamespace(act="import", kind="people", file=path, json=True, **({"dry_run": False, "report": None} | more)))
    return code, json.loads(capsys.readouterr().out)


def state() -> list:
    """Who there is and where; versions count how often somebody was changed and are left out."""
    people = list(Person.objects.order_by("pk").values_list("pk", "name", "initials", "gender", "born_on", "phone"))
    return [people, list(Membership.objects.order_by("pk").values())]


def cells_of(book) -> list:
    """Days as text: a file gives them back with a time."""
    return [(sheet.title, sorted(map(str, sheet.merged_cells.ranges)), [[str(cell.value).removesuffix(" 00:00:00") for cell in row] for row in sheet.iter_rows()]) for sheet in book.worksheets]


def test_the_committed_workbook_is_what_its_script_makes():
    assert cells_of(load_workbook(HERE)) == cells_of(workbook())


def test_it_comes_back_with_exactly_those_twenty_cells_marked_and_nothing_was_written(here, capsys, tmp_path):
    before, out = state(), tmp_path / "marked.xlsx"
    code, told = bring(capsys, HERE, report=out)
    marked = {(each.title, cell.coordinate) for each in load_workbook(out).worksheets for row in each.iter_rows() for cell in row if cell.comment}
    listed = {(row[0], row[1]) for row in load_workbook(out)["错处"].iter_rows(min_row=2, values_only=True)}
    assert (marked, listed) == ({(name, cell) for name, cell, *_ in FAULTS}, {(name, cell) for name, cell, *_ in FAULTS})
    assert (code, told["rows"], told["batch"], state(), Batch.objects.count(), Line.objects.filter(address__startswith="sheets/").count()) == (1, 28, None, before, 0, 0)
    assert {(each["sheet"], each["cell"]) for each in told["errors"] + told["warnings"]} == marked


def test_every_fault_has_its_own_code_and_says_what_to_do(here, capsys):
    _, told = bring(capsys, HERE, dry_run=True)
    codes = {(each["sheet"], each["cell"]): each["code"] for each in told["errors"] + told["warnings"]}
    assert [codes[name, cell] for name, cell, *_ in FAULTS] == [
        "spaces", "empty", "not_code", "formula_fault", "date_not_whole", "no_such_day", "short_year", "no_organization", "not_a_branch", "not_code",
        "future", "full_width", "too_young", "out_of_order", "phone", "phone", "shifted", "date_serial", "before_branch", "twice_in_file",
    ]  # fmt: skip
    said = {each["code"]: each["message"] for each in told["errors"]}
    assert said["shifted"] == "这一行从“性别”起整体右移了一格。把 F4 起的格子往左移一格"
    assert said["not_code"] == "“正式党圆”不在选项里。是不是“正式党员”？"


def test_mended_it_goes_in_once_and_a_second_time_changes_nothing(here, capsys, tmp_path):
    path = tmp_path / "mended.xlsx"
    mended(load_workbook(HERE)).save(path)
    first = bring(capsys, path)
    after, batches = state(), Batch.objects.count()
    second = bring(capsys, path)
    assert [(code, told["rows"], told["new"], told["changed"], told["same"], told["errors"], told["warnings"]) for code, told in (first, second)] == [(0, 28, 28, 0, 0, [], []), (0, 28, 0, 0, 28, [], [])]
    assert (state(), Batch.objects.count(), second[1]["batch"]) == (after, batches, None)


def test_undo_restores_the_former_state_and_leaves_only_its_lines(here, capsys, tmp_path):
    path, before = tmp_path / "mended.xlsx", state()
    book = mended(load_workbook(HERE))
    # two who are there already: one is changed, one is as she was
    book["在册"].append([21, "竹一", "女", "1970-01", "竹苑党支部", "正式党员", None, None, "13800000099"])
    book["在册"].append([22, "竹二", None, None, "竹苑党支部", "正式党员"])
    book.save(path)
    _, told = bring(capsys, path)
    changed = Person.objects.get(name="竹一")
    assert (told["new"], told["changed"], told["same"], changed.gender, changed.phone, str(changed.born_on)) == (28, 1, 1, "female", "13800000099", "1970-01-01")
    assert sheet.sheet(SimpleNamespace(act="undo", batch=told["batch"])) == 0
    assert (state(), Trace.objects.count(), Batch.objects.get().state) == (before, 0, "undone")
    assert set(Line.objects.filter(address=changed.address).values_list("verb", "reason")) >= {("mend_person", f"表格导入 sheets/{told['batch']}"), ("undo_sheet", f"撤回导入 sheets/{told['batch']}")}
