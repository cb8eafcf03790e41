"""Wires the console."""

from dashboard.metrics import ConsoleMetrics
from dashboard.process import run as run_console
from dashboard.settings import BrokerAddress, ConsoleSettings
from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.observability import new_registry, observed
from opscenter.picture_gate import show_masked
from opscenter.procedure_files import load_procedures
from opscenter.settings import OUTAGE_EVERY_S, PORTS, Environment
from opscenter.shift_files import load_shift_facts, shift_hours


def run(environment: Environment) -> None:
    """Serve the console until told to stop."""
    stop, told = begin(environment), settings(environment)
    registry = new_registry()
    metrics = ConsoleMetrics(registry)
    with observed(environment, registry, metrics.readiness):
        run_console(told, stop, metrics, show_masked)


def settings(environment: Environment) -> ConsoleSettings:
    """Return what the environment says."""
    folder = environment.path("OPSCENTER_DISTRICT")
    district = load_district(folder)
    return ConsoleSettings(
        database_url=environment.text("OPSCENTER_DATABASE_URL"),
        broker=BrokerAddress(
            host=environment.text("OPSCENTER_MQTT_HOST"),
            port=environment.whole("OPSCENTER_MQTT_PORT", *PORTS),
            username=environment.optional("OPSCENTER_MQTT_USERNAME"),
            password=environment.optional("OPSCENTER_MQTT_PASSWORD"),
            ca_file=environment.path("OPSCENTER_MQTT_CA_FILE"),
        ),
        district=district,
        procedures=load_procedures(folder),
        host=environment.text("OPSCENTER_HTTP_HOST"),
        port=environment.whole("OPSCENTER_HTTP_PORT", *PORTS),
        cookie_secure=environment.flag("OPSCENTER_COOKIE_SECURE"),
        tile_url=environment.optional("OPSCENTER_TILE_URL"),
        instance=environment.text("OPSCENTER_INSTANCE"),
        trusted_proxies=environment.text("OPSCENTER_TRUSTED_PROXIES"),
        shift_changes=shift_hours(environment),
        contacts=load_shift_facts(folder, district).contacts,
        outage_folder=environment.path("OPSCENTER_OUTAGE_FOLDER"),
        outage_every_s=environment.whole("OPSCENTER_OUTAGE_EVERY_S", *OUTAGE_EVERY_S),
    )
