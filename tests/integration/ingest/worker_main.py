"""A worker as a process of its own, for the tests that kill it: DSN, broker port, slot."""

import logging
import sys
import threading

from ingest.broker import BrokerAddress
from ingest.process import run
from ingest.settings import IngestSettings
from tests.integration.mosquitto import HOST, PASSWORD

if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    dsn, port, slot = sys.argv[1:]
    address = BrokerAddress(HOST, int(port), "ingest", PASSWORD)
    run(IngestSettings(dsn, address, instance="test", slot=int(slot)), threading.Event())
