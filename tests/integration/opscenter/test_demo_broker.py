"""The demo broker from the wheel holds logins to their topics, as mosquitto does."""

from collections.abc import Iterator

import pytest
from paho.mqtt.client import Client, ConnectFlags, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from opscenter import embedded_broker
from opscenter.broker_logins import logins_for
from opscenter.data_folder import open_data_folder, remembered_port
from opscenter.embedded_broker import Broker, BrokerChoice
from opscenter.ports import HOST
from opscenter.service_user import service_home
from opscenter.supervisor import Supervisor
from tests.integration.opscenter.running import data_folder, wait_until

PASSWORD = "only-for-this-test"
MARK = "d1/v1/26740/camera/last/event"


class Member:
    """A connection under one login; what it hears is kept by topic."""

    def __init__(self, broker: Broker, login: str, password: str = PASSWORD) -> None:
        self.heard: list[str] = []
        self.answer: ReasonCode | None = None
        self._subscribed = False
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv311, client_id=f"test-{login}")
        self._client.username_pw_set(login, password)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = lambda *_: setattr(self, "_subscribed", True)
        self._client.on_message = lambda _client, _data, message: self.heard.append(message.topic)
        self._client.connect(HOST, broker.port)
        self._client.loop_start()
        wait_until(lambda: self.answer is not None)

    def hear(self, pattern: str) -> None:
        self._client.subscribe(pattern, qos=1)
        wait_until(lambda: self._subscribed)

    def say(self, topic: str) -> None:
        self._client.publish(topic, b"?", qos=1).wait_for_publish(30)

    def leave(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(
        self, _client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: object
    ) -> None:
        self.answer = reason


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with data_folder() as data:
        folder = open_data_folder(data)
        logins = logins_for("d1", ["26740", "26734"], ["frigate"])
        broker = embedded_broker.prepare(
            folder,
            service_home(folder.path),
            port=remembered_port(folder, "broker"),
            logins=logins,
            passwords={login.name: PASSWORD for login in logins},
            choice=BrokerChoice.DEMO,
        )
        supervisor = Supervisor(folder, lambda _words: None)
        supervisor.start(broker.program)
        wait_until(lambda: supervisor.is_running("broker") and broker.is_ready())
        yield broker
        supervisor.stop_all()


def test_it_says_that_it_is_not_loss_proof(broker: Broker) -> None:
    assert broker.title == "demo broker (amqtt), not loss-proof"
    assert not broker.is_loss_proof


def test_a_login_reaches_its_own_topics_and_no_others(broker: Broker) -> None:
    ingest, ward, simulator = (Member(broker, name) for name in ("ingest", "ward-26740", "sim-26740"))
    try:
        ingest.hear("d1/v1/#")
        ward.say("d1/v1/26734/camera/forged/event")
        simulator.say("d1/v1/26740/camera/forged/event")
        ward.say(MARK)
        wait_until(lambda: MARK in ingest.heard)
        assert ingest.heard == [MARK]
    finally:
        for member in (ingest, ward, simulator):
            member.leave()


def test_a_wrong_password_does_not_enter(broker: Broker) -> None:
    guesser = Member(broker, "ward-26740", "guess")
    guesser.leave()
    assert guesser.answer is not None
    assert guesser.answer.is_failure
