import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from zugong.charter.reader import read_folder
from zugong.door import clock, lease, maintenance, signs
from zugong.door.models import Installation
from zugong.journal.actions.write import write
from zugong.library.queries import texts

from .backup import make, say
from .prepare import make_sealing_key, refill_windows, table_state
from .refused import CommandRefused


def upgrade(asked) -> int:
    """Back up, change the tables, and say which shipped mechanism files are new; nothing is adopted by itself."""
    state = table_state()
    if state == "none":
        raise CommandRefused("这个数据库还是空的，没有可升级的。首次安装请运行 ./run setup")
    if state == "ahead":
        raise CommandRefused("数据库是更新的版本建的，不能用旧程序降级。请换回新版本的程序；要退回旧版本，请用升级前的备份恢复到一个空库")
    if Installation.objects.filter(key="demo").exists():
        raise CommandRefused("这是演示数据库，不用升级：./run demo 会按新版本重建")
    with undisturbed(state == "behind"):
        kept = None
        if not asked.no_backup:
            folder = settings.VAR / "backups"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept = folder / f"{clock.unpinned().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}.zugong"
            make(kept)
        _change_tables(kept)
    write("installation", "upgrade", by=None, at=clock.now(), reason="" if state == "behind" else "表结构没有变化")
    say("表结构已更新。" if state == "behind" else "表结构没有变化。")
    if key := make_sealing_key():
        say(f"已生成封存身份证号码的密钥 {settings.VAR / 'keys' / key.file}，请另行保管")
    _say_what_is_shipped()
    say("接下来：重新启动服务（例如 systemctl restart zugong），再打开 /health 看一眼。")
    return 0


@contextmanager
def undisturbed(pages_too: bool) -> Iterator[None]:
    """While the block runs no tick does; with `pages_too` servers show the page of maintenance, after they had the time to notice."""
    if not pages_too:
        yield
        return
    with lease.held("tick") as mine, lease.held(maintenance.LEASE) as ours:
        if not mine or not ours:
            raise CommandRefused("定时工作、升级或恢复正在由另一个进程运行，请等它结束再试。进程若已被强行结束，五分钟后可以再试")
        left = signs.left("worker_seen").get("worker_seen")
        if left and signs.seconds_since(left[0]) < 120:
            say("服务正在运行，等它换成维护页面……")
            time.sleep(maintenance.SECONDS + 3)
        yield


def _change_tables(kept) -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        refill_windows()
    except DatabaseError as error:
        back = f"升级前的备份在 {kept}，可用旧程序运行 ./run restore {kept} --replace" if kept else "请用升级前的备份恢复"
        raise CommandRefused(f"表结构没有更新完（{str(error).splitlines()[0]}）。{back}") from None


def _say_what_is_shipped() -> None:
    adopted = {name.rsplit("/", 1)[-1]: text for name, text in texts().items()}
    shipped = {name.rsplit("/", 1)[-1]: text for name, text in read_folder(settings.MECHANISMS).items()}
    new, other = [name for name in shipped if name not in adopted], [name for name in shipped if name in adopted and adopted[name] != shipped[name]]
    for title, names in (("随附而没有采用过的机制文件", new), ("随附的和采用的内容不同", other)):
        for name in sorted(names):
            say(f"{title}：{name}")
    if new or other:
        say("机制文件不会自己生效。先看有什么变化再签：在“制度库”里上传，或运行 ./run mechanisms adopt mechanisms")
    else:
        say("随附的机制文件和采用的相同。")
