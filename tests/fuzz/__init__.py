"""Fuzzing of all functions that parse text or bytes from outside: see `__main__.py`."""
