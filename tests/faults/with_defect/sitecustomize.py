"""Puts the defect that STDNET_DEFECT names into this program, before anything else runs."""

import os

from tests.faults.defects import put_in

put_in(os.environ["STDNET_DEFECT"])
