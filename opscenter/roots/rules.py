"""Wires the rules process."""

from domain.places import District
from ingest.metrics import RulesMetrics
from ingest.rules.process import run as run_rules
from ingest.rules.settings import RulesSettings
from ingest.rules.situation import CentrePlace
from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.observability import new_registry, observed
from opscenter.settings import Environment, SettingError

_SITE_OF_THE_CENTRE = "centre"


def run(environment: Environment) -> None:
    """Lead or stand by until told to stop."""
    stop, told = begin(environment), settings(environment)
    if told.database_disk is not None and not told.database_disk.exists():
        raise SettingError(f"OPSCENTER_DATABASE_DISK names {told.database_disk}, which is not there.")
    registry = new_registry()
    metrics = RulesMetrics(registry)
    with observed(environment, registry, metrics.readiness):
        run_rules(told, stop, metrics)


def settings(environment: Environment) -> RulesSettings:
    """Return what the environment says."""
    district = load_district(environment.path("OPSCENTER_DISTRICT"))
    return RulesSettings(
        database_url=environment.text("OPSCENTER_DATABASE_URL"),
        instance=environment.text("OPSCENTER_INSTANCE"),
        site_names={site.code: site.name for site in district.sites},
        centre=_centre_of(district),
        database_disk=environment.path("OPSCENTER_DATABASE_DISK"),
    )


def _centre_of(district: District) -> CentrePlace | None:
    """Return where the centre itself is, when the district names it among its sites."""
    sites = (site for site in district.sites if site.kind == _SITE_OF_THE_CENTRE)
    site = next(sites, None)
    return None if site is None else CentrePlace(site.name, site.ward_code, site.lat, site.lon)
