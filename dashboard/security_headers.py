"""The headers that every answer carries: what a browser may load, and who may frame it (nobody)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import Message, Send


def content_policy(script_hashes: Sequence[str], tile_url: str | None = None) -> str:
    """Return the content policy; `script_hashes` allow Dash's inline scripts, `tile_url` a map server."""
    images = " ".join(["'self'", "data:", "blob:", *_tile_sources(tile_url)])
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            "connect-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
        ]
    )


class SecurityHeaders:
    """Adds the headers to whatever is sent."""

    def __init__(self, policy: str, *, is_https: bool) -> None:
        pairs = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        }
        if is_https:
            pairs["strict-transport-security"] = "max-age=31536000"
        self._pairs = [(name.encode(), value.encode()) for name, value in pairs.items()]

    def on(self, send: Send) -> Send:
        """Return `send` with the headers added; what says nothing of caching is asked again or not kept."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                extra = list(self._pairs)
                names = {name.lower() for name, _ in own}
                if b"cache-control" not in names:
                    extra.append(
                        (b"cache-control", b"private, no-cache" if b"etag" in names else b"no-store")
                    )
                message = {**message, "headers": [*own, *extra]}
            await send(message)

        return send_with_headers


def _tile_sources(tile_url: str | None) -> list[str]:
    """Return the origin of the tile server, with any host below it when the address names {s}."""
    if not tile_url:
        return []
    parts = urlsplit(tile_url.replace("{s}.", "*."))
    return [f"{parts.scheme}://{parts.netloc}"]
