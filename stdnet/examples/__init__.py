"""Programs to read and to run; `python -m stdnet.examples` lists them."""
