def pieces(values: list, at_once: int) -> list[list]:
    """In their order, so many at a time as fit into a statement."""
    return [values[start : start + at_once] for start in range(0, len(values), at_once)]
