"""What the system administrator may know of the installation: versions and sizes, no content."""

import shutil

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat

from zugong.files.models import StoredFile

from .models import Account, Grant


def state() -> list[tuple[str, str]]:
    """(title, value) pairs."""
    files = StoredFile.objects.aggregate(number=Count("pk"), size=Sum("size"))
    disk = next(path for path in (settings.FILES, *settings.FILES.absolute().parents) if path.is_dir())
    return [
        ("数据库", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)),
        ("Django", django.get_version()),
        ("账号数", str(Account.objects.count())),
        ("授权数", str(Grant.objects.count())),
        ("附件", f"{files['number']} 个，共 {filesizeformat(files['size'] or 0)}；所在磁盘还剩 {filesizeformat(shutil.disk_usage(disk).free)}"),
        ("密钥文件", "keys/secret.key 和 keys/sealing-*.key，不在数据库里，也不在备份里，请另行保管"),
        ("时区", settings.TIME_ZONE),
        ("安全连接", "已启用" if settings.SECURE else "未启用（仅限本机或内网反向代理之后）"),
    ]
