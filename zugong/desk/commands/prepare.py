"""What several commands need first: tables, keys, a day."""

import datetime as dt
import secrets

from django.conf import settings
from django.core.management import call_command

from zugong.door import sealing_keys, tables
from zugong.door.actions.reseal import held
from zugong.duties.actions.fill_windows import fill_windows
from zugong.duties.models import Window
from zugong.library.queries import book

from .refused import CommandRefused


def table_state() -> str:
    """How the tables stand to the program, or "none"; SQLite needs the folder for that question already."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    return tables.state()


def make_tables(renew: bool = False) -> None:
    """Make the tables of an empty database, and the cache's table. Those of an older version only ./run upgrade changes, or who says `renew`."""
    state = table_state()
    if state == "ahead":
        raise CommandRefused("数据库是更新的版本建的，这个旧程序不能用它。请换回新版本的程序")
    if state == "behind" and not renew:
        raise CommandRefused("数据库的表结构比程序旧。请先运行 ./run upgrade（它会先备份）")
    if state != "ok":
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def make_keys() -> bool:
    """Make the secret key outside the database when there is none; answers whether it was made now."""
    kept = settings.VAR / "keys" / "secret.key"
    if kept.exists():
        return False
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.touch(mode=0o600)
    kept.write_text(secrets.token_urlsafe(64) + "\n")
    settings.SECRET_KEY = kept.read_text().strip()
    return True


def refill_windows() -> None:
    """After the tables changed: the windows of time are worked out from the rules, and may have gone with the change."""
    if not Window.objects.filter(book="").exists():
        fill_windows(book(), today())


def make_sealing_key() -> sealing_keys.SealingKey | None:
    """Make the first key for identity numbers when there is none and nothing waits for a former one; answers it when it was made now."""
    return None if sealing_keys.sealing_keys() or held() else sealing_keys.new_key()


def today() -> dt.date:
    """The door's day."""
    from zugong.door.clock import today as door_today

    return door_today()
