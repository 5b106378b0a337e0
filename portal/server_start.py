"""What each worker of the server does when it is ready: gunicorn reads this as its settings."""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Have what waits done, and the search made ready, before the first request comes."""
    worker.wsgi.extensions["outbox"].start()
