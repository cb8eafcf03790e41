"""The one base class of what can go wrong in this room."""


class DomainError(ValueError):
    """Something is not a thing this domain knows; the message says what and why."""
