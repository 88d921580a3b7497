import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from zugong.door.clock import SHANGHAI
from zugong.door.models import Account
from zugong.door.refusal import Refused
from zugong.door.sealed import opened
from zugong.journal.actions.write import write
from zugong.ledgers.actions.join_people import join_people as join_rows
from zugong.library.queries import book
from zugong.records.actions.join_people import join_people
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.id_numbers import PURPOSE
from zugong.registry.models import Membership, Person, Post


def merge_people(kept: Person, dropped: Person, *, reason: str, by: int | None, at: dt.datetime) -> int:
    """One person was entered twice: everything of the one becomes the other's, and the one is no more. What is written of the kept person stays; only a missing identity number is taken over. Of two open memberships the kept person's goes on, the other ends today as entered wrongly, with the offices it carries. Answers in how many rolls both stood.

    Refused: without a reason, the same row, two different numbers, an account in use each, a transfer of the other under way, the same office twice, or rows that may stand only once.
    """
    if not reason.strip():
        raise Refused("请写明怎么核对出是同一个人", "reason")
    if kept.pk == dropped.pk:
        raise Refused("这就是同一份资料，请填另一份的编号", "other")
    first, second = Person.objects.select_for_update().filter(pk__in=[kept.pk, dropped.pk]).order_by("pk")
    kept, dropped = (first, second) if first.pk == kept.pk else (second, first)
    current = list(Membership.objects.filter(person__in=[kept.pk, dropped.pk], until__isnull=True).select_related("person", "organization"))
    if len(current) == 2:
        end_membership(next(each for each in current if each.person_id == dropped.pk), reason="entered_wrongly", on=at.astimezone(SHANGHAI).date(), by=by, at=at)
    _same_human(kept, dropped)
    number, index = dropped.id_number, dropped.id_number_index
    in_both = join_people(kept.pk, dropped.pk, reason=reason, by=by, at=at)
    join_rows(book(), kept.pk, dropped.pk, reason=reason, by=by, at=at)
    _move_rows(kept, dropped)
    _one_account(kept, dropped, by=by, at=at)
    address = dropped.address
    dropped.delete()
    taken_over = {"id_number": number, "id_number_index": index} if number and not kept.id_number else {}
    Person.objects.filter(pk=kept.pk).update(version=F("version") + 1, **taken_over)
    for where in (kept.address, address):
        write(where, "merge_people", by=by, at=at, fields=["person"], reason=f"{address} 并入 {kept.address}：{reason}")
    return in_both


def _same_human(kept: Person, dropped: Person) -> None:
    """Refused when something says that they are two, or that cannot be of one."""
    if kept.id_number and dropped.id_number and opened(kept.id_number, PURPOSE) != opened(dropped.id_number, PURPOSE):
        raise Refused("两份资料登记了不同的身份证号码，不是同一个人；有一个登错的，请先更正")
    held = [set(Post.objects.filter(person=each, until__isnull=True).values_list("organization__name", "role")) for each in (kept, dropped)]
    if both := held[0] & held[1]:
        raise Refused(f"两份资料都担任{sorted(both)[0][0]}的同一职务，请先结束其中一个，再合并")


def _one_account(kept: Person, dropped: Person, *, by: int | None, at: dt.datetime) -> None:
    """The account in use is the kept person's own; one that was closed is nobody's any more."""
    accounts = list(Account.objects.filter(person__in=[kept.pk, dropped.pk]))
    if sum(each.is_active for each in accounts) == 2:
        raise Refused("两份资料各有一个在用的账号，请安全保密管理员先停用一个，再合并")
    own = min(accounts, key=lambda each: (not each.is_active, each.person != kept.pk), default=None)
    for each in accounts:
        if each != own:
            Account.objects.filter(pk=each.pk).update(person=None)
    if own and own.person != kept.pk:
        Account.objects.filter(pk=own.pk).update(person=kept.pk)
        write(f"accounts/{own.pk}", "merge_people", by=by, at=at, fields=["person"])


def _move_rows(kept: Person, dropped: Person) -> None:
    """Every row of the house that points at the one points at the other."""
    for relation in filter(lambda each: each.auto_created and not each.concrete, Person._meta.get_fields(include_hidden=True)):
        try:
            with transaction.atomic():
                relation.related_model._base_manager.filter(**{relation.field.name: dropped}).update(**{relation.field.name: kept})
        except IntegrityError:
            raise Refused("两份资料在同一件事上各有一条只能有一条的内容（例如同一项免除申请），请先撤回其中一条，再合并") from None
