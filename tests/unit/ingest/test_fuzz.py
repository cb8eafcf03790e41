"""The door under broken input: no crash, and every payload is stored, dead with a reason, or ignored."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.messages import MESSAGE_TYPES
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.reading import read_batch
from tests.unit.ingest.fuzz.corpus import NAMESPACE, Seed, seeds
from tests.unit.ingest.fuzz.trial import cases, faults_of, tried
from tests.unit.ingest.golden_files import NOW, outcome_of
from tests.unit.ingest.registry_of_tests import a_registry

CASES = 100_000
QUICK_CASES = 5_000
TOPICS = sorted({seed.topic for seed in seeds() if "snapshot" not in seed.topic})
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANY_JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def test_a_hundred_thousand_mutated_payloads_of_every_dialect_are_all_accounted_for() -> None:
    result = tried(CASES, 1, a_registry())
    assert result.faults == []
    assert result.cases == CASES
    assert min(result.stored, result.dead, result.ignored) > CASES // 100


def test_the_seeds_themselves_are_understood() -> None:
    ours = [seed for seed in seeds() if seed.topic.startswith(NAMESPACE)]
    assert [letter for seed in ours for letter in outcome_of(seed.topic, seed.payload).dead] == []
    assert len(ours) > len(MESSAGE_TYPES)


@settings(max_examples=100, deadline=None)
@given(topic=st.sampled_from(TOPICS) | st.text(max_size=80), payload=st.binary(max_size=200))
def test_any_bytes_on_any_topic_are_accounted_for(topic: str, payload: bytes) -> None:
    assert list(faults_of(Seed(topic, payload), outcome_of(topic, payload))) == []


@settings(max_examples=100, deadline=None)
@given(topic=st.sampled_from(TOPICS), value=ANY_JSON)
def test_any_json_on_any_topic_is_accounted_for(topic: str, value: object) -> None:
    payload = json.dumps(value).encode()
    assert list(faults_of(Seed(topic, payload), outcome_of(topic, payload))) == []


def test_the_quick_way_of_reading_comes_to_the_same_as_the_long_one() -> None:
    registry = a_registry()
    for case in cases(QUICK_CASES, 2):
        delivery = Delivery(case.topic, case.payload, NOW, 1, 1, 0)
        quick = read_batch([delivery], registry, RecentObjects())
        assert quick == read(delivery, registry, RecentObjects()), case
