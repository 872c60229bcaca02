"""Ctrl+C while something must come to its end."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from gradiometer.interrupts import interrupts_ignored, interrupts_noted


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_the_first_is_noted_and_the_second_interrupts():
    with interrupts_noted() as noted:
        assert not noted
        press()
        assert noted == [signal.SIGINT]
        with pytest.raises(KeyboardInterrupt):
            press()
    with pytest.raises(KeyboardInterrupt):
        press()


def test_what_is_ignored_never_comes():
    with interrupts_ignored():
        press()
    with pytest.raises(KeyboardInterrupt):
        press()


@pytest.mark.skipif(os.name != "posix", reason="signals of other systems are not inherited")
def test_a_process_started_meanwhile_minds_none():
    """It ends because it is told to by its own input."""
    program = "import sys; print('here', flush=True); sys.stdin.read()"
    with interrupts_ignored():
        child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"here\n"
    child.send_signal(signal.SIGINT)
    child.communicate()
    assert child.returncode == 0


@pytest.mark.parametrize("held", [interrupts_noted, interrupts_ignored])
def test_other_threads_have_no_signals_to_hold(held):
    before = signal.getsignal(signal.SIGINT)
    seen = []

    def work() -> None:
        with held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
