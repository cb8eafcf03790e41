"""The base of what can go wrong in this room."""


class SimulatorError(RuntimeError):
    """The simulated district cannot do what it was asked; the message tells the person what to do."""


class LoginsFileError(SimulatorError):
    """The file of the gateways' logins cannot be used; the message says why."""
