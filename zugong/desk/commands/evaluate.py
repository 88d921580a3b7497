import time

from django.conf import settings

from zugong.door import clock, lease
from zugong.door.models import Installation
from zugong.duties.actions import evaluate as act
from zugong.duties.screens.evaluating import WANTED
from zugong.facts.engines import EngineMissing
from zugong.library.queries import book, stamp

from .prepare import make_tables
from .refused import CommandRefused


def evaluate(asked) -> int:
    """Judge everything and keep it with its time, on the engine that is asked for or set. Two at once: the second leaves it to the first."""
    make_tables()
    began = time.monotonic()
    with lease.held("evaluate") as mine:
        if not mine:
            print("计算正在由另一个进程运行，这次不做。")
            return 0
        Installation.objects.filter(key=WANTED).delete()
        try:
            made = act.evaluate(book(), stamp(), today=clock.today(), at=clock.now(), with_engine=getattr(asked, "engine", "") or settings.EVALUATE_WITH, clock=clock.now)
        except EngineMissing as missing:
            raise CommandRefused(str(missing)) from None
    print(f"已计算 {made.findings} 项判断，引擎 {made.engine}，用时 {time.monotonic() - began:.1f} 秒")
    return 0
