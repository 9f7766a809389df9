"""What xltool takes, beside what a user would otherwise write: both in one run, on the same sheets.

The other libraries are imported here and nowhere else, each where it is used; ``xltool[bench]`` brings them.
"""

from xltool.bench.model import Row, Target
from xltool.bench.run import Bench, run_bench
from xltool.bench.sizes import FULL, QUICK, WHOLE, Sizes

__all__ = ["FULL", "QUICK", "WHOLE", "Bench", "Row", "Sizes", "Target", "run_bench"]
