import getpass
import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zugong.charter.reader import read_folder
from zugong.desk.adoption import adopt
from zugong.door import clock
from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite
from zugong.door.models import Account, Installation

from .prepare import make_keys, make_sealing_key, make_tables
from .refused import CommandRefused


def setup(asked) -> int:
    """Tables, keys, the first administrator, the shipped mechanisms. May be run again: it only adds what is missing."""
    make_tables()
    if Installation.objects.filter(key__in=("demo", "building")).exists():
        raise CommandRefused("这是演示数据库，不能用来正式安装。请去掉 DATABASE_URL，或换一个空库")
    if make_keys():
        print(f"已生成密钥：{settings.VAR / 'keys' / 'secret.key'}\n它不在数据库里。备份数据库时请另行保管：没有它，登录状态和邀请链接会失效。")
    if key := make_sealing_key():
        print(f"已生成封存身份证号码的密钥：{settings.VAR / 'keys' / key.file}\n它不在数据库里，也不在备份里，请另行保管：没有它，已登记的号码打不开，谁也恢复不了。")
    if Account.objects.exists():
        print("已有账号，不再开通管理员。")
    else:
        _first_administrator(asked)
    if not Installation.objects.filter(key="mechanisms").exists():
        changed, faults = adopt(read_folder(settings.MECHANISMS), note="随系统提供", today=clock.today(), by=None, at=clock.now())
        if faults:
            raise CommandRefused("\n".join(map(str, faults)))
        Installation.objects.create(key="mechanisms", value=str(clock.today()))
        print(f"已采用 {len(changed)} 个机制文件。")
    print("安装完成。运行 ./run serve 启动；用这个管理员登录后，先绑定动态验证码，再邀请其他人。")
    return 0


def _ask(text: str, given: str | None) -> str:
    while not given:
        try:
            given = input(text).strip()
        except EOFError:
            raise CommandRefused("没有读到输入，安装没有完成。请重新运行 ./run setup") from None
    return given


def _password(account: Account) -> str:
    while True:
        first = getpass.getpass("密码（至少 12 个字符）：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(first, account)
        except ValidationError as error:
            if not sys.stdin.isatty():
                raise CommandRefused("；".join(error.messages)) from None
            print("；".join(error.messages))
            continue
        if not sys.stdin.isatty() or getpass.getpass("再输一次：") == first:
            return first
        print("两次不一样，请重输。")


def _first_administrator(asked) -> None:
    username = _ask("第一个管理员的账号（安全保密管理员，字母数字）：", asked.username)
    name = _ask("姓名：", asked.name)
    password = _password(Account(username=username, name=name))
    with transaction.atomic():
        account = invite(username, name, by=None, at=clock.now())
        account.set_password(password)
        account.save(update_fields=["password"])
        grant_role(account, "security_administrator", "all", since=clock.today(), by=None, at=clock.now())
