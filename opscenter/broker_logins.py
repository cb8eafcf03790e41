"""Who may log in at the broker, and which topics each may read and write.

A subscriber is not told who published, so these lines are what keeps a ward's login out of the
next ward, and a simulator out of the topics of real sources.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.topics import VERSION, simulated_namespace
from domain.words import slug

_REQUESTS = "camera/+/request"
_LIVE = "camera/+/live"
"""Pictures that are looked at and kept nowhere: the only word of a camera that the console reads."""
_COMMANDS = "police/+/command"
_BROKER_FACTS = ("$SYS/broker/version", "$SYS/broker/uptime")
_PROBE = "opscenter/probe/#"
"""Where `doctor` tries what the broker really does."""
DEVICE_LOGIN_PREFIX = "device-"
HEALTH_LOGIN = "health"
"""For the health check of a container: it reads the broker's uptime and nothing else."""
# The passwords are 192 random bits, so stretching them would only slow every connection down.
_PBKDF2_ROUNDS = 101
_SALT_BYTES = 12


@dataclass(frozen=True, slots=True)
class Login:
    """A login at the broker, with the topic filters it may read and those it may write."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]


def ward_login_name(ward_code: str) -> str:
    """Return the login of the registered sources of a ward."""
    return f"ward-{ward_code}"


def simulated_login_name(ward_code: str) -> str:
    """Return the login of the simulated sources of a ward."""
    return f"sim-{ward_code}"


def device_login_name(prefix: str) -> str:
    """Return the login of a device of another maker: one each, so that none can speak for another."""
    return f"{DEVICE_LOGIN_PREFIX}{slug(prefix)}"


def logins_for(
    district: str,
    ward_codes: Iterable[str],
    frigate_prefixes: Sequence[str],
    device_prefixes: Sequence[str] = (),
) -> tuple[Login, ...]:
    """Return every login of a district, sorted by name."""
    simulated = simulated_namespace(district)
    codes = sorted(set(ward_codes))
    wards = [_source(ward_login_name(code), district, code) for code in codes]
    simulators = [_source(simulated_login_name(code), simulated, code) for code in codes]
    devices = [Login(device_login_name(prefix), (), (f"{prefix}/#",)) for prefix in device_prefixes]
    centre = _centre(district, simulated, frigate_prefixes, device_prefixes)
    return tuple(sorted([*wards, *simulators, *devices, *centre], key=lambda it: it.name))


def _source(name: str, namespace: str, ward_code: str) -> Login:
    """Return the login of a ward's sources: they write their ward and hear what they are asked."""
    ward = f"{namespace}/{VERSION}/{ward_code}"
    return Login(name, (f"{ward}/{_REQUESTS}", f"{ward}/{_COMMANDS}"), (f"{ward}/#",))


def _centre(
    district: str, simulated: str, frigate_prefixes: Sequence[str], device_prefixes: Sequence[str]
) -> list[Login]:
    """Return the logins of the centre's own services, of Frigate and of the replay."""
    both = (f"{district}/{VERSION}", f"{simulated}/{VERSION}")
    frigate = tuple(f"{prefix}/#" for prefix in frigate_prefixes)
    devices = tuple(f"{prefix}/#" for prefix in device_prefixes)
    everything = tuple(f"{space}/#" for space in both)
    asks = tuple(f"{space}/+/{kind}" for space in both for kind in (_REQUESTS, _COMMANDS))
    return [
        Login("ingest", (*everything, *frigate, *devices, _PROBE, *_BROKER_FACTS), (_PROBE,)),
        Login("console", (*_BROKER_FACTS, *(f"{space}/+/{_LIVE}" for space in both)), asks),
        Login("frigate", (), frigate),
        Login("replay", (), (f"{simulated}/{VERSION}/#",)),
        Login("recorder", everything, ()),
        Login(HEALTH_LOGIN, _BROKER_FACTS, ()),
    ]


def mosquitto_passwords(passwords: Mapping[str, str]) -> str:
    """Return mosquitto's password file (PBKDF2-SHA512, read by 2.0 and later)."""
    return "".join(f"{name}:{_mosquitto_hash(password)}\n" for name, password in sorted(passwords.items()))


def _mosquitto_hash(password: str) -> str:
    """Return one password as mosquitto keeps it: $7$rounds$salt$hash."""
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _PBKDF2_ROUNDS)
    return f"$7${_PBKDF2_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def mosquitto_acl(logins: Iterable[Login]) -> str:
    """Return mosquitto's access list: one block a login, all else forbidden."""
    blocks = []
    for login in logins:
        lines = [f"user {login.name}"]
        lines += [f"topic read {topic}" for topic in login.reads]
        lines += [f"topic write {topic}" for topic in login.writes]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
