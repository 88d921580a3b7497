class Refused(ValueError):
    """An act that cannot be done; the message says in Chinese what is wrong and what to do. `field` names the form field."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field
