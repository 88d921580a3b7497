"""What the system administrator may know of the installation: versions and sizes, no content."""

import django
from django.conf import settings
from django.db import connection

from .models import Account, Grant


def state() -> list[tuple[str, str]]:
    """(title, value) pairs."""
    return [
        ("数据库", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)),
        ("Django", django.get_version()),
        ("账号数", str(Account.objects.count())),
        ("授权数", str(Grant.objects.count())),
        ("密钥文件", "keys/secret.key，不在数据库里；备份数据库时请另行保管"),
        ("时区", settings.TIME_ZONE),
        ("安全连接", "已启用" if settings.SECURE else "未启用（仅限本机或内网反向代理之后）"),
    ]
