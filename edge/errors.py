"""The base of what can go wrong in this room."""


class EdgeError(RuntimeError):
    """The camera agent cannot do what it was asked; the message tells the person what to do."""


class SettingsFileError(EdgeError):
    """The cameras' file cannot be used; the message names the camera and the key."""


class FramesUnavailableError(EdgeError):
    """A source of frames cannot be opened at all, such as a file that is not there."""
