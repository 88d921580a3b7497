import os
import sys

from django.conf import settings

from .prepare import make_tables
from .refused import CommandRefused


def serve(asked) -> int:
    """Serve the installation that ./run setup made."""
    if not (settings.VAR / "keys" / "secret.key").exists() and not os.environ.get("ZUGONG_SECRET_KEY"):
        raise CommandRefused("还没有密钥。请先运行 ./run setup")
    make_tables()
    return start(asked.host, asked.port, workers=2)


def start(host: str, port: int, workers: int) -> int:
    """Replace this process by the server; Ctrl-C ends it. Each thread keeps a connection to the database: so many for each worker and no more."""
    print(f"请打开 http://{host}:{port}/ （按 Ctrl+C 结束）", flush=True)
    words = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", os.environ.get("ZUGONG_THREADS", "4")]
    os.execv(sys.executable, [sys.executable, *words, "--no-ws", "--log-level", "warning", "zugong.wsgi:application"])
    return 0
