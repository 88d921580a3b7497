"""What must be right before anybody is served."""

from django.conf import settings

from zugong.door.presence import is_demo
from zugong.door.refusal import Refused
from zugong.door.sealing_keys import sealing_keys

LOCAL = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver", ""}


def unfit(host: str) -> list[str]:
    """Each reason why this installation must not be served at this address, with what to do; empty when all is well."""
    found, key = [], settings.SECRET_KEY
    others = sorted({name for name in settings.ALLOWED_HOSTS if name not in LOCAL} | ({host} - LOCAL))
    if len(key) < 50 or len(set(key)) < 20 or " " in key:
        found.append("密钥太短或太简单：请去掉 ZUGONG_SECRET_KEY，运行 ./run setup 生成一把，或给出 50 个以上随机字符")
    if any(name.strip() in ("*", ".") for name in settings.ALLOWED_HOSTS):
        found.append("ZUGONG_HOSTS 里不能写 *：请逐个写出主机名，例如 ZUGONG_HOSTS=zugong.example")
    if settings.DEBUG and others:
        found.append(f"对外服务（{others[0]}）不能开 ZUGONG_DEBUG：出错页会露出内部细节。请去掉 ZUGONG_DEBUG")
    if others and not settings.SECURE:
        found.append(f"对外服务（{others[0]}）要放在 HTTPS 反向代理之后，并设 ZUGONG_HTTPS=1：否则登录 Cookie 会走明文。只在本机用，请去掉 ZUGONG_HOSTS 和 --host")
    if others and is_demo():
        found.append("这是演示数据库，任何人点一下就能登录，只能在本机打开。请换成正式安装的数据库")
    try:
        sealing_keys()
    except Refused as refused:
        found.append(str(refused))
    return found
