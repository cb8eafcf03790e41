"""Which messages may wait a moment for others to be stored with them, and which never do."""

_STREAMS = ("/flow", "/position", "/reading", "/status", "/batch")
"""How the topics of what is said all the time end: a district sends hundreds of these a second."""


def may_wait(topic: str) -> bool:
    """Tell whether what comes on this topic is one of a stream; all else is stored as soon as it can be."""
    return topic.endswith(_STREAMS)
