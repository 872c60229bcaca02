"""Findings in the window: the panel, who judges, and what can be done about them."""
