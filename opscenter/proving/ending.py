"""How a trial ends before its time: with nothing of it left running."""

import signal


def end_in_order_when_told() -> None:
    """Let SIGTERM end this command as Ctrl-C does, so that it ends everything that it started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
