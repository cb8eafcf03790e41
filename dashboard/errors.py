"""What can go wrong in the console, in words that tell the person what to do."""


class ConsoleError(Exception):
    """Something the console cannot do; the one base class of this room."""


class NotSignedInError(ConsoleError):
    """Somebody is asked for who is not signed in."""


class RequestRefusedError(ConsoleError):
    """A request is not taken: `status` is its HTTP status, the words say why in both languages."""

    def __init__(self, status: int, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.status = status
        self.vietnamese = vietnamese
        self.english = english


class WordsError(ConsoleError):
    """A catalogue of words is not what it should be: a mistake of ours, told at the start."""


class BrokerAwayError(ConsoleError):
    """The broker did not take a message of ours in time."""
