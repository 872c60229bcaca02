"""Nothing that is read from a file can run: nowhere is anything unpickled."""

import ast
import subprocess
import sys
from pathlib import Path

import gradiometer

CORE = Path(gradiometer.__file__).parent


# joblib hands a map's cells to its own processes and takes back what they found; it is asked to read nothing.
WORKERS = {"sweep_run.py", "cli_map.py", "work.py"}
UNPICKLERS = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}
LOADERS = {"torch.load", "torch.hub.load", "np.load", "numpy.load", "joblib.load", "joblib.Memory"}
LOADERS |= {"pd.read_pickle", "pandas.read_pickle"}
ARRAYS_ALONE = "np.load(path, allow_pickle=False)"
"""The one way to read a user's own NPZ file: numpy then refuses what would have to be unpickled."""


def test_nothing_is_ever_unpickled():
    """No module of the product can run what a file says."""
    sources = [path for room in ("core", "desktop", "resources") for path in (CORE.parents[1] / room).rglob("*.py")]
    assert len(sources) > 100
    for path in sources:
        # Written out as it is there, so that nothing else passes.
        source = path.read_text("utf-8")
        if path.name == "npz.py":
            assert source.count(ARRAYS_ALONE) == source.count("np.load") == source.count("allow_pickle") == 1
            source = source.replace(ARRAYS_ALONE, "arrays_alone(path)")
        for node in ast.walk(ast.parse(source)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            allowed = {"joblib"} if path.name in WORKERS else set()
            assert not (UNPICKLERS - allowed) & {name.split(".")[0] for name in names}, path
            assert not LOADERS & {*names}, path
            if isinstance(node, ast.Attribute):
                assert ast.unparse(node) not in LOADERS, path
            if isinstance(node, ast.keyword):
                assert node.arg != "allow_pickle", path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "__import__", "read_pickle"), path


READ_WITHOUT_PICKLE = """
import pickle, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from gradiometer.cli_info import collect, describe
from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.snapshot import unpack
from recorded import read_everything

def refuse(*arguments, **options):
    raise AssertionError("something is unpickled")

def listen(event, arguments):
    if event.startswith("pickle."):
        refuse()

sys.addaudithook(listen)
pickle.Unpickler = pickle._Unpickler = pickle.load = pickle.loads = refuse
path = Path(sys.argv[1])
read_everything(path)
assert check_session(path).is_sound
with load_session(path) as session:
    describe(collect(session))
    for place in session.snapshots:
        assert unpack(session.snapshot(place.step))["step"] == place.step
print(len(session.snapshots), "snapshots")
"""


def test_reading_a_session_unpickles_nothing(full):
    """Python's own audit says so, of a process that reads all that a file can hold."""
    command = [sys.executable, "-c", READ_WITHOUT_PICKLE, str(full), str(Path(__file__).parents[1])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("15 snapshots\n", "")
