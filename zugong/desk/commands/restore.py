import sys
import time

from django.conf import settings
from django.db import DatabaseError

from zugong.desk.actions.restore import restore
from zugong.desk.snapshot.archive import Unusable, check, key_fingerprint, opened
from zugong.door import clock
from zugong.door.models import Account
from zugong.journal.models import Line
from zugong.registry.models import Organization

from .backup import say
from .keys import say_what_is_missing
from .prepare import make_keys, make_sealing_key, refill_windows, table_state
from .refused import CommandRefused
from .upgrade import undisturbed

WORD = "替换"


def bring_back(asked) -> int:
    """Restore a backup into an empty database, or in place of what is there when that was asked for and confirmed."""
    state = table_state()
    if state == "ahead":
        raise CommandRefused("这个数据库是更新的版本建的，旧程序不能动它。请换回那个版本")
    began = time.monotonic()
    try:
        with opened(asked.file) as (archive, manifest):
            say(f"备份做于 {manifest.made_at}，来自 {manifest.engine}，{sum(each['rows'] for each in manifest.tables.values()):,} 行，{manifest.files} 个附件")
            check(archive, manifest, say)
            _may_replace(state, asked)
            made = make_keys()
            with undisturbed(state != "none"):
                restore(archive, manifest, say, by=None, at=clock.now())
                refill_windows()
    except Unusable as unusable:
        raise CommandRefused(str(unusable)) from None
    except DatabaseError as error:  # its first line only: the others may hold values
        raise CommandRefused(f"数据库没有接受备份里的内容，没有恢复任何内容：{str(error).splitlines()[0]}") from None
    rows, seconds = sum(each["rows"] for each in manifest.tables.values()), max(time.monotonic() - began, 0.001)
    say(f"已恢复 {rows:,} 行，用时 {seconds:.1f} 秒（每秒 {rows / seconds:,.0f} 行）。请重新启动服务。")
    if made:
        say(f"这台机器上没有密钥，已新做一把：{settings.VAR / 'keys' / 'secret.key'}")
    if manifest.key_fingerprint != key_fingerprint():
        say("注意：现在的密钥和备份时的不是同一把。没用过的邀请链接作废，人人要重新登录；密码、动态验证码和数据都不受影响。")
    if key := make_sealing_key():
        say(f"备份里没有身份证号码，已新做一把封存号码的密钥：{settings.VAR / 'keys' / key.file}")
    say_what_is_missing(say)
    return 0


def _may_replace(state: str, asked) -> None:
    used = state != "none" and (Account.objects.exists() or Organization.objects.exists() or Line.objects.exists())
    files = settings.FILES
    if not used and not (files.is_dir() and any(not each.name.startswith(".") for each in files.iterdir())):
        return
    if not asked.replace:
        raise CommandRefused("这个数据库（或附件文件夹）里已有内容，没有恢复。请换一个空库；确实要用备份替换现有的全部内容，请加 --replace")
    if asked.yes:
        return
    print(f"现有的全部内容将被备份替换，不能撤回。确认请输入“{WORD}”：", end="", flush=True)
    if sys.stdin.readline().strip() != WORD:
        raise CommandRefused("没有确认，什么也没有改")
