"""A subscriber on a real mosquitto: everything in order, plain and by TLS, and only its own acknowledged."""

import contextlib
import shutil
from collections.abc import Iterator

import pytest

from ingest.broker import BrokerAddress, Capabilities, Subscriber
from ingest.inbox import Delivery, Inbox
from ingest.subscriptions import TopicFilter
from opscenter.certificates import make_certificates
from opscenter.embedded_broker import find_mosquitto
from opscenter.ports import HOST, free_port
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from opscenter.proving.homes import temporary_home
from tests.integration.ingest.scene import SIMULATED, WARD, eventually
from tests.integration.mosquitto import NO_MOSQUITTO, Publisher

TOPIC = f"{SIMULATED}/v1/{WARD}/camera/cam-1/flow"
CLIENT_ID = "test-bulk"


@contextlib.contextmanager
def a_subscriber(address: BrokerAddress, *, speaks_mqtt5: bool = True) -> Iterator[tuple[Subscriber, Inbox]]:
    """Run a subscriber of the flow topics; its session outlives it."""
    inbox = Inbox(100_000, pace_s=0.0)
    subscriber = Subscriber(
        address,
        CLIENT_ID,
        [TopicFilter(f"{SIMULATED}/v1/+/camera/+/flow", False)],
        inbox,
        capabilities=Capabilities(speaks_mqtt5=speaks_mqtt5, is_sharing=False),
        receive_maximum=5000,
    )
    subscriber.start()
    try:
        yield subscriber, inbox
    finally:
        subscriber.stop()


def address_of(broker: OwnMosquitto) -> BrokerAddress:
    return BrokerAddress(HOST, broker.port, "ingest", PASSWORD)


def leave_a_session(address: BrokerAddress, broker: OwnMosquitto, *, speaks_mqtt5: bool = True) -> None:
    """Subscribe, see that it holds, and leave."""
    with a_subscriber(address, speaks_mqtt5=speaks_mqtt5) as (subscriber, inbox):
        with Publisher(broker, f"sim-{WARD}") as ward:

            def came() -> bool:
                ward.publish(TOPIC, b"ready?")
                return bool(len(inbox))

            eventually(came)
        subscriber.acknowledge(collected(inbox, until=b"ready?"))


def collected(inbox: Inbox, *, until: bytes) -> list[Delivery]:
    """Return what comes, up to and with this payload."""
    came: list[Delivery] = []

    def is_there() -> bool:
        came.extend(inbox.collect(10_000, 0.2))
        return bool(came) and came[-1].payload == until

    eventually(is_there)
    return came


def payloads(deliveries: list[Delivery]) -> list[bytes]:
    return [it.payload for it in deliveries if it.payload != b"ready?"]


@pytest.mark.parametrize("speaks_mqtt5", [True, False], ids=["5", "3.1.1"])
def test_messages_come_whole_and_in_order(broker: OwnMosquitto, speaks_mqtt5: bool) -> None:
    address = address_of(broker)
    leave_a_session(address, broker, speaks_mqtt5=speaks_mqtt5)
    sent = [b"%d" % number + b"." * (number % 500) for number in range(2000)]
    sent[1000] = b"L" * 700_000
    with Publisher(broker, f"sim-{WARD}") as ward:
        ward.publish_all([(TOPIC, payload) for payload in sent])
    with a_subscriber(address, speaks_mqtt5=speaks_mqtt5) as (_, inbox):
        assert payloads(collected(inbox, until=sent[-1])) == sent


def test_messages_come_whole_and_in_order_by_tls() -> None:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    if shutil.which("openssl") is None:
        pytest.skip("TLS to the broker: NOT TESTED here (openssl missing)")
    with a_broker_with_tls() as (broker, address):
        leave_a_session(address, broker)
        sent = [b"%d" % number + b"." * (number % 500) for number in range(2000)]
        sent[1000] = b"L" * 700_000
        with Publisher(broker, f"sim-{WARD}") as ward:
            ward.publish_all([(TOPIC, payload) for payload in sent])
        with a_subscriber(address) as (subscriber, inbox):
            came = collected(inbox, until=sent[-1])
            assert payloads(came) == sent
            subscriber.acknowledge(came)


def test_what_came_by_an_earlier_connection_is_not_acknowledged_on_the_next(broker: OwnMosquitto) -> None:
    address = address_of(broker)
    leave_a_session(address, broker)
    with Publisher(broker, f"sim-{WARD}") as ward:
        ward.publish_all([(TOPIC, b"1"), (TOPIC, b"2")])
    with a_subscriber(address) as (subscriber, inbox):
        earlier = collected(inbox, until=b"2")
        broker.stop()
        broker.start()
        again = collected(inbox, until=b"2")
        assert payloads(again)[-2:] == [b"1", b"2"]
        # The same packet ids now stand for the same messages, not yet safe on this connection.
        subscriber.acknowledge(earlier)
    with a_subscriber(address) as (subscriber, inbox):
        subscriber.acknowledge(collected(inbox, until=b"2"))
    with Publisher(broker, f"sim-{WARD}") as ward:
        ward.publish(TOPIC, b"3")
    with a_subscriber(address) as (_, inbox):
        assert payloads(collected(inbox, until=b"3")) == [b"3"]


@contextlib.contextmanager
def a_broker_with_tls() -> Iterator[tuple[OwnMosquitto, BrokerAddress]]:
    """Run a broker that listens by TLS too."""
    port = free_port()
    with temporary_home() as home:
        make_certificates(home.path, [HOST])
        home.own(home.path / "server.key")
        listener = (
            f"listener {port} {HOST}\ncertfile {home.path}/server.crt\nkeyfile {home.path}/server.key\n"
        )
        with own_mosquitto(extra=f"\n{listener}") as broker:
            yield broker, BrokerAddress(HOST, port, "ingest", PASSWORD, home.path / "ca.crt")
