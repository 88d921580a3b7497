"""What the cadre appointment form says, as shapes with English names. No shape shows its content when it is printed, so none gets into a log."""

import datetime as dt
from dataclasses import dataclass, replace

from .months import Month, age_on

VERSION = "3.2.1.16"


@dataclass(frozen=True, repr=False)
class ResumeLine:
    """One line of the résumé. `until` None: to this day. Without `since` it goes on with the line above (studies beside work, and the like)."""

    text: str
    since: Month | None = None
    until: Month | None = None

    @property
    def span(self) -> str:
        """`yyyy.MM--yyyy.MM`, the end empty while it lasts; nothing without a beginning."""
        return f"{self.since.dotted}--{self.until.dotted if self.until else ''}" if self.since else ""


@dataclass(frozen=True, repr=False)
class Relative:
    """A member of the family as the form lists them."""

    relation: str = ""
    name: str = ""
    born_in: Month | None = None
    political_status: str = ""
    work: str = ""


@dataclass(frozen=True, repr=False)
class AppointmentForm:
    """The whole form. `joined_in` is the month of joining the Party; `other_parties` what else stands there (another party's name, with or without a date). `photo`: a JPEG or PNG without metadata."""

    name: str = ""
    sex: str = ""
    born_in: Month | None = None
    nationality: str = ""
    native_place: str = ""
    birthplace: str = ""
    joined_in: Month | None = None
    other_parties: tuple[str, ...] = ()
    work_since: Month | None = None
    health: str = ""
    technical_post: str = ""
    expertise: str = ""
    full_time_level: str = ""
    full_time_degree: str = ""
    full_time_level_school: str = ""
    full_time_degree_school: str = ""
    in_service_level: str = ""
    in_service_degree: str = ""
    in_service_level_school: str = ""
    in_service_degree_school: str = ""
    present_post: str = ""
    proposed_post: str = ""
    removed_post: str = ""
    resume: tuple[ResumeLine, ...] = ()
    awards_and_sanctions: str = ""
    appraisals: str = ""
    reason: str = ""
    family: tuple[Relative, ...] = ()
    reporting_unit: str = ""
    age_as_of: dt.date | None = None
    filled_on: dt.date | None = None
    filled_by: str = ""
    id_number: str = ""
    photo: bytes | None = None
    version: str = VERSION

    @property
    def age(self) -> int | None:
        """Full years on the day of calculation; None without it or a month of birth."""
        return self.age_of(self.born_in)

    def age_of(self, born_in: Month | None) -> int | None:
        """The age of anybody on the form, by the same day."""
        return age_on(born_in, self.age_as_of) if born_in and self.age_as_of else None


def without_sensitive(form: AppointmentForm) -> AppointmentForm:
    """The same form without health, family and photo: what may be kept or shown outside the case. The ID number stays and is masked by whoever shows it."""
    return replace(form, health="", family=(), photo=None)
