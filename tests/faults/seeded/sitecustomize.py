"""Puts a defect into this program, before anything else is done: the one that it is told."""

import os

from tests.faults.defects import DEFECT, put_in

put_in(os.environ[DEFECT])
