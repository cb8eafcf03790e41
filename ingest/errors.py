"""The base of what can go wrong in this room."""


class IngestError(RuntimeError):
    """Ingest cannot do what it was asked; the message tells the person what to do."""


class BrokerUnavailableError(IngestError):
    """The broker does not answer, or answers and does not let us in."""


class DistrictMissingError(IngestError):
    """No ward is registered yet, so no camera can be placed."""


class DeviceRegistryError(IngestError):
    """The device registry file cannot be used; the message names the entry."""
