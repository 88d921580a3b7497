import datetime as dt

from django.db import IntegrityError, transaction

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.duties.models import Exemption
from zugong.journal.actions.write import write
from zugong.registry.models import Organization, Person


def ask_exemption(
    book: Book, organization: Organization, duty: str, *, person: Person | None = None, sort: str, since: dt.date, until: dt.date | None = None, reason: str, by: int | None, at: dt.datetime
) -> Exemption:
    """Ask that a duty be lifted for a time; it changes nothing until it is approved. Refused: not owed by such an organization, no reason, dates reversed, asked already."""
    if duty not in book.duties or organization.kind not in book.kinds_of(book.duties[duty].latest.who):
        raise Refused(f"{organization.name}没有这项任务，请另选", "duty")
    if bool(person) and not book.is_about_people(duty):
        raise Refused("这项任务不是一个人一个人欠的，请不要选人", "person")
    if not reason.strip():
        raise Refused("请写明理由", "reason")
    if until and until <= since:
        raise Refused(f"止日要晚于 {since}，从那一天起重新要求", "until")
    try:
        with transaction.atomic():
            made = Exemption.objects.create(duty=duty, organization=organization, person=person, sort=sort, since=since, until=until, reason=reason, asked_by=by, asked_at=at)
    except IntegrityError:
        raise Refused("这一项已经申请过，正等批准", "duty") from None
    write(made.address, "ask_exemption", by=by, at=at, fields=["duty", "sort", "since", "until"])
    return made
