"""Two plans beside each other: which measures go on, and which mechanisms only one of them names."""

from dataclasses import dataclass

from .matching import resemble
from .models import Match, Plan, Sentence


@dataclass(frozen=True)
class Pair:
    """A measure of the left plan and the one of the right plan that goes on with it; one of them may be missing."""

    left: Sentence | None
    right: Sentence | None

    @property
    def is_same(self) -> bool:
        return bool(self.left and self.right) and self.left.text == self.right.text


@dataclass
class Comparison:
    """Measures that go on in the order of the right plan, the others in the order of their own; mechanisms by where they are named."""

    continued: list[Pair]
    left: list[Pair]
    right: list[Pair]
    both: list[str]
    left_only: list[str]
    right_only: list[str]


def compare(left: Plan, right: Plan) -> Comparison:
    """Four statements, whatever the plans' sizes."""
    old, new = _measures(left), _measures(right)
    goes_on = resemble([each.text for each in old], [each.text for each in new])
    used = set(goes_on.values())
    first, second = _named(left), _named(right)
    return Comparison(
        [Pair(old[earlier], new[place]) for place, earlier in sorted(goes_on.items())],
        [Pair(sentence, None) for place, sentence in enumerate(old) if place not in used], [Pair(None, sentence) for place, sentence in enumerate(new) if place not in goes_on],
        [key for key in first if key in second], [key for key in first if key not in second], [key for key in second if key not in first],
    )  # fmt: skip


def _measures(plan: Plan) -> list[Sentence]:
    return list(plan.sentences.filter(sort="measure").order_by("position"))


def _named(plan: Plan) -> dict[str, None]:
    """The mechanisms that sentences of a plan name, the preamble's among them, in the order of the text."""
    rows = Match.objects.filter(sentence__plan=plan).exclude(state="refused").order_by("sentence__position", "id")
    return dict.fromkeys(rows.values_list("mechanism", flat=True))
