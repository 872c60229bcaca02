"""The window of a map: many networks before training, expected and measured."""
