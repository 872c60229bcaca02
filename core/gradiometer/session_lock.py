"""Who may change a session file: one program at a time. Reading needs no lock.

The lock is the operating system's, on a small file beside the session: whatever way a program ends, it is free again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from gradiometer.session_storage import StorageError, reason_of


@dataclass
class _Hold:
    """A file that this process holds. count: its parts that hold it together; is_alone: so that none may join."""

    lock: FileLock | None
    is_alone: bool
    count: int = 0


_held: dict[Path, _Hold] = {}
_guard = threading.Lock()
# Who lets go of it takes a moment.
_PATIENCE_S = 0.05
# What a network drive says that knows none.
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)


class InUseError(StorageError):
    """Another program is at it."""


class SessionLock:
    """Holds a session file for this program, from here to `release`.

    alone: also against other parts of this program, to put another file in its place; else they hold it together, as
    the window and its trainer do. Raises InUseError where another holds it, StorageError where its folder cannot be
    written to.
    """

    def __init__(self, path: Path, *, alone: bool = False):
        # Links to one file, and the ways to it, are one file.
        self._path = Path(os.path.realpath(path))
        self._is_held = False
        with _guard:
            hold = _held.get(self._path)
            if hold is not None and (alone or hold.is_alone):
                raise InUseError(f"{path} is in use by this program")
            hold = _held.setdefault(self._path, hold or _Hold(_acquire(self._path), alone))
            hold.count += 1
        self._is_held = True

    def release(self) -> None:
        """Let others have it. Once is enough."""
        with _guard:
            if not self._is_held:
                return
            self._is_held = False
            hold = _held[self._path]
            hold.count -= 1
            if hold.count:
                return
            del _held[self._path]
            if hold.lock is not None:
                # Before it is free: who comes next makes a new one, and filelock tries again where it got this one.
                with contextlib.suppress(OSError):
                    os.unlink(hold.lock.lock_file)
                hold.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.release()


def lock_of(path: Path) -> Path:
    """The file that is locked."""
    return path.with_name(f".{path.name}.lock")


def who_holds(path: Path) -> str:
    """The program that holds a session file, as it wrote itself down: `process 123 on host`; empty where unknown."""
    try:
        return " ".join(lock_of(path).read_text("utf-8", "replace").split())[:100]
    except OSError:
        return ""


def _acquire(path: Path) -> FileLock | None:
    """None where the file system knows no locks: better a session without one than no session."""
    # Not of one thread alone: the trainer begins to write, and whoever closes the session releases. A lock that is but
    # a file would outlive a killed program.
    lock = FileLock(lock_of(path), thread_local=False, fallback_to_soft=False)
    try:
        # Filelock would make the folder of a file that does not exist, or whose disk has gone away.
        os.stat(path.parent)
        try:
            lock.acquire(timeout=_PATIENCE_S, poll_interval=_PATIENCE_S / 5)
        except Timeout:
            if os.path.lexists(lock_of(path)):
                raise
            # Whoever held it let go just now, and took its file away; or no file can be made there.
            lock.acquire(timeout=_PATIENCE_S, poll_interval=_PATIENCE_S / 5)
    except Timeout:
        raise _refusal(path) from None
    except NotImplementedError:
        return None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) in _NO_LOCKS:
            return None
        raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error
    with contextlib.suppress(OSError):
        # On Windows a locked file cannot be read by others, who then do not learn the name.
        lock_of(path).write_text(f"process {os.getpid()} on {socket.gethostname()}", "utf-8")
    return lock


def _refusal(path: Path) -> StorageError:
    """Why a lock cannot be had at once."""
    if not os.path.lexists(lock_of(path)):
        # Filelock takes a folder that no file can be made in for one where others are about to make it.
        return StorageError(f"{path} cannot be written: no file can be made in its folder")
    holder = who_holds(path)
    return InUseError(f"{path} is in use by another program{f' ({holder})' if holder else ''}")
