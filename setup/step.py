"""One command behind one line of progress; only a failure shows what the command said."""

import shlex
import subprocess
import sys

TAIL = 25


def step(sentence: str, *command: str) -> None:
    """Run the command; when it fails, print the end of its output and stop the set-up."""
    failure = attempt(sentence, *command)
    if failure:
        sys.exit(failure)


def attempt(sentence: str, *command: str) -> str:
    """Run the command and answer "" or, when it fails, the end of what it said."""
    print(f"{sentence} …", flush=True)
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if ended.returncode == 0:
        return ""
    said = ended.stdout.splitlines()[-TAIL:]
    return "\n".join([*said, f"Failed with exit code {ended.returncode}: {shlex.join(command)}"])
