import json
import sys
from itertools import chain, islice
from pathlib import Path

from zugong.door import clock, lease
from zugong.door.refusal import Refused
from zugong.sheets.actions.bring_in import Brought, bring_in
from zugong.sheets.actions.drop import drop_forgotten, forgotten
from zugong.sheets.actions.undo import Conflicts, undo
from zugong.sheets.actions.work import waiting, work
from zugong.sheets.kinds import Unreadable, kind_of
from zugong.sheets.marked import cell_of, give_back
from zugong.sheets.models import Batch
from zugong.sheets.queries import asked_by
from zugong.sheets.rosters import Roster, rosters
from zugong.sheets.workbooks import write_table

from .prepare import make_tables
from .refused import CommandRefused

MOST_SAID, MOST_TOLD = 40, 20_000


def sheet(asked) -> int:
    """Tables in and out, by the word that follows."""
    make_tables()
    return {"import": bring, "undo": take_back, "template": template, "export": export, "work": see_to_waiting}[asked.act](asked)


def is_due() -> bool:
    """For the worker: whether a batch waits, or was forgotten."""
    return waiting(clock.now()).exists() or forgotten(clock.now()).exists()


def see_to_waiting(asked) -> int:
    """What the worker runs: large files, and what a page did not finish. Two at once: the second leaves it to the first."""
    with lease.held("sheet") as mine:
        if not mine:
            print("表格正在由另一个进程处理，这次不做。")
            return 0
        print(f"处理了 {work(now=clock.now, today=clock.today)} 批表格，清掉 {drop_forgotten(at=clock.now())} 批没人办的")
    return 0


def _roster(kind: str) -> Roster:
    known = rosters()
    if kind not in known:
        listed = "\n".join(f"  {key}　{each.title}" for key, each in known.items())
        raise CommandRefused(f"没有表 {kind}。有：\n{listed}")
    return known[kind]


def bring(asked) -> int:
    """Import a table's file, or with --dry-run only check it. Exit code 1 when something is wrong; then nothing was written."""
    roster, path = _roster(asked.kind), asked.file
    ask = asked_by(None, roster, clock.now(), clock.today())
    if not path.is_file():
        raise CommandRefused(f"读不到文件 {path}")
    try:
        with bring_in(roster, path, ask, dry=asked.dry_run, progress=_progress(asked)) as brought:
            told = _told(brought, roster)
            told["report"] = str(asked.report) if _report(asked, path, roster, brought) else ""
    except Unreadable as unreadable:
        told = {"rows": 0, "new": 0, "changed": 0, "same": 0, "errors": [_fault("unreadable", f"“{path.name}”{unreadable}")], "warnings": [], "batch": None, "report": ""}
    except Refused as refused:
        raise CommandRefused(str(refused)) from None
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(told, asked.dry_run)
    return 1 if told["errors"] else 0


def _fault(code: str, message: str, sheet: str = "", cell: str = "", field: str = "") -> dict:
    return {"sheet": sheet, "cell": cell, "field": field, "code": code, "message": message}


def _told(brought: Brought, roster: Roster) -> dict:
    found, titles = brought.found, {column.key: column.title for column in roster.columns()}
    told = {"rows": found.rows, **{state: found.counts[state] for state in ("new", "changed", "same")}, "batch": brought.batch and brought.batch.pk}
    told["errors"] = [_fault(code, message) for code, message in found.problems]
    told["warnings"] = []
    for line in islice(chain.from_iterable(brought.staged.pieces("error", "new", "changed", "same")) if found.counts["error"] or found.counts["warning"] else (), None):
        for key, fault in line.faults.items():
            said = told["errors" if fault.is_error else "warnings"]
            if len(said) < MOST_TOLD:
                said.append(_fault(fault.code, str(fault), line.sheet, cell_of(line, key, found.headers), titles.get(key, "")))
    return told


def _report(asked, path: Path, roster: Roster, brought: Brought) -> bool:
    found = brought.found
    if not asked.report or not (found.counts["error"] or found.counts["warning"]):
        return False
    lines = (line for piece in brought.staged.pieces("error", "new", "changed", "same") for line in piece if line.faults)
    give_back(path, kind_of(path), roster, lines, found.headers, asked.report)
    return True


def _progress(asked):
    def tell(done: int, total: int) -> None:
        if not asked.json and done % 20_000 < 1000 and done >= 20_000:
            print(f"已核对 {done} 行", file=sys.stderr, flush=True)

    return tell


def _say(told: dict, dry: bool) -> None:
    for sort, word in (("errors", "错"), ("warnings", "提醒")):
        for each in told[sort][:MOST_SAID]:
            place = " ".join(filter(None, (each["sheet"], each["cell"], each["field"])))
            print(f"[{word}] {place}{'：' if place else ''}{each['message']}")
        if len(told[sort]) > MOST_SAID:
            print(f"……还有 {len(told[sort]) - MOST_SAID} 处，用 --json 或 --report 看全部")
    print(f"共 {told['rows']} 行：新增 {told['new']}，改动 {told['changed']}，相同 {told['same']}，有错 {len(told['errors'])} 处，提醒 {len(told['warnings'])} 处")
    if told["report"]:
        print(f"标好错处的表格：{told['report']}")
    if told["batch"]:
        print(f"已导入，批次 {told['batch']}；要整批撤回：./run sheet undo {told['batch']}")
    elif told["errors"]:
        print("有错，什么也没有写入。改好再导入")
    else:
        print("只是核对，什么也没有写入" if dry else "和系统里的完全相同，没有要写的")


def take_back(asked) -> int:
    """Undo a whole batch."""
    batch = Batch.objects.filter(pk=asked.batch).first()
    if batch is None:
        raise CommandRefused(f"没有批次 {asked.batch}")
    roster = _roster(batch.roster)
    try:
        undo(batch, roster, asked_by(None, roster, clock.now(), clock.today()))
    except Conflicts as conflicts:
        print("\n".join(f"{each.address}　{each.message}" for each in conflicts.found))
        raise CommandRefused(str(conflicts)) from None
    except Refused as refused:
        raise CommandRefused(str(refused)) from None
    print(f"批次 {batch.pk} 已整批撤回")
    return 0


def template(asked) -> int:
    """An empty workbook to fill in."""
    write_table(asked.file, _roster(asked.kind))
    print(f"模板：{asked.file}")
    return 0


def export(asked) -> int:
    """All rows; read back, it changes nothing."""
    roster = _roster(asked.kind)
    scope = asked_by(None, roster, clock.now(), clock.today()).scope
    count = write_table(asked.file, roster, roster.rows(scope, clock.today(), {}))
    print(f"导出 {count} 行：{asked.file}")
    return 0
