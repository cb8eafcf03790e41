"""Who may take over: the standby that has come farthest, and nobody while a primary takes writes."""

import pytest

from db.errors import DatabaseError
from db.replication import Host, ReplicationServer, checked_name, hosts_of
from opscenter.errors import OpscenterError
from opscenter.standby import chosen_standby


def a_host(name: str, *, position: int = 0, is_standby: bool = True) -> Host:
    return Host(f"host={name} dbname=opscenter", ReplicationServer(is_standby, 18, position, None))


def a_silent_host(name: str) -> Host:
    return Host(f"host={name} dbname=opscenter", None)


def test_the_standby_that_has_come_farthest_takes_over() -> None:
    chosen = chosen_standby([a_silent_host("a"), a_host("b", position=10), a_host("c", position=20)])
    assert chosen.dsn == "host=c dbname=opscenter"


def test_nobody_takes_over_while_a_primary_answers() -> None:
    with pytest.raises(OpscenterError, match="primary at a:5432/opscenter still takes writes"):
        chosen_standby([a_host("a", is_standby=False), a_host("b")])


def test_where_no_standby_answers_one_is_told_to_name_both_hosts() -> None:
    with pytest.raises(OpscenterError, match="Name both hosts"):
        chosen_standby([a_silent_host("a")])


def test_an_address_of_two_hosts_is_taken_apart() -> None:
    dsn = "postgresql://me:secret@first:5432,second:5433/opscenter?target_session_attrs=read-write"
    first, second = hosts_of(dsn)
    assert "host=first" in first
    assert "port=5432" in first
    assert "host=second" in second
    assert "port=5433" in second
    assert "target_session_attrs" not in first + second


def test_one_port_serves_for_all_hosts() -> None:
    assert ["port=6000" in dsn for dsn in hosts_of("host=a,b port=6000 dbname=x")] == [True, True]


@pytest.mark.parametrize("name", ["", "Two Words", "it's", "-x", "standby\n"])
def test_a_name_that_postgresql_could_not_have_is_refused(name: str) -> None:
    with pytest.raises(DatabaseError, match="cannot name a standby"):
        checked_name(name)
