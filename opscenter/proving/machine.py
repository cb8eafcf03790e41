"""Which machine a figure was measured on."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import psutil

_CPU_INFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine as a reader of figures wants it named."""

    cpu: str
    cores: int
    memory_gib: float
    system: str
    load_before: float
    """Average number of busy programs in the minute before, from elsewhere: noise in every figure."""

    def __str__(self) -> str:
        """Return the machine in one line."""
        return (
            f"{self.cpu}, {self.cores} cores, {self.memory_gib:g} GiB, {self.system}, "
            f"load {self.load_before:.1f} before"
        )


def this_machine() -> Machine:
    """Return the machine this runs on."""
    return Machine(
        cpu=_cpu_name(),
        cores=_cores(),
        memory_gib=round(psutil.virtual_memory().total / 2**30, 1),
        system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        load_before=round(os.getloadavg()[0], 1),
    )


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu_name() -> str:
    """Return the processor's name, or at least its kind."""
    if _CPU_INFO.is_file():
        for line in _CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
