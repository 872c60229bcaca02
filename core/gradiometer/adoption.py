"""A session goes on as one of its forks did."""

from __future__ import annotations

import json
from pathlib import Path

from gradiometer.continuing import last_step
from gradiometer.session_copy import append_session, branch_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter


def adopt(source: Path, branch: Path, target: Path) -> Path:
    """Put what a fork recorded behind the steps before the fork: into the session's own file where that ends there,
    else into `target`, which begins with a copy of these steps, because what was recorded is never taken away.

    Returns the file; its newest snapshot is the fork's. Raises SessionFileError and StorageError; then there is no
    target, and nothing of the session is lost.
    """
    with load_session(branch) as fork, load_session(source) as session:
        parent = fork.parent
        if parent is None or parent.id != session.meta.get("id", ""):
            raise SessionFileError(f"{branch} is no fork of {source}")
        if last_step(session) < parent.step:
            return _append(session, fork, parent.step)
        origin = {"id": parent.id, "file": source.name, "step": parent.step, "through": parent.through}
        writer = branch_session(session, parent.step, target, {"parent": json.dumps(origin)})
        try:
            _complete(fork, parent.step, writer)
        except (OSError, SessionFileError):
            writer.abandon()
            target.unlink(missing_ok=True)
            raise
        return target


def _append(session: Session, fork: Session, step: int) -> Path:
    writer = SessionWriter(session.path, session.outline, behind=session)
    try:
        _complete(fork, step, writer)
    finally:
        writer.abandon()
    return session.path


def _complete(fork: Session, step: int, writer: SessionWriter) -> None:
    append_session(fork, step, writer)
    if unwritten := writer.close():
        raise StorageError(unwritten)
