"""What a program may use while it looks at a repository."""

from dataclasses import dataclass

PROCESSES = 256
"""Processes that one program may have at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds by the clock, megabytes of address space, kilobytes of output, processes, the network."""

    seconds: float = 120.0
    memory: int = 4096
    output: int = 8192
    written: int = 512
    processes: int = PROCESSES
    network: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """The same for prlimit(1), of the kernel's resource limits (setrlimit(2))."""
        processor = max(1, int(self.seconds * 4))
        return (
            f"--as={self.memory << 20}",
            f"--cpu={processor}:{processor + 5}",
            f"--fsize={self.written << 20}",
            "--nofile=1024",
            "--core=0",
        )
