"""Set-up of a machine: the system's libraries and the virtual environment; silent when done."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the one place that an older Python reads
    sys.exit("Python 3.11 or newer is needed; name it: make setup PYTHON=python3.12")
