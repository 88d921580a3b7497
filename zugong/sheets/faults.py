"""What is wrong with a cell or a line, said so that a clerk can mend it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fault:
    """`code` is for programs, `message` says what is wrong, `fix` what most likely mends it. A warning (`is_error` False) holds nobody up: `value` is what was read nevertheless."""

    code: str
    message: str
    fix: str = ""
    is_error: bool = True
    value: object = None

    def __str__(self) -> str:
        return f"{self.message}。{self.fix}" if self.fix else self.message

    def after(self, earlier: "Fault | None") -> "Fault":
        """The same, with an earlier warning about the same cell kept in its words."""
        return replace(self, message=f"{earlier.message}；{self.message}") if earlier else self


def warning(code: str, message: str, value: object, fix: str = "") -> Fault:
    """Something was mended while reading: what was read is in `value`."""
    return Fault(code, message, fix, False, value)
