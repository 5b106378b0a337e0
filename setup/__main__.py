"""`python3 -m setup run|dev|test`: what the portal needs to run, to be worked on, to be tested."""

import os
import sys
from pathlib import Path

from setup import environment, system

PROFILES = {
    "run": (system.PDF, "run"),
    "dev": (system.PDF, "dev"),
    "test": (system.PDF + system.BROWSER, "dev"),
}


def main(profile: str) -> None:
    os.chdir(Path(__file__).resolve().parent.parent)
    needs, requirements = PROFILES[profile]
    if not environment.usable():
        needs = system.VENV + needs
    system.provide(needs)
    environment.provide(requirements)


if __name__ == "__main__":
    main(sys.argv[1])
