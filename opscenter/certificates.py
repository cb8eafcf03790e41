"""A certificate authority of one's own and a server certificate, made with the program openssl."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from opscenter.errors import OpscenterError

_DAYS = "825"
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def make_certificates(folder: Path, host_names: list[str]) -> None:
    """Write ca.crt, ca.key, server.crt and server.key for a server reached by any of `host_names`."""
    if shutil.which("openssl") is None:
        raise OpscenterError("The program openssl is missing: install it, or bring certificates of your own.")
    authority, server = folder / "ca", folder / "server"
    _openssl(
        "req",
        "-x509",
        *_KEY,
        "-days",
        _DAYS,
        "-subj",
        "/CN=opscenter broker authority",
        "-keyout",
        f"{authority}.key",
        "-out",
        f"{authority}.crt",
    )
    with tempfile.TemporaryDirectory() as scratch:
        request, extensions = Path(scratch) / "server.csr", Path(scratch) / "server.ext"
        extensions.write_text(f"subjectAltName={_alternatives(host_names)}\n", encoding="utf-8")
        _openssl(
            "req", *_KEY, "-subj", f"/CN={host_names[0]}", "-keyout", f"{server}.key", "-out", str(request)
        )
        _openssl(
            "x509",
            "-req",
            "-days",
            _DAYS,
            "-in",
            str(request),
            "-extfile",
            str(extensions),
            "-CA",
            f"{authority}.crt",
            "-CAkey",
            f"{authority}.key",
            "-CAcreateserial",
            "-CAserial",
            str(Path(scratch) / "serial"),
            "-out",
            f"{server}.crt",
        )
    for name in (authority, server):
        name.with_suffix(".key").chmod(0o400)


def _alternatives(host_names: list[str]) -> str:
    """Return the names for the certificate, addresses marked as such."""
    return ",".join(f"IP:{name}" if _is_address(name) else f"DNS:{name}" for name in host_names)


def _is_address(name: str) -> bool:
    """Tell whether a name is an IPv4 or IPv6 address."""
    return ":" in name or name.replace(".", "").isdecimal()


def _openssl(*arguments: str) -> None:
    """Run openssl; raise with its last words when it fails."""
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False, timeout=60.0)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise OpscenterError(
            f"openssl could not make a certificate: {lines[-1] if lines else 'no reason given'}"
        )
