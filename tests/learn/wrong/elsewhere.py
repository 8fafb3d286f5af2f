import runpy
import sys

_, program, *args = sys.argv
sys.argv = [program] + ["127.0.0.1:0" if arg.startswith("127.0.0.") else arg for arg in args]
runpy.run_path(program, run_name="__main__")
