from django.core.management import call_command

from zugong.door import clock
from zugong.duties.actions.fill_windows import fill_windows
from zugong.files.actions.sweep import sweep
from zugong.library.queries import book
from zugong.records.actions.expire import expire
from zugong.records.actions.expire_check_ins import expire_check_ins

from .prepare import make_tables


def tick(asked) -> int:
    """What is periodic: windows for the coming years, records whose keeping is over, check-ins that have served, bytes that belong to nothing, sessions that ended. May be run at any time, and twice."""
    make_tables()
    here = book()
    fill_windows(here, clock.today())
    done = expire(here, today=clock.today(), at=clock.now())
    swept = sweep(at=clock.now())
    check_ins = expire_check_ins(at=clock.now())
    call_command("clearsessions")
    print(f"已到保存期限：删除 {done['delete']} 条，封存 {done['seal']} 条；清掉没有着落的附件 {swept} 个；删除用完的签到 {check_ins} 场")
    return 0
