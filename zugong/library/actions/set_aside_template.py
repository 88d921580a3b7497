import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.library.models import PaperTemplate

from .hold import hold


def set_aside_template(paper: str, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Print a paper in our own layout again; its template stays among the former ones. Refused: there is none in force."""
    hold()
    if not PaperTemplate.objects.filter(paper=paper, replaced_at__isnull=True).update(replaced_at=at):
        raise Refused("现在没有在用的模板，请返回后刷新")
    write(f"library/papers/{paper}", "set_aside_template", by=by, at=at, reason=reason)
