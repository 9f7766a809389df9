"""xltool: define an evaluation sheet once; generate, collect, check and consolidate its workbooks."""

__version__ = "0.1.0"
