"""What a monitor may ask without signing in: whether it works. No versions, no names, no content."""

import shutil

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from . import maintenance, signs, tables
from .methods import reads
from .rights import VISITOR

WORKER_LATE, TICK_LATE, DISK_LOW = 120, 30 * 3600, 5


@reads(VISITOR)
def health(request: HttpRequest):
    """200 when pages can be served, 503 when not. A late worker or a full disk is said, but takes no server away."""
    said = {"database": "ok", "migrations": "ok", "maintenance": bool(maintenance.state())}
    if not said["maintenance"]:
        try:
            said |= _asked()
        except DatabaseError:
            said |= {"database": "down", "migrations": "unknown"}
    good = said["database"] == said["migrations"] == "ok" and not said["maintenance"]
    return JsonResponse(said, status=200 if good else 503, headers={"Cache-Control": "no-store"})


def _asked() -> dict:
    left = {key: signs.seconds_since(moment) for key, (moment, _) in signs.left("worker_seen", "tick_done").items()}
    worker, tick = left.get("worker_seen"), left.get("tick_done")
    disk = shutil.disk_usage(settings.VAR if settings.VAR.exists() else settings.ROOT)
    return {
        "migrations": tables.compared(tables.applied()),
        "worker": "ok" if worker is not None and worker <= WORKER_LATE else "late", "worker_seen_seconds": worker,
        "tick": "ok" if tick is not None and tick <= TICK_LATE else "late", "tick_done_seconds": tick,
        "disk": "ok" if disk.free * 100 >= disk.total * DISK_LOW else "low",
    }  # fmt: skip
