import datetime as dt
from pathlib import Path

from django.conf import settings

from zugong.files.models import StoredFile

PATIENCE = dt.timedelta(days=1)


def sweep(*, at: dt.datetime) -> int:
    """Remove bytes that no row knows and that are older than a day: what a crash or a rolled-back act left. Answers how many.

    A database without any file removes nothing: it may be the wrong one, asked by mistake.
    """
    removed, latest = 0, (at - PATIENCE).timestamp()
    if not settings.FILES.is_dir() or not StoredFile.objects.exists():
        return removed
    for folder in sorted(settings.FILES.glob("[0-9a-f][0-9a-f]")):
        old = [path for path in folder.iterdir() if path.is_file() and _time_of(path) < latest]
        known = set(StoredFile.objects.filter(key__gte=folder.name, key__lt=folder.name + "g").values_list("key", flat=True)) if old else set()
        for path in old:
            if path.name not in known:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _time_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # removed meanwhile by its own act
        return float("inf")
