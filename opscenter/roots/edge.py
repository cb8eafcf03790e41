"""Wires a camera agent."""

from edge.metrics import EdgeMetrics
from edge.process import run as run_agent
from edge.settings import BrokerAddress, EdgeSettings
from edge.settings_file import load_settings
from opscenter.beginning import begin
from opscenter.observability import new_registry, observed
from opscenter.settings import PORTS, Environment, SettingError


def run(environment: Environment) -> None:
    """Watch the cameras until told to stop."""
    stop, told = begin(environment), settings(environment)
    registry = new_registry()
    metrics = EdgeMetrics(registry)
    with observed(environment, registry, metrics.readiness):
        run_agent(told, stop, metrics)


def settings(environment: Environment) -> EdgeSettings:
    """Return what the environment and the cameras' file say."""
    file = environment.path("OPSCENTER_EDGE_FILE")
    if file is None:
        raise SettingError("No cameras are named: give the TOML file as argument or in OPSCENTER_EDGE_FILE.")
    broker = BrokerAddress(
        host=environment.text("OPSCENTER_MQTT_HOST"),
        port=environment.whole("OPSCENTER_MQTT_PORT", *PORTS),
        username=environment.optional("OPSCENTER_MQTT_USERNAME"),
        password=environment.optional("OPSCENTER_MQTT_PASSWORD"),
        ca_file=environment.path("OPSCENTER_MQTT_CA_FILE"),
    )
    return load_settings(file, broker)
