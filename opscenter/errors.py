"""The one base class of errors that this room raises."""


class OpscenterError(Exception):
    """Something a person can put right; the message says what happened and what to do."""
