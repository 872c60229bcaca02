"""Loading torch's libraries so that nobody else has to wait for them.

Of the seconds that the first `import torch` takes, the dynamic linker needs half a second in one piece to load and
relocate 400 MB of libraries, and Python's import holds the interpreter lock meanwhile: a window would stand still.
"""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

# In the order in which one needs the other.
_LIBRARIES = ("libc10.so", "libtorch_cpu.so", "libtorch.so", "libshm.so", "libtorch_python.so")


def load_without_the_lock() -> None:
    """Let the linker load torch's libraries while other threads of Python go on; `import torch` finds them loaded.

    Linux only: a call through ctypes gives the interpreter lock away, ctypes' own way to open a library does not. What
    cannot be loaded so is left to `import torch`, which says what is wrong with it.
    """
    if not sys.platform.startswith("linux") or "torch" in sys.modules:
        return
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "lib"
    load = ctypes.CDLL(None).dlopen
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in _LIBRARIES:
        if (folder / name).exists():
            # Of no library the names become everybody's, just as with an import.
            load(os.fsencode(folder / name), os.RTLD_NOW | os.RTLD_LOCAL)
