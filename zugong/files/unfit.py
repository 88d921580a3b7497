class Unfit(ValueError):
    """A file that is not taken, or could not be kept; the message says in Chinese what is wrong and what to do."""
