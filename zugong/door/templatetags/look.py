"""Icons, status lights and bars: shape, word and colour together."""

import datetime as dt

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from zugong.calendar import periods
from zugong.door.clock import SHANGHAI
from zugong.door.models import Account
from zugong.door.rights import roles

register = template.Library()
# state -> (icon, word, colour of the light)
LIGHTS = {
    "met": ("circle-check", "正常", "green"),
    "late": ("triangle", "补办", "amber"),
    "soon": ("alert-triangle", "预警", "amber"),
    "open": ("circle-dashed", "未到期", "grey"),
    "missed": ("alert-octagon", "逾期", "red"),
    "excused": ("ban", "已批准免除", "grey"),
    "not_applicable": ("minus", "不适用", "grey"),
    "done": ("check", "已完成", "done"),
    "none": ("circle-dashed", "未设指标", "grey"),
}


@register.simple_tag
def icon(name: str, size: str = "", label: str = ""):
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="zi {}" {}><use href="{}#{}"></use></svg>', size, said, static("zugong/icons.svg"), name)


@register.simple_tag
def light(state: str, text: str = ""):
    name, word, colour = LIGHTS[state]
    return format_html('<span class="zg-light zg-light-{}">{}{}</span>', colour, icon(name), text or word)


@register.filter
def light_icon(state: str) -> str:
    return LIGHTS[state][0]


@register.filter
def light_word(state: str) -> str:
    return LIGHTS[state][1]


@register.simple_tag
def bar(value: int | None, mark: int | None = None, colour: str = "blue", label: str = ""):
    """A progress bar in percent with a mark for elapsed time."""
    shown = max(0, min(100, int(value or 0)))
    stroke = format_html('<rect class="zg-bar-mark" x="{}" y="0" width="0.9" height="10"/>', min(int(mark), 99)) if mark not in (None, "") else ""
    return format_html(
        '<svg class="zg-bar zg-bar-{}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="zg-bar-bg" y="2" width="100" height="6" rx="1.2"/><rect class="zg-bar-fg" y="2" width="{}" height="6" rx="1.2"/>{}</svg>',
        colour,
        label or f"完成 {shown}%",
        shown,
        stroke,
    )


@register.filter
def day(value: dt.date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


@register.filter
def short_day(value: dt.date | None) -> str:
    return f"{value.month}月{value.day}日" if value else "—"


@register.filter
def moment(value: dt.datetime | None) -> str:
    if not value:
        return "—"
    here = value.astimezone(SHANGHAI)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


@register.filter
def period(key: str) -> str:
    return periods.title_of(key)


@register.filter
def get(mapping, key):
    return mapping.get(key) if mapping else None


@register.inclusion_tag("door/_form.html")
def form_fields(form, submit: str = "保存", icon_name: str = "check"):
    return {"form": form, "submit": submit, "icon_name": icon_name}


@register.inclusion_tag("door/_pager.html", takes_context=True)
def pager(context, page, unit: str = "条"):
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "unit": unit, "query": query.urlencode(), "range": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)}


@register.inclusion_tag("door/_empty.html")
def empty(sentence: str, url: str = "", act: str = "", icon_name: str = "info-circle"):
    return {"sentence": sentence, "url": url, "act": act, "icon_name": icon_name}


@register.inclusion_tag("door/_demo_accounts.html", takes_context=True)
def demo_accounts(context):
    """Demo accounts with their roles; nothing outside a database that the demo made."""
    if not context.get("is_demo"):
        return {"accounts": []}
    rows = Account.objects.filter(username__startswith="demo-").prefetch_related("grants").order_by("id")
    shown = []
    for account in rows:
        grants = list(account.grants.all())
        titles = "、".join(roles()[grant.role].title for grant in grants if grant.role in roles())
        shown.append((account, titles, account.name))
    return {"accounts": shown, "csrf_token": context.get("csrf_token")}


@register.filter
def bar_colour(state: str) -> str:
    return {"met": "green", "done": "green", "soon": "amber", "missed": "red"}.get(state, "blue")


@register.filter
def minus(number: int, other: int) -> int:
    return number - other
