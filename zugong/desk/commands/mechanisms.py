import json
from pathlib import Path

from django.conf import settings

from zugong.charter.faults import Fault
from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.charter.reference import write_reference
from zugong.desk import adoption
from zugong.desk.workbench import run_examples
from zugong.door import clock
from zugong.library.queries import book, cells, texts

from .prepare import make_tables
from .refused import CommandRefused


def mechanisms(asked) -> int:
    """list, check, adopt, reference."""
    return {"list": _list, "check": _check, "adopt": _adopt, "reference": _reference}[asked.act](asked)


def _list(asked) -> int:
    make_tables()
    here = book()
    if not here.mechanisms:
        here = link(read_folder(settings.MECHANISMS), cells())[0]
    rows = []
    for key, mechanism in here.mechanisms.items():
        words = {(sort, word.key): word for sort, word in mechanism.words}
        rows.append({"key": key, "title": mechanism.title, "words": [{"word": sort, "key": name, "covers": word.covers} for (sort, name), word in words.items()]})
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(f"{row['key']}  {row['title']}")
        for word in row["words"]:
            print(f"    {word['word']:<10}{word['key']:<45}{' '.join(word['covers'])}")
    return 0


def _read(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise CommandRefused(f"没有文件夹 {folder}")
    found = read_folder(folder)
    if not found:
        raise CommandRefused(f"{folder} 里没有 .toml 文件")
    return found


def _shipped() -> dict[str, str]:
    """What the offered files may lean on: the adopted files, or the shipped ones before anything is adopted."""
    try:
        current = texts()
    except Exception as error:  # no tables yet: checking needs no database
        if type(error).__name__ not in ("OperationalError", "ProgrammingError"):
            raise
        current = {}
    return current or read_folder(settings.MECHANISMS)


def _check(asked) -> int:
    offered = _read(asked.folder)
    own = {name.rsplit("/", 1)[-1] for name in offered}
    around = {name: text for name, text in _shipped().items() if name.rsplit("/", 1)[-1] not in own}
    made, faults = link({**around, **offered}, cells())
    keys = [name.removesuffix(".toml") for name in own]
    if not faults:
        faults = run_examples(made, keys)
    return _report(adoption.about(faults, keys), f"{len(offered)} 个文件没有问题，例子全部通过")


def _adopt(asked) -> int:
    make_tables()
    offered = _read(asked.folder)
    trial = adoption.try_out(offered, clock.today())
    if trial.faults:
        return _report(trial.faults, "")
    for row in trial.differences[:20]:
        print(f"{row['name']} {row['title']} {row['period']}：{row['was'] or '没有'} → {row['becomes'] or '没有'}")
    if len(trial.differences) > 20:
        print(f"……共 {len(trial.differences)} 项判断有变化")
    changed, faults = adoption.adopt(offered, note="命令采用", today=clock.today(), by=None, at=clock.now())
    return _report(faults, "已采用：" + "、".join(changed) if changed else "与现行文件相同，没有变化")


def _report(faults: list[Fault], good: str) -> int:
    for fault in faults:
        print(fault)
    if not faults:
        print(good)
    return 1 if faults else 0


def _reference(asked) -> int:
    write_reference(settings.ROOT / "docs" / "language.md")
    return 0
