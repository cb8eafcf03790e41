"""Wires the simulated district."""

from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.observability import new_registry, observed
from opscenter.settings import LARGEST_SEED, MOST_CAMERAS, PORTS, Environment
from simulators.metrics import SimulatorMetrics
from simulators.process import run as run_simulators
from simulators.settings import BrokerAddress, SimulatorSettings, read_logins


def run(environment: Environment) -> None:
    """Let the district talk until told to stop."""
    stop, told = begin(environment), settings(environment)
    registry = new_registry()
    metrics = SimulatorMetrics(registry)
    with observed(environment, registry, metrics.readiness):
        run_simulators(told, stop, metrics)


def settings(environment: Environment) -> SimulatorSettings:
    """Return what the environment says."""
    logins = environment.path("OPSCENTER_SIM_LOGINS")
    return SimulatorSettings(
        broker=broker_address(environment),
        district=load_district(environment.path("OPSCENTER_DISTRICT")),
        instance=environment.text("OPSCENTER_INSTANCE"),
        logins=read_logins(logins) if logins else {},
        seed=environment.whole("OPSCENTER_SIM_SEED", 0, LARGEST_SEED),
        speed=environment.positive("OPSCENTER_SIM_SPEED"),
        cameras=environment.whole("OPSCENTER_SIM_CAMERAS", 1, MOST_CAMERAS),
        batches_counts=environment.flag("OPSCENTER_SIM_BATCHES"),
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
