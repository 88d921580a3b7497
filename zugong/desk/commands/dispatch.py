"""The commands that others script against: reads the words, prepares Django, calls one function."""

import argparse
import datetime as dt
import importlib
import os
import signal
import sys
from pathlib import Path

from .refused import CommandRefused

# Commands whose function is not called like their module.
COMMANDS = {"plan": ("plan", "bring_in"), "restore": ("restore", "bring_back")}
ENGINES = ("sqlite", "postgres", "duckdb", "spark")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-11-23") from None


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(prog="./run", description="组工台")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    demo = commands.add_parser("demo", help="建好演示数据并启动")
    demo.add_argument("--size", choices=("district", "city"), default="district", help="区县（默认），或全市：1.5 万个支部，要建几分钟")
    demo.add_argument("--branches", type=int, help=argparse.SUPPRESS)
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--today", type=_day, help="演示的“今天”，默认真实日期")
    demo.add_argument("--no-serve", action="store_true", help="只建数据，不启动")
    setup = commands.add_parser("setup", help="首次安装：建库、生成密钥、开通第一个管理员")
    setup.add_argument("--username")
    setup.add_argument("--name")
    _in_service(commands)
    plan = commands.add_parser("plan", help="年度计划").add_subparsers(dest="act", required=True)
    bring = plan.add_parser("import", help="导入 .docx 或 .txt")
    bring.add_argument("file", type=Path)
    bring.add_argument("--year", type=int)
    bring.add_argument("--title", help="不写就用文件里的标题；年度和标题都相同就更新原来那份")
    bring.add_argument("--json", action="store_true")
    mechanisms = commands.add_parser("mechanisms", help="机制文件").add_subparsers(dest="act", required=True)
    mechanisms.add_parser("list").add_argument("--json", action="store_true")
    mechanisms.add_parser("check").add_argument("folder", type=Path)
    mechanisms.add_parser("adopt").add_argument("folder", type=Path)
    mechanisms.add_parser("reference", help="重新生成 docs/language.md")
    duties = commands.add_parser("duties", help="应做事项")
    duties.add_argument("--as-of", type=_day, required=True)
    duties.add_argument("--organization")
    duties.add_argument("--json", action="store_true")
    duties.add_argument("--engine", choices=ENGINES, default="", help="用哪个引擎算；不写就是数据库自己")
    shots = commands.add_parser("screenshots", help="用演示数据截图")
    shots.add_argument("folder", type=Path, nargs="?", default=Path("docs/screenshots"))
    _sheets(commands)
    bench = commands.add_parser("bench", help="测速")
    bench.add_argument("name", nargs="?", default="grid")
    return top


def _sheets(commands) -> None:
    """Tables in and out."""
    sheet = commands.add_parser("sheet", help="表格导入、导出").add_subparsers(dest="act", required=True)
    bring = sheet.add_parser("import", help="导入 .xlsx、.xls、.ods 或 .csv")
    bring.add_argument("kind", help="哪张表，例如 people、organizations")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    bring.add_argument("--report", type=Path, help="有错时，标好错处的表格存到这里")
    bring.add_argument("--json", action="store_true")
    sheet.add_parser("undo", help="整批撤回").add_argument("batch", type=int)
    for act, said in (("template", "空白模板"), ("export", "全部内容，和模板一样的列")):
        out = sheet.add_parser(act, help=said)
        out.add_argument("kind")
        out.add_argument("file", type=Path)
    sheet.add_parser("work", help="处理等着的批次（后台进程会做）")


def _in_service(commands) -> None:
    """What an installation in use needs."""
    serve = commands.add_parser("serve", help="启动服务和后台进程")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2, help="服务进程数，一般等于核数")
    worker = commands.add_parser("worker", help="只运行后台进程（serve 已经带着它）")
    worker.add_argument("--beat", type=float, default=15, help="每隔几秒看一次")
    worker.add_argument("--retry", type=float, default=600, help="没有做完的，几秒后再试")
    tick = commands.add_parser("tick", help="定时要做的事：补时间窗、清理到期纪实；后台进程每天会做")
    tick.add_argument("--engine", choices=ENGINES, default="")
    evaluating = commands.add_parser("evaluate", help="重新计算全部应做事项，供汇总页面读取")
    evaluating.add_argument("--engine", choices=ENGINES, default="")
    tick.add_argument("--trust-clock", action="store_true", help="隔了一年以上，时钟已核对")
    backup = commands.add_parser("backup", help="备份成一个文件，服务不用停")
    backup.add_argument("file", type=Path)
    restore = commands.add_parser("restore", help="从备份恢复")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="替换现有的全部内容")
    restore.add_argument("--yes", action="store_true", help="不再询问")
    keys = commands.add_parser("keys", help="封存身份证号码的密钥").add_subparsers(dest="act", required=True)
    keys.add_parser("status", help="有哪几把，各封存了多少号码，缺哪一把")
    keys.add_parser("rotate", help="换一把新的，把全部号码重新封存；中途断了再运行一次")
    upgrade = commands.add_parser("upgrade", help="先备份，再更新表结构")
    upgrade.add_argument("--no-backup", action="store_true", help="已另行备份")


def run(words: list[str]) -> int:
    """Run one command; messages of refusal go to stderr with exit code 1."""
    asked = parser().parse_args(words)
    if asked.command == "demo":
        _prepare_demo(asked)
    elif asked.command in ("setup", "serve", "worker", "restore", "upgrade"):
        _own_database("zugong.sqlite3")
    elif asked.command in ("screenshots", "bench"):
        os.environ.setdefault("ZUGONG_TODAY", "2026-11-23")
    import django

    django.setup()
    from django.db import InterfaceError, OperationalError

    # What is asked to end ends as if by Ctrl-C: temporary files go, leases are given back.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return _command(asked.command)(asked) or 0
    except CommandRefused as refused:
        print(refused, file=sys.stderr)
    except (OperationalError, InterfaceError) as error:
        print(f"数据库没有应答，没有做成：{str(error).splitlines()[0]}", file=sys.stderr)
    return 1


def _command(name: str):
    """The function of a command; only its own module is read, since a process is started for each."""
    module, function = COMMANDS.get(name, (name, name))
    return getattr(importlib.import_module(f"zugong.desk.commands.{module}"), function)


def _prepare_demo(asked: argparse.Namespace) -> None:
    """A demo of either size has a database of its own unless one is named, and may pin its day."""
    _own_database("city.sqlite3" if asked.size == "city" else "demo.sqlite3")
    if asked.today:
        os.environ["ZUGONG_TODAY"] = asked.today.isoformat()


def _own_database(name: str) -> None:
    """Unless a database is named, the one file that belongs to the command."""
    folder = Path(os.environ.get("ZUGONG_VAR") or Path(__file__).resolve().parents[3] / "var").absolute()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / name}")
