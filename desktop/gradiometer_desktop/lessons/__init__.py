"""The lessons in the window: a panel to read, run and check one."""
