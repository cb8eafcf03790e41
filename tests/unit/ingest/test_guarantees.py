"""A broker's guarantees in words."""

from ingest.guarantees import BrokerGuarantees


def test_mosquitto_as_shipped_is_loss_proof() -> None:
    seen = BrokerGuarantees("mosquitto version 2.0.11", "MQTT 5", True, True, True)
    assert seen.is_loss_proof
    assert seen.may_share
    assert "is not lost" in seen.sentences()[-1]


def test_the_demo_broker_is_not() -> None:
    seen = BrokerGuarantees("aMQTT version 0.12.1", "MQTT 3.1.1", False, True, False)
    assert not seen.is_loss_proof
    assert not seen.may_share
    assert "not loss-proof" in seen.sentences()[-1]


def test_what_could_not_be_tried_is_said_and_not_claimed() -> None:
    seen = BrokerGuarantees("", "MQTT 5", None, True, None)
    assert not seen.is_loss_proof
    assert sum("could not be tried" in sentence for sentence in seen.sentences()) == 2
