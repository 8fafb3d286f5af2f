"""How fast stdnet is, as ratios to what else there is, measured in the same run."""
