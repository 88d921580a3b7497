from django.core.management import call_command
from django.db import transaction

from zugong.door import clock
from zugong.duties.actions.fill_windows import fill_windows
from zugong.library.actions.hold import hold
from zugong.library.queries import book
from zugong.records.actions.expire import expire

from .prepare import make_tables


def tick(asked) -> int:
    """What is periodic: windows for the coming years, records whose keeping is over, sessions that ended. May be run at any time, and twice."""
    make_tables()
    with transaction.atomic():
        hold()
        here = book()
        fill_windows(here, clock.today())
    done = expire(here, today=clock.today(), at=clock.now())
    call_command("clearsessions")
    print(f"已到保存期限：删除 {done['delete']} 条，封存 {done['seal']} 条")
    return 0
