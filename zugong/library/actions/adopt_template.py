import datetime as dt
import hashlib

from django.core.files import File

from zugong.door.attaching import attach
from zugong.door.refusal import Refused
from zugong.files.queries import files_about
from zugong.journal.actions.write import write
from zugong.library.models import PaperTemplate
from zugong.library.queries import template_of

from .hold import hold


def adopt_template(paper: str, given: File, *, note: str = "", by: int | None, at: dt.datetime) -> PaperTemplate:
    """Put a template in force for a paper in place of its former one; who calls has checked its placeholders. Refused: the same as the one in force, or a file that is not taken."""
    hold()
    former = template_of(paper)
    digest = hashlib.sha256(given.read()).hexdigest()
    given.seek(0)
    if former and files_about(former.address).filter(sha256=digest).exists():
        raise Refused("和现行的模板完全一样，没有变化", "file")
    PaperTemplate.objects.filter(paper=paper, replaced_at__isnull=True).update(replaced_at=at)
    made = PaperTemplate.objects.create(paper=paper, note=note, adopted_at=at, adopted_by=by)
    attach(made.address, [given], by=by, at=at)
    write(f"library/papers/{paper}", "adopt_template", by=by, at=at, reason=note)
    return made
