import datetime as dt
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from zugong.desk.snapshot.archive import Manifest, Unusable, Writer, key_fingerprint, new_file, pieces, product
from zugong.desk.snapshot.contents import Table, apps_at, tables_of
from zugong.desk.snapshot.unload import chunks, counter, one_moment, row_count
from zugong.door import tables


def back_up(path: Path, say: Callable[[str], None], *, at: dt.datetime) -> Manifest:
    """Write the whole installation as of one moment into a file: all rows, then the attached files. The secret key is never in it."""
    done = tables.applied()
    manifest = Manifest(at.isoformat(timespec="seconds"), connection.vendor, sorted(".".join(each) for each in done), key_fingerprint(), product())
    with new_file(path) as made, zipfile.ZipFile(made, "w") as archive:
        writer = Writer(archive)
        with one_moment():
            held = tables_of(apps_at(done))
            counts = {table.name: row_count(table) for table in held}
            for number, table in enumerate(held, 1):
                _rows(writer, table, manifest, Progress(say, f"{number}/{len(held)} {table.name}", counts[table.name]))
        files = list(_files())
        for number, file in enumerate(files, 1):
            manifest.files += _file(writer, file)
            if number % 100 == 0 or number == len(files):
                say(f"附件 {number}/{len(files)}")
        writer.close_with(manifest)
    return manifest


class Progress:
    """Says how far a long table is, not more often than every two seconds, and how many rows it had."""

    def __init__(self, say: Callable[[str], None], title: str, total: int):
        self.say, self.title, self.total, self.done, self.told = say, title, total, 0, time.monotonic()

    def __call__(self, done: int) -> None:
        self.done = done
        if time.monotonic() - self.told >= 2:
            self.told = time.monotonic()
            self.say(f"{self.title} {done:,}/{self.total:,}")


def _rows(writer: Writer, table: Table, manifest: Manifest, progress: Progress) -> None:
    writer.add(f"tables/{table.name}", chunks(table, progress), packed=True)
    if progress.done != progress.total:
        raise Unusable(f"表 {table.name} 应有 {progress.total} 行，读到 {progress.done} 行：备份没有完成，请再试一次")
    manifest.tables[table.name] = {"columns": table.names, "rows": progress.total, "counter": counter(table)}
    progress.say(f"{progress.title} {progress.total:,} 行")


def _files() -> Iterator[Path]:
    """Every attached file; links are not followed, and what begins with a dot is somebody's unfinished work."""
    for folder, folders, names in os.walk(settings.FILES):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith(".") and not (Path(folder) / name).is_symlink())


def _file(writer: Writer, file: Path) -> int:
    try:
        source = file.open("rb")
    except FileNotFoundError:  # its keeping ended while the rows were written out
        return 0
    with source:
        writer.add(f"files/{file.relative_to(settings.FILES).as_posix()}", pieces(source), packed=False)
    return 1
