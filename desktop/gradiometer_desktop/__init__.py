"""Gradiometer's window: PySide6 and pyqtgraph over the headless core."""
