import time
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError

from zugong.door import clock, lease, sealing_keys
from zugong.door.actions.reseal import held, reseal
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write

from .backup import say
from .prepare import make_tables
from .refused import CommandRefused


def keys(asked) -> int:
    """The keys of identity numbers: which there are, or a new one for all numbers."""
    make_tables()
    try:
        return {"status": status, "rotate": rotate}[asked.act]()
    except Refused as refused:
        raise CommandRefused(str(refused)) from None


def status() -> int:
    """What lies under which key; 1 when some cannot be opened."""
    here, numbers = sealing_keys.sealing_keys(), held()
    for place, key in enumerate(here):
        said = "新登记的号码用它封存" if place == 0 else "还有号码靠它打开，不能移走" if numbers.get(key.name) else "没有号码靠它打开，可以移走；更早的备份还要用它，请继续保管"
        say(f"{key.file}：{numbers.get(key.name, 0):,} 个号码；{said}")
    if not here:
        say(f"{sealing_keys.folder()} 里没有封存号码的密钥。" + ("" if numbers else "运行 ./run setup 生成一把"))
    return 1 if say_what_is_missing(say) else 0


def say_what_is_missing(tell: Callable[[str], None]) -> int:
    """Tell which keys are wanted and where they belong; answers how many numbers cannot be opened."""
    present = {key.name for key in sealing_keys.sealing_keys()}
    absent = {name: number for name, number in sorted(held().items()) if name not in present}
    for name, number in absent.items():
        tell(f"注意：有 {number:,} 个身份证号码封在 sealing-{name}.key 下，这台机器上没有这把密钥。")
    if absent:
        where = "ZUGONG_SEALING_KEYS" if settings.SEALING_KEYS else sealing_keys.folder()
        tell(f"请把保管的密钥放进 {where}，不用再恢复一次。在这以前号码打不开，其余一切照常。密钥确实丢了：运行 ./run keys rotate 做一把新的，再照证件重新登记这些号码")
    return sum(absent.values())


def rotate() -> int:
    """A new key, then every number that can be opened under it. What was interrupted is finished first, with the key that was made for it."""
    with lease.held("tick") as mine:  # the daily work, an upgrade and a restore do not run meanwhile
        if not mine:
            print("换密钥、定时工作、升级或恢复正在由另一个进程运行，这次不做。")
            return 0
        here, numbers, began = sealing_keys.sealing_keys(), held(), time.monotonic()
        done = _all(Progress()) if any(numbers.get(key.name) for key in here[1:]) else None
        if done and done.done:
            say(f"上次没有换完，这次接着换到 {here[0].file}")
        else:
            made = sealing_keys.new_key(after=max([0, *(int(name.partition("-")[0]) for name in numbers)]))
            say(f"新密钥：{sealing_keys.folder() / made.file}。请现在就另行保管一份；几台服务器的，复制到每一台")
            done = _all(Progress())
        write("installation", "rotate_keys", by=None, at=clock.now(), reason=f"{done.done} 个号码")
    say(f"已重新封存 {done.done:,} 个号码，用时 {time.monotonic() - began:.1f} 秒")
    for title, left in (("号码和另一个人的相同，请核对是不是同一个人登记了两次", done.doubled), ("封存的内容已经损坏，请照证件重新登记", done.damaged)):
        if left:
            say(f"没有换的 {len(left)} 个：{title}。人员编号：{'、'.join(map(str, left[:20]))}")
    say("旧密钥请继续保管：换之前做的备份要靠它打开")
    return 1 if say_what_is_missing(say) or done.doubled or done.damaged else 0


def _all(progress: Callable[[int], None]):
    try:
        return reseal(progress)
    except IntegrityError:
        raise CommandRefused("换的时候有人登记了相同的号码，停在这里；已换的都有效。请再运行一次") from None


class Progress:
    """Says how far it is, not more often than every two seconds."""

    def __init__(self):
        self.told = time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self.told >= 2:
            self.told = time.monotonic()
            say(f"已换 {done:,} 个")
