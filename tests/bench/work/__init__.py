"""The work that is measured, by kind; by whom, by name."""
