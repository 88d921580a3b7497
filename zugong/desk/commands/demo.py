import time

from django.core.management import call_command

from zugong.desk.demo.build import NotADemo, build, is_built
from zugong.door import clock
from zugong.door.models import Installation

from .prepare import make_keys, make_tables
from .refused import CommandRefused
from .serve import start


def demo(asked) -> int:
    """Build the demo for the day, or take the one that is there, and serve it."""
    began, today = time.monotonic(), clock.today()
    make_tables(renew=True)
    make_keys()
    try:
        built = is_built()
    except NotADemo:
        raise CommandRefused("这个数据库里有正式数据，演示不会碰它。请去掉 DATABASE_URL，或换一个空库") from None
    if built and Installation.objects.get(key="demo").value != str(today):
        print("演示数据是按另一天建的，正在按今天重建……", flush=True)
        call_command("flush", verbosity=0, interactive=False)
        built = False
    if not built:
        build(today, clock.now())
        print(f"演示数据已建好：160 个党支部、3200 名党员，截至 {today}，用时 {time.monotonic() - began:.1f} 秒", flush=True)
    return 0 if asked.no_serve else start("127.0.0.1", asked.port, workers=1)
