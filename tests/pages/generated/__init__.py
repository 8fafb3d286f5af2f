"""The tables of the reference: functions that return Markdown; see `tests/pages/tables.py`."""
