"""The demo broker: amqtt from its wheel, MQTT 3.1.1, not loss-proof; for machines without mosquitto.

Run as `python -m opscenter.demo_broker FILE`, where FILE is the JSON that `embedded_broker` writes.
"""

import asyncio
import json
import logging
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from amqtt.broker import Broker
from argon2 import PasswordHasher

from opscenter.leash import stop_when_told

_AUTHENTICATION = "amqtt.plugins.authentication.FileAuthPlugin"
_ACCESS = "amqtt.plugins.topic_checking.TopicAccessControlListPlugin"
_FACTS = "amqtt.plugins.sys.broker.BrokerSysPlugin"
_FACTS_INTERVAL_S = 20


def main(path: Path) -> None:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    # amqtt wants `acl` renamed to a key that its own configuration class does not have.
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="amqtt")
    stop = stop_when_told()
    settings = json.loads(path.read_text(encoding="utf-8"))
    password_file = path.with_name("demo-broker-passwords")
    password_file.write_text(_password_lines(settings["passwords"]), encoding="utf-8")
    password_file.chmod(0o600)
    asyncio.run(_serve(_configuration(settings, password_file), stop))


async def _serve(configuration: dict[str, Any], stop: threading.Event) -> None:
    """Run the broker until `stop` is set."""
    broker = Broker(configuration)
    await broker.start()
    await asyncio.to_thread(stop.wait)
    await broker.shutdown()


def _password_lines(passwords: Mapping[str, str]) -> str:
    """Return amqtt's password file; the passwords are random, so the cheapest hash is enough."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return "".join(f"{name}:{hasher.hash(password)}\n" for name, password in sorted(passwords.items()))


def _configuration(settings: Mapping[str, Any], password_file: Path) -> dict[str, Any]:
    """Return amqtt's configuration: one loopback listener, our logins, our access list."""
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{settings['port']}"}},
        "plugins": {
            _AUTHENTICATION: {"password_file": str(password_file)},
            _ACCESS: {"acl": settings["reads"], "publish_acl": settings["writes"]},
            _FACTS: {"sys_interval": _FACTS_INTERVAL_S},
        },
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
