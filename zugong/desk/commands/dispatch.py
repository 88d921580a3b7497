"""The commands that others script against: reads the words, prepares Django, calls one function."""

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from .refused import CommandRefused


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
    serve = commands.add_parser("serve", help="启动")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
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
    commands.add_parser("tick", help="定时要做的事：补时间窗、清理到期纪实，每天运行一次")
    shots = commands.add_parser("screenshots", help="用演示数据截图")
    shots.add_argument("folder", type=Path, nargs="?", default=Path("docs/screenshots"))
    bench = commands.add_parser("bench", help="测速")
    bench.add_argument("name", nargs="?", default="grid")
    return top


def run(words: list[str]) -> int:
    """Run one command; messages of refusal go to stderr with exit code 1."""
    asked = parser().parse_args(words)
    if asked.command == "demo":
        _prepare_demo(asked)
    elif asked.command in ("setup", "serve"):
        _own_database("zugong.sqlite3")
    elif asked.command in ("screenshots", "bench"):
        os.environ.setdefault("ZUGONG_TODAY", "2026-11-23")
    import django

    django.setup()
    from . import bench, demo, duties, mechanisms, plan, screenshots, serve, setup, tick

    handlers = {
        "demo": demo.demo, "setup": setup.setup, "serve": serve.serve, "plan": plan.bring_in, "mechanisms": mechanisms.mechanisms, "duties": duties.duties,
        "screenshots": screenshots.screenshots, "tick": tick.tick, "bench": bench.bench,
    }  # fmt: skip
    try:
        return handlers[asked.command](asked) or 0
    except CommandRefused as refused:
        print(refused, file=sys.stderr)
        return 1


def _prepare_demo(asked: argparse.Namespace) -> None:
    """A demo of either size has a database of its own unless one is named, and may pin its day."""
    _own_database("city.sqlite3" if asked.size == "city" else "demo.sqlite3")
    if asked.today:
        os.environ["ZUGONG_TODAY"] = asked.today.isoformat()


def _own_database(name: str) -> None:
    """Unless a database is named, the one file that belongs to the command."""
    folder = Path(os.environ.get("ZUGONG_VAR") or Path(__file__).resolve().parents[3] / "var").absolute()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / name}")
