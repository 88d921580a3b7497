import datetime as dt
import json

from zugong.door.scope import Scope
from zugong.facts.engines import EngineMissing, engine
from zugong.facts.findings import Asked, findings_on, missing
from zugong.library.queries import book
from zugong.registry.models import Organization

from .prepare import make_tables
from .refused import CommandRefused


def duties(asked) -> int:
    """Findings of the periods that begin in the year of a day, as of that day."""
    make_tables()
    here, scope = book(), Scope(everything=True)
    if asked.organization:
        organization = Organization.objects.filter(code=asked.organization).first()
        if not organization:
            raise CommandRefused(f"没有组织代码是 {asked.organization} 的组织")
        scope = Scope.below(organization.path)
    year = asked.as_of.year
    wanted = Asked(tuple(here.duties), scope.sql, dt.date(year, 1, 1), dt.date(year + 1, 1, 1), asked.as_of, wide=scope.everything)
    try:
        with engine(asked.engine) as chosen:
            rows = findings_on(chosen, here, wanted)
    except EngineMissing as absent:
        raise CommandRefused(str(absent)) from None
    shown = [
        {
            "organization": row["code"], "duty": row["duty"], "period": row["period"], "finding": row["finding"], "due_on": str(row["closes_on"]), "counted": row["counted"],
            "missing": missing(here, row),
        }
        for row in rows
    ]  # fmt: skip
    if asked.json:
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    for row in shown:
        print(f"{row['organization']:<14}{row['duty']:<42}{row['period']:<9}{row['finding']:<15}{row['due_on']}  {row['counted']}")
    return 0
