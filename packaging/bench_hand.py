"""A hand at random times, in a process of its own, as the operating system is: bench_hand.py PORT.

A thread of the window's process could not do this: it would wait for the interpreter lock, and so never move while
the window draws. Each datagram is the moment it was sent, on the clock that all processes of a machine share.
"""

from __future__ import annotations

import random
import socket
import struct
import sys
import time

SHORTEST_S, LONGEST_S = 0.12, 0.32


def main(port: int) -> None:
    """Goes on until it is ended."""
    chance = random.Random(0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        while True:
            time.sleep(chance.uniform(SHORTEST_S, LONGEST_S))
            out.sendto(struct.pack("d", time.perf_counter()), ("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
