"""Many parcels at once: all go out, in order, and the spool is empty at the end."""

from pathlib import Path

import pytest

from domain.codec import encode
from domain.messages import VehiclesCounted
from edge.settings import BrokerAddress, SpoolSettings
from edge.spool import Parcel, Spool
from edge.uplink import Uplink
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto
from tests.integration.edge.test_uplink_without_mqtt5 import hello, wait_until
from tests.integration.listener import Listener
from tests.unit.simulators.test_replay_recording import flow

pytestmark = pytest.mark.mosquitto
MANY = 600


def test_a_backlog_goes_out_whole_and_in_order(broker: OwnMosquitto, tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path / "spool"))
    topic = "d1/v1/26740/camera/q1-bn-014/flow"
    for number in range(MANY):
        spool.put(Parcel(topic, encode(flow(number % 250))))
    address = BrokerAddress(HOST, broker.port, "ward-26740", PASSWORD)
    uplink = Uplink(address, "edge-test", spool, "d1/v1/26740/camera/+/request", hello)
    with Listener(broker) as listener:
        uplink.start()
        wait_until(lambda: len(spool) == 0)
        listener.wait_for(lambda: len(listener.of_type(VehiclesCounted)) == MANY)
        seqs = [message.seq for message in listener.of_type(VehiclesCounted)]
    uplink.stop()
    assert seqs == [number % 250 for number in range(MANY)]
    assert uplink.protocol == "MQTT 5"
