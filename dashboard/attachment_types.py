"""Which files may be attached, told by what is in them and never by their name."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


def media_type_of(content: bytes) -> str | None:
    """Return the type of what may be attached: JPEG, PNG, PDF or plain text; None for anything else."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    return "text/plain; charset=utf-8" if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    """Tell whether a file is plain text: UTF-8 without control characters, and no markup that is run."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    has_controls = any(char < " " and char not in "\t\r\n" for char in text)
    return bool(text.strip()) and not has_controls and not text.lstrip("\ufeff \t\r\n").startswith("<")
