import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection

from zugong.door import clock, maintenance, signs
from zugong.door.models import Installation
from zugong.duties import kept
from zugong.duties.screens.evaluating import WANTED
from zugong.registry.models import Organization

from . import sheet

FIRST_HOUR = 2  # in Shanghai


def tick_is_due() -> bool:
    """Once a day from two in the morning, and whenever the last one is older than a day."""
    moment, day = signs.left("tick_done").get("tick_done", (None, ""))
    if moment is None or clock.unpinned() - moment > dt.timedelta(days=1):
        return True
    now = clock.now().astimezone(clock.SHANGHAI)
    return str(now.date()) > day and now.hour >= FIRST_HOUR


def every(minutes: float) -> Callable[[], bool]:
    """Due now, and again so many minutes after it was last due."""
    last = [-minutes * 60 - 1.0]

    def is_due() -> bool:
        if time.monotonic() - last[0] < minutes * 60:
            return False
        last[0] = time.monotonic()
        return True

    return is_due


@dataclass
class Job:
    """A command that is run when it is due, as a process of its own: what goes wrong in it ends it and nothing else."""

    words: list[str]
    is_due: Callable[[], bool]
    process: subprocess.Popen | None = None
    not_before: float = field(default=0.0)


def evaluation_is_due() -> bool:
    """When a page asked for it, and where pages read the kept evaluation, every so many minutes."""
    if Installation.objects.filter(key=WANTED).exists():
        return True
    large = Organization.objects.all()[: settings.LIVE_ORGANIZATIONS + 1].count() > settings.LIVE_ORGANIZATIONS
    found = kept.newest() if large else None
    return large and (found is None or clock.now() - found.ended_at > dt.timedelta(minutes=settings.EVALUATE_MINUTES))


# What the worker sees to. A further one is one line.
JOBS = [Job(["tick"], tick_is_due), Job(["evaluate"], evaluation_is_due), Job(["sheet", "work"], sheet.is_due)]


def worker(asked) -> int:
    """Leave a sign of life and run what is due, until asked to end or until the process that started it is gone."""
    ended, parent = threading.Event(), os.getppid()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    while not ended.is_set() and os.getppid() == parent:
        try:
            signs.leave("worker_seen")
            if maintenance.look() == "":
                for job in JOBS:
                    _see_to(job, asked.retry)
        except DatabaseError as error:
            print(f"后台进程：数据库没有应答（{type(error).__name__}），稍后再试", file=sys.stderr, flush=True)
            connection.close()
        ended.wait(asked.beat)
    for job in JOBS:
        if job.process and job.process.poll() is None:
            job.process.terminate()
            job.process.wait()
    return 0


def _see_to(job: Job, retry: float) -> None:
    if job.process:
        if (code := job.process.poll()) is None:
            return
        job.process, job.not_before = None, time.monotonic() + (retry if code else min(retry, 60))
        if code:
            print(f"后台进程：{job.words[0]} 没有做完（退出码 {code}），{retry:.0f} 秒后再试", file=sys.stderr, flush=True)
    elif time.monotonic() >= job.not_before and job.is_due():
        job.process = subprocess.Popen([sys.executable, "-m", "zugong", *job.words], cwd=settings.ROOT, process_group=0)
