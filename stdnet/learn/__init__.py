"""Pages about stdnet for its users; `python -m stdnet explain` shows those about errors."""
