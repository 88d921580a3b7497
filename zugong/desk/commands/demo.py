import os
import time

from django.core.management import call_command

from zugong.desk.demo.build import NotADemo, build, size_built
from zugong.desk.demo.city import BRANCHES, MEMBERS, Broken, build_city, clear_away
from zugong.door import clock
from zugong.door.models import Installation

from .prepare import make_keys, make_sealing_key, make_tables
from .refused import CommandRefused
from .serve import need_port, start


def demo(asked) -> int:
    """Build the demo of a size, or take the one that is there, and serve it."""
    if not asked.no_serve:
        need_port("127.0.0.1", asked.port)  # before anything is built anew under a demo that is open
    make_tables(renew=True)
    make_keys()
    make_sealing_key()
    try:
        built = size_built()
    except NotADemo:
        raise CommandRefused("这个数据库里有正式数据，演示不会碰它。请去掉 DATABASE_URL，或换一个空库") from None
    if built and asked.size != {"half": "city"}.get(built, built):
        raise CommandRefused("这个数据库里是另一种规模的演示。请去掉 DATABASE_URL，或换一个空库")
    (_city if asked.size == "city" else _district)(asked, built)
    return 0 if asked.no_serve else start("127.0.0.1", asked.port, workers=1)


def _district(asked, built: str) -> None:
    began, today = time.monotonic(), clock.today()
    if built and Installation.objects.get(key="demo").value != str(today):
        print("演示数据是按另一天建的，正在按今天重建……", flush=True)
        call_command("flush", verbosity=0, interactive=False)
        built = ""
    if not built:
        build(today, clock.now())
        print(f"演示数据已建好：160 个党支部、3200 名党员，截至 {today}，用时 {time.monotonic() - began:.1f} 秒", flush=True)


def _city(asked, built: str) -> None:
    """A city takes minutes: it is built once, and opens on the day it was built for unless another is named."""
    began, today = time.monotonic(), clock.today()
    if built == "half":
        print(f"上次没有建完（停在“{clear_away()}”），已清空，重新开始……", flush=True)
        make_tables(renew=True)
    if built != "city":
        branches = asked.branches or BRANCHES
        try:
            build_city(today, clock.now(), lambda line: print(line, flush=True), branches)
        except Broken as broken:
            raise CommandRefused(f"核对没有通过：{broken}。下次运行会清空重建；再出现请报告") from None
        print(f"全市演示数据已建好：{branches} 个党支部、{branches * MEMBERS} 名党员，截至 {today}，用时 {time.monotonic() - began:.0f} 秒", flush=True)
    elif not asked.today:
        day = Installation.objects.get(key="demo").value
        os.environ["ZUGONG_TODAY"] = day
        print(f"以建库的那天（{day}）为今天打开；要换一天用 --today", flush=True)
