import datetime as dt

from django.core.management import call_command
from django.db import transaction
from django.db.models import Max

from zugong.door import clock, lease, signs
from zugong.duties.actions.fill_windows import fill_windows
from zugong.files.actions.sweep import sweep
from zugong.journal.models import Line
from zugong.ledgers.actions.expire import expire as expire_rows
from zugong.library.actions.hold import hold
from zugong.library.queries import book
from zugong.records.actions.expire import expire
from zugong.records.actions.expire_check_ins import expire_check_ins

from .evaluate import evaluate
from .prepare import make_tables
from .refused import CommandRefused

LONGEST_PAUSE = 400  # days


def tick(asked) -> int:
    """What is periodic: windows for the coming years, records and rows of ledgers whose keeping is over, check-ins that have served, bytes that belong to nothing, sessions that ended, an evaluation of everything. May be run at any time, and by two at once."""
    make_tables()
    with lease.held("tick") as mine:
        if not mine:
            print("定时工作正在由另一个进程运行，这次不做。")
            return 0
        if doubt := _doubt(asked.trust_clock):
            raise CommandRefused(doubt)
        with transaction.atomic():
            hold()
            here = book()
            fill_windows(here, clock.today())
        done = expire(here, today=clock.today(), at=clock.now())
        kept = expire_rows(here, today=clock.today(), at=clock.now())
        swept, check_ins = sweep(at=clock.now()), expire_check_ins(at=clock.now())
        call_command("clearsessions")
        signs.leave("tick_done", str(clock.today()))
    print(f"已到保存期限：删除 {done['delete']} 条，封存 {done['seal']} 条；台账删除 {kept['delete']} 行，封存 {kept['seal']} 行；清掉没有着落的附件 {swept} 个；删除用完的签到 {check_ins} 场")
    return evaluate(asked)


def _doubt(trusted: bool) -> str:
    """Why the day cannot be right, or "". Windows and deletions follow the day, so a wrong one must do nothing."""
    today, newest = clock.today(), Line.objects.aggregate(newest=Max("at"))["newest"]
    if newest and today < newest.astimezone(clock.SHANGHAI).date():
        return f"今天是 {today}，库里却有 {newest.astimezone(clock.SHANGHAI).date()} 的操作：时钟可能被拨回。定时工作没有做，请校准时钟"
    _, last = signs.left("tick_done").get("tick_done", (None, ""))
    if last and not trusted and (today - dt.date.fromisoformat(last)).days > LONGEST_PAUSE:
        return f"今天是 {today}，上次定时工作是 {last}，隔得太久。到期的纪实会被删除，请先核对时钟；确实无误，请运行 ./run tick --trust-clock"
    return ""
