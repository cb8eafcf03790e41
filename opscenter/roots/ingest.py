"""Wires an ingest worker."""

import gc
import sys

from ingest.broker import BrokerAddress
from ingest.metrics import IngestMetrics
from ingest.process import run as run_ingest
from ingest.settings import IngestSettings
from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.observability import new_registry, observed
from opscenter.settings import LARGEST_SLOT, PORTS, Environment

_LOCK_FOR_S = 0.0005
"""For how long a thread may keep Python's lock from another that wants it; usually ten times as long."""


def run(environment: Environment) -> None:
    """Run the worker until it is told to stop."""
    _collect_seldom()
    sys.setswitchinterval(_LOCK_FOR_S)  # who has heard from the database must not wait until a batch is read
    stop, told = begin(environment), settings(environment)
    registry = new_registry()
    metrics = IngestMetrics(registry)
    with observed(environment, registry, metrics.readiness):
        run_ingest(told, stop, metrics)


def _collect_seldom() -> None:
    """Let Python look for cycles of garbage seldom: messages make none, and looking costs much."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def settings(environment: Environment) -> IngestSettings:
    """Return what the environment says."""
    return IngestSettings(
        database_url=environment.text("OPSCENTER_DATABASE_URL"),
        broker=broker_address(environment),
        district=load_district(environment.path("OPSCENTER_DISTRICT")).slug,
        instance=environment.text("OPSCENTER_INSTANCE"),
        slot=environment.whole("OPSCENTER_WORKER_SLOT", 0, LARGEST_SLOT),
        workers=environment.whole("OPSCENTER_WORKERS", 1, LARGEST_SLOT + 1),
        frigate_registry=environment.path("OPSCENTER_FRIGATE_REGISTRY"),
        device_registry=environment.path("OPSCENTER_DEVICE_REGISTRY"),
    )


def broker_address(environment: Environment) -> BrokerAddress:
    """Return where the broker is and who we are to it."""
    return BrokerAddress(
        host=environment.text("OPSCENTER_MQTT_HOST"),
        port=environment.whole("OPSCENTER_MQTT_PORT", *PORTS),
        username=environment.optional("OPSCENTER_MQTT_USERNAME"),
        password=environment.optional("OPSCENTER_MQTT_PASSWORD"),
        ca_file=environment.path("OPSCENTER_MQTT_CA_FILE"),
    )
