"""A process that imports or takes back again and again on fresh copies and is killed after each statement in turn: SQLite, and the shelf beside it.

python -m tests.sheets.killed import|confirm|undo
"""

import contextlib
import io
import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import django
from django.conf import settings
from openpyxl import load_workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")
django.setup()

from tests.faults.acts import Act  # noqa: E402
from tests.faults.child import Watch, kill_after  # noqa: E402
from tests.faults.copies import fresh_copy  # noqa: E402
from tests.sheets.planted import HERE, mended  # noqa: E402
from tests.world import NOW, TODAY, district  # noqa: E402
from zugong.desk.commands import sheet  # noqa: E402
from zugong.desk.commands.prepare import make_tables  # noqa: E402
from zugong.desk.commands.refused import CommandRefused  # noqa: E402
from zugong.door.refusal import Refused  # noqa: E402
from zugong.door.scope import Scope  # noqa: E402
from zugong.files import shelf  # noqa: E402
from zugong.files.models import StoredFile  # noqa: E402
from zugong.journal.models import Line  # noqa: E402
from zugong.registry.models import Membership, Person  # noqa: E402
from zugong.registry.rosters.people import People  # noqa: E402
from zugong.sheets.actions.check_batch import check_batch  # noqa: E402
from zugong.sheets.actions.confirm import confirm  # noqa: E402
from zugong.sheets.actions.receive import receive  # noqa: E402
from zugong.sheets.models import Batch, Trace  # noqa: E402
from zugong.sheets.rosters import Ask  # noqa: E402

TABLE = settings.VAR / "mended.xlsx"
ASK = Ask(Scope(everything=True), TODAY, None, NOW)
SHELF = Path(settings.FILES)


def lay(act: str) -> None:
    """A district; for the confirmation a batch that was checked, for taking back one that was confirmed."""
    make_tables()
    district()
    book = mended(load_workbook(HERE))
    book["在册"].append([21, "竹一", "女", "1970-01", "竹苑党支部", "正式党员", None, None, "13800000099"])
    book.save(TABLE)
    if act != "import":
        batch = check_batch(receive(People(), "名册.xlsx", [TABLE.read_bytes()], ASK), People(), ASK)
        assert batch.counts == {"new": 28, "changed": 1}
        if act == "undo":
            confirm(batch, People(), ASK)


def importing() -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        return sheet.sheet(SimpleNamespace(act="import", kind="people", file=TABLE, dry_run=False, report=None, json=True))


def confirming() -> int:
    with contextlib.suppress(Refused):
        confirm(Batch.objects.get(), People(), ASK)
    return 0


def undoing() -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(CommandRefused):
        sheet.sheet(SimpleNamespace(act="undo", batch=1))
    return 0


ACTS = {"import": Act(importing, "sheets_batch"), "confirm": Act(confirming), "undo": Act(undoing, "sheets_batch")}


def state() -> str:
    """All that the acts write; that the files of a batch are there when their rows are."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Person, Membership)]
    batches = list(Batch.objects.order_by("pk").values_list("pk", "state", "total"))
    said = list(Line.objects.order_by("pk").values_list("address", "verb"))
    bytes_there = [shelf.path_of(key).exists() for key in StoredFile.objects.values_list("key", flat=True)]
    return json.dumps([rows, batches, Trace.objects.count(), said, bytes_there], default=str, ensure_ascii=False)


@contextlib.contextmanager
def copy(number: int):
    kept = SHELF.with_name("kept")
    if not kept.exists():
        SHELF.mkdir(parents=True, exist_ok=True)
        shutil.copytree(SHELF, kept)
    with fresh_copy(number):
        shutil.rmtree(SHELF)
        shutil.copytree(kept, SHELF)
        yield


def killed(name: str) -> dict:
    """For every n: whether the former state or the whole act was left; and that a second try makes it whole."""
    act, seen = ACTS[name], {"torn": [], "not_completed": [], "left": []}
    with copy(0):
        former = state()
        with Watch(act, lambda number, said: None).over() as status:
            assert status == 0
        whole = state()
    for number in range(1, 1000):
        with copy(number):
            said = kill_after(act, number)
            if not said:
                break
            left = state()
            seen["left"].append(left == whole)
            if left not in (former, whole):
                seen["torn"].append(f"{number} {said}")
            if act.do() != 0 or state() != whole:
                seen["not_completed"].append(f"{number} {said}")
    return seen | {"differs": former != whole}


if __name__ == "__main__":
    os.makedirs(settings.VAR, exist_ok=True)
    lay(sys.argv[1])
    print(json.dumps(killed(sys.argv[1]), ensure_ascii=False))
