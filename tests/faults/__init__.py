"""Tests of the promises in the section "Under fault" of README.md."""
