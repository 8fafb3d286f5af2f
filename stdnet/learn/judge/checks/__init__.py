"""The checks of the graded exercises: a module for each, called as the exercise."""
