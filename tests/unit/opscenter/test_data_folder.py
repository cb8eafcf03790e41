"""The data folder is ours or refused, its secrets are its owner's alone, and one centre uses it at a time."""

import os
from pathlib import Path

import pytest

from opscenter import data_folder
from opscenter.data_folder import (
    DataFolder,
    locked,
    open_data_folder,
    remembered_port,
    remove_data_folder,
)
from opscenter.errors import OpscenterError
from opscenter.ports import is_port_free


def test_a_folder_is_made_and_opened_again(tmp_path: Path) -> None:
    first = open_data_folder(tmp_path / "deep" / "data")
    assert open_data_folder(first.path) == first


def test_a_folder_with_other_peoples_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(OpscenterError, match="is not empty and is not a data folder of opscenter"):
        open_data_folder(tmp_path)


def test_a_file_in_the_folders_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(OpscenterError, match="cannot be used as data folder"):
        open_data_folder(tmp_path / "data")


def test_a_damaged_marker_is_one_sentence(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "data")
    (folder.path / data_folder.MARKER).write_text("{", encoding="utf-8")
    with pytest.raises(OpscenterError, match="is damaged or from another version"):
        open_data_folder(folder.path)


def test_a_disk_that_is_about_to_be_full_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_folder, "LEAST_FREE_BYTES", 10**18)
    with pytest.raises(OpscenterError, match=r"is full: .* Free some space"):
        open_data_folder(tmp_path / "data")


def test_a_secret_is_random_kept_and_its_owners_alone(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "data")
    secret = folder.secret("database-password")
    assert len(secret) >= 32
    assert folder.secret("database-password") == secret
    assert folder.secret("another") != secret
    assert (folder.secrets / "database-password").stat().st_mode & 0o777 == 0o600


def test_only_a_data_folder_is_ever_deleted(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(OpscenterError, match="so it is not deleted"):
        remove_data_folder(tmp_path / "photos")
    assert (tmp_path / "photos").is_dir()


def test_a_data_folder_is_deleted_whole(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "data")
    remove_data_folder(folder.path)
    assert not folder.path.exists()


def test_a_second_centre_on_the_same_folder_is_refused_by_process_id(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "data")
    second = DataFolder(folder.path)
    with (
        locked(folder),
        pytest.raises(OpscenterError, match=rf"Another opscenter \(process {os.getpid()}\)"),
        locked(second),
    ):
        pass


def test_a_port_is_remembered_while_it_is_free(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "data")
    port = remembered_port(folder, "broker")
    assert is_port_free("127.0.0.1", port)
    assert remembered_port(folder, "broker") == port
