"""Wires the rules process."""

from ingest.rules.process import run as run_rules
from ingest.rules.settings import RulesSettings
from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.settings import Environment


def run(environment: Environment) -> None:
    """Lead or stand by until told to stop."""
    run_rules(settings(environment), begin(environment))


def settings(environment: Environment) -> RulesSettings:
    """Return what the environment says."""
    district = load_district(environment.path("OPSCENTER_DISTRICT"))
    return RulesSettings(
        database_url=environment.text("OPSCENTER_DATABASE_URL"),
        instance=environment.text("OPSCENTER_INSTANCE"),
        site_names={site.code: site.name for site in district.sites},
    )
