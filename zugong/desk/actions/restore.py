import datetime as dt
import secrets
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from zugong.desk.snapshot.archive import FULL, Manifest, Unusable, pieces
from zugong.desk.snapshot.contents import Table, apps_at, drop_everything, migrate_to, tables_of
from zugong.desk.snapshot.load import bare, empty, fill, learn, set_counter
from zugong.desk.snapshot.unload import row_count
from zugong.door import tables
from zugong.door.models import Installation
from zugong.journal.actions.write import write
from zugong.library.queries import forget

from .back_up import Progress


def restore(archive: zipfile.ZipFile, manifest: Manifest, say: Callable[[str], None], *, by: int | None, at: dt.datetime) -> None:
    """Put a checked backup in place of everything this database holds: whole or not at all. An older one is then brought up to this program's tables."""
    done = {tuple(each.split(".", 1)) for each in manifest.migrations}
    if tables.compared(done) == "ahead":
        raise Unusable(f"这份备份是更新的版本做的（{manifest.product}），请先把程序升级到那个版本再恢复")
    ready = _laid_out(archive, manifest)
    try:
        with _without_checks(), transaction.atomic():
            _tables_as_of(done)
            _fill(archive, manifest, tables_of(apps_at(done)), say)
            call_command("migrate", verbosity=0, interactive=False)
            # A server that was started before sees by this row that it must start again.
            Installation.objects.update_or_create(key="restored", defaults={"value": secrets.token_hex(8)})
            write("installation", "restore", by=by, at=at, reason=f"备份做于 {manifest.made_at}，{sum(each['rows'] for each in manifest.tables.values())} 行，{manifest.files} 个附件")
            learn()
        _put_in_place(ready)
    finally:
        shutil.rmtree(ready, ignore_errors=True)
        forget()


class _without_checks:
    """SQLite checks foreign keys at the end instead of row by row, and can be told so only outside a transaction."""

    def __enter__(self):
        if connection.vendor == "sqlite":
            connection.disable_constraint_checking()
        else:
            connection.ensure_connection()

    def __exit__(self, *raised):
        if connection.vendor == "sqlite":
            connection.enable_constraint_checking()


def _tables_as_of(done: set[tuple[str, str]]) -> None:
    """Empty tables as the backup knew them."""
    now = tables.applied() if tables.exist() else set()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")
    if now == done:
        empty(tables_of(apps_at(done)))
        return
    if now:
        drop_everything(apps_at(now))
    migrate_to(done)


def _fill(archive: zipfile.ZipFile, manifest: Manifest, here: list[Table], say: Callable[[str], None]) -> None:
    if {table.name: table.names for table in here} != {name: each["columns"] for name, each in manifest.tables.items()}:
        raise Unusable("备份里的表和它自己写的版本对不上，没有恢复任何内容")
    with bare(here):
        for number, table in enumerate(here, 1):
            said = manifest.tables[table.name]
            with archive.open(f"tables/{table.name}") as source:
                fill(table, source, Progress(say, f"{number}/{len(here)} {table.name}", said["rows"]))
            set_counter(table, said["counter"])
            say(f"{number}/{len(here)} {table.name} {said['rows']:,} 行")
        say("正在重建索引、核对外键……")
    for table in here:
        if (found := row_count(table)) != (expected := manifest.tables[table.name]["rows"]):
            raise Unusable(f"表 {table.name} 应有 {expected} 行，恢复出 {found} 行，没有恢复任何内容")


def _laid_out(archive: zipfile.ZipFile, manifest: Manifest) -> Path:
    """The attached files on the disk they belong to, before any row is touched."""
    place = settings.FILES
    ready = place / ".restoring"
    shutil.rmtree(ready, ignore_errors=True)  # of one that was killed
    if not manifest.files:
        return ready
    try:
        ready.mkdir(parents=True)
        for name in manifest.members:
            if name.startswith("files/"):
                target = ready.joinpath(*PurePosixPath(name).parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("wb") as made:
                    for piece in pieces(source):
                        made.write(piece)
    except BaseException as error:
        shutil.rmtree(ready, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in FULL:
            raise Unusable(f"磁盘空间不够，放不下附件：{settings.FILES}。没有恢复任何内容。请腾出空间再试") from None
        raise
    return ready


def _put_in_place(ready: Path) -> None:
    """The rows are committed: their files take the place of the former ones. The folder itself stays, it may be a disk of its own."""
    place = settings.FILES
    former = place / ".former"
    for each in list(place.iterdir()) if place.is_dir() else []:
        if each != ready and each != former:
            former.mkdir(exist_ok=True)
            each.rename(former / each.name)
    for each in list(ready.iterdir()) if ready.is_dir() else []:
        each.rename(place / each.name)
    shutil.rmtree(former, ignore_errors=True)
