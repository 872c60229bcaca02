"""Gradiometer's headless half: train a network, measure the gradient of every layer, keep it in a session file.

Importing this package imports neither torch nor Qt.
"""

from importlib.metadata import version

from gradiometer.experiment import Experiment
from gradiometer.session_file import Session, SessionFileError, load_session
from gradiometer.settings import Settings

__version__ = version("gradiometer")

__all__ = ["Experiment", "Session", "SessionFileError", "Settings", "__version__", "load_session"]
