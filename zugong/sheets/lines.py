"""One line of a table, from the file to the room that takes it."""

from dataclasses import dataclass, field

from .faults import Fault

STATES = {"error": "有错", "new": "新增", "changed": "改动", "same": "相同"}


@dataclass(slots=True)
class Line:
    """A line as it was read, and what the roster says of it.

    `values`: {column key: value}, None where the cell is empty; columns that the file does not have are absent. By type: text, long_text, name, phone, credit_code, id_number, reference, partial_date: str;
    yes_no: bool; count: int; money: int, fen; date and month (its first day): date; code: the code; organization: Place; person: Who.
    `faults`: {column key: Fault}, "" for the line as a whole. The roster fills `target`, the id of the row that is there already, and `former`, what that row holds under the same keys.
    An empty cell leaves what is there as it is. `raw`: what stands in the cells that have faults.
    """

    sheet: str
    row: int
    values: dict[str, object]
    faults: dict[str, Fault] = field(default_factory=dict)
    target: int | None = None
    former: dict[str, object] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    is_same: bool = False  # told when it was staged: of such a line `former` is not kept

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be mended before the batch can be confirmed."""
        return any(fault.is_error for fault in self.faults.values())

    @property
    def changes(self) -> dict[str, object]:
        """{key: new value} of what differs from the row that is there."""
        return {key: value for key, value in self.values.items() if value is not None and value != self.former.get(key)}

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.faults and self.is_wrong:
            return "error"
        if self.target is None:
            return "new"
        return "same" if self.is_same or not self.changes else "changed"
