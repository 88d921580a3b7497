import datetime as dt

from zugong.charter.book import Book
from zugong.door.clock import SHANGHAI
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import CheckIn, CheckInMark
from zugong.records.queries import named, people_of


def mark_present(book: Book, check_in: CheckIn, person: int | None, *, way: str, by: int | None, at: dt.datetime) -> CheckInMark:
    """Someone says of themselves "I am here". The journal says that it happened and not who did it: who was there is no administrator's business."""
    if person is None:
        raise Refused("这个账号没有对应到人员本人，不能自己签到，请告诉记录人代签")
    if at.astimezone(SHANGHAI).date() > check_in.happens_on:
        raise Refused(f"这是 {check_in.happens_on} 的签到，那一天已经过了；当时到了会的，请告诉记录人补签")
    if at < check_in.opens_at:
        raise Refused(f"还没有开始签到，{check_in.opens_at.astimezone(SHANGHAI):%m月%d日 %H:%M} 开始")
    if not check_in.is_open(at):
        raise Refused("签到已经结束；到了会的，请告诉记录人补签")
    if person not in people_of(book, check_in):
        raise Refused(f"您不在{named(book, check_in)}的应到名单里。请核对是不是这一场；名单有出入请告诉记录人")
    mark, made = CheckInMark.objects.get_or_create(check_in=check_in, person_id=person, defaults={"at": at, "way": way, "by": by})
    if not made:
        raise Refused(f"已经签到过（{mark.at.astimezone(SHANGHAI):%H:%M}），不用再签")
    write(check_in.address, "mark_present", by=None, at=at)
    return mark
