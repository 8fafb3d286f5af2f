"""The course, `python -m stdnet.learn`, and what `python -m stdnet explain` says about errors."""
