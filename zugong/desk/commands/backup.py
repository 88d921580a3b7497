import sys
import time
from pathlib import Path

from django.conf import settings

from zugong.desk.actions.back_up import back_up
from zugong.desk.snapshot.archive import Manifest, Unusable
from zugong.door import clock, tables
from zugong.journal.actions.write import write

from .prepare import table_state
from .refused import CommandRefused


def backup(asked) -> int:
    """Write everything into one file while the installation runs."""
    if asked.file.is_dir() or not asked.file.parent.is_dir():
        raise CommandRefused(f"请给出一个文件名，所在的文件夹要已经有：{asked.file}")
    state = table_state()
    if state == "none":
        raise CommandRefused("这个数据库还是空的，没有可备份的内容。请检查 DATABASE_URL")
    manifest = make(asked.file)
    if state == "ok":
        write("installation", "back_up", by=None, at=clock.now(), reason=f"{sum(each['rows'] for each in manifest.tables.values())} 行")
    return 0


def make(path: Path) -> Manifest:
    """Back up with lines of progress; the last one says what the file holds."""
    if tables.state() == "ahead":
        raise CommandRefused("这个数据库是更新的版本建的，旧程序不能备份它。请换回那个版本")
    began = time.monotonic()
    try:
        manifest = back_up(path, say, at=clock.unpinned())
    except Unusable as unusable:
        raise CommandRefused(str(unusable)) from None
    rows, seconds = sum(each["rows"] for each in manifest.tables.values()), max(time.monotonic() - began, 0.001)
    say(f"已备份：{path}\n{len(manifest.tables)} 张表 {rows:,} 行，{manifest.files} 个附件，{path.stat().st_size / 1e6:.1f} MB，用时 {seconds:.1f} 秒（每秒 {rows / seconds:,.0f} 行）")
    say(f"密钥不在里面，请另行保管 {settings.VAR / 'keys'}。文件里有个人信息，请按同样的要求保管。")
    return manifest


def say(text: str) -> None:
    """A line of progress, seen at once."""
    print(text, file=sys.stdout, flush=True)
