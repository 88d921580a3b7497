import errno
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings

from zugong.door.parent import end_with_parent

from .fitness import unfit
from .prepare import make_tables, table_state
from .refused import CommandRefused

PATIENCE = 20  # seconds that a child has to end
THREADS = 4  # of each server process; each keeps one connection to the database


def serve(asked) -> int:
    """Serve the installation that ./run setup made, with its worker beside it."""
    need_port(asked.host, asked.port)
    if not (settings.VAR / "keys" / "secret.key").exists() and not os.environ.get("ZUGONG_SECRET_KEY"):
        raise CommandRefused("还没有密钥。请先运行 ./run setup")
    if table_state() == "none":
        raise CommandRefused("这个数据库还是空的。请检查 DATABASE_URL；首次安装请先运行 ./run setup")
    make_tables()
    if reasons := unfit(asked.host):
        raise CommandRefused("没有启动：\n" + "\n".join(f"  {reason}" for reason in reasons))
    if settings.TODAY:
        print(f"注意：ZUGONG_TODAY 把今天固定在 {settings.TODAY}，只能用于演示和测试", file=sys.stderr, flush=True)
    _invite(asked.host, asked.port)
    return supervise(_server(asked.host, asked.port, asked.workers), [sys.executable, "-m", "zugong", "worker"])


def start(host: str, port: int, workers: int) -> int:
    """Replace this process by a server alone; Ctrl-C ends it."""
    _invite(host, port)
    os.execv(sys.executable, _server(host, port, workers))
    return 0


def need_port(host: str, port: int) -> None:
    """Refuse an address that cannot be served: servers share a port without a word, and two would answer in turn."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
        why = {
            errno.EADDRINUSE: f"端口 {port} 已经有程序在用，可能组工台已经开着。请打开 http://{host}:{port}/ 看看，或用 --port 换一个",
            errno.EACCES: f"没有权限用端口 {port}。请用 --port 换一个 1024 以上的",
        }
        raise CommandRefused(f"没有启动：{why.get(number, f'这台机器不能在 {host}:{port} 上打开服务。请检查 --host 和 --port')}") from None


def _invite(host: str, port: int) -> None:
    print(f"请打开 http://{host}:{port}/ （按 Ctrl+C 结束）", flush=True)


def _server(host: str, port: int, workers: int) -> list[str]:
    own = ["--workers", str(workers), "--respawn-failed-workers", "--workers-kill-timeout", "10", "--blocking-threads", str(THREADS)]
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), *own, "--no-ws", "--no-access-log", "--log-level", "warning", "zugong.wsgi:application"]


def supervise(server: list[str], worker: list[str]) -> int:
    """Run both until the server ends or this process is asked to; a worker that dies is started again, after longer and longer pauses."""
    asked_to_end = []
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _: asked_to_end.append(number))
    # Groups of their own: Ctrl-C is for this process, which ends them in order.
    children = [subprocess.Popen(words, process_group=0, preexec_fn=end_with_parent) for words in (server, worker)]
    pause, again_at = 1.0, None
    while not asked_to_end and children[0].poll() is None:
        if children[1].poll() is not None and again_at is None:
            print(f"后台进程停了（退出码 {children[1].returncode}），{pause:.0f} 秒后重新启动", file=sys.stderr, flush=True)
            pause, again_at = min(pause * 2, 60), time.monotonic() + pause
        elif again_at is not None and time.monotonic() >= again_at:
            children[1], again_at = subprocess.Popen(worker, process_group=0, preexec_fn=end_with_parent), None
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if asked_to_end else children[0].returncode or 1
