"""Programs to run and to read: `python -m stdnet.examples.echo`."""
