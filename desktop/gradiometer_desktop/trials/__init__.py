"""Trials: forks of a session beside an untouched control, from the dialog that asks for them to the window that shows
them.
"""
