"""The broker: the one package that knows paho."""

from ingest.broker.connection import BrokerAddress, Capabilities
from ingest.broker.probe import probe
from ingest.broker.subscriber import Subscriber

__all__ = ["BrokerAddress", "Capabilities", "Subscriber", "probe"]
