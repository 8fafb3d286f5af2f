"""The tests of stdnet."""
