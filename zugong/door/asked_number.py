def asked_number(text: str | None) -> int | None:
    """A whole number from an address; None for what is none, or too large for a database."""
    return int(text) if text and text.isdecimal() and len(text) <= 18 else None
