"""Files that Gradiometer ships: presets, icons and the MNIST digits. Read with `importlib.resources`."""
