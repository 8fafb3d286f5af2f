"""Code that several test folders share: oracles, Hypothesis strategies, scripted readers."""
