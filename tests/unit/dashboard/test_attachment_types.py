"""What may be attached is told by its content, and a file's name is no path."""

import pytest

from dashboard.attachment_types import media_type_of
from dashboard.live_incident_papers import file_name


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0 picture", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n picture", "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        ("Biên bản: hai xe máy\n".encode(), "text/plain; charset=utf-8"),
        (b"", None),
        (b"  \n", None),
        (b"<svg onload=alert(1)>", None),
        ("\ufeff <html>".encode(), None),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04", None),
        (b"\xff\xfe\x00a", None),
    ],
)
def test_only_pictures_documents_and_plain_text_are_taken(content: bytes, media_type: str | None) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("hiện trường.png", "hiện trường.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\ảnh\\a.jpg", "a.jpg"),
        ("a\r\nb.txt", "ab.txt"),
        ("...", "tep-dinh-kem"),
    ],
)
def test_a_name_is_kept_without_path_and_control_characters(name: str, kept: str) -> None:
    assert file_name(name) == kept
