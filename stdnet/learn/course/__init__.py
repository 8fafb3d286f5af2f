"""The course: its lessons in order, its pages in a terminal, and its programs.

`python -m stdnet.learn` is its command. `judge` has the part of it that checks exercises.
"""
