class CommandRefused(Exception):
    """The command cannot be done; the message says why and what to do."""
