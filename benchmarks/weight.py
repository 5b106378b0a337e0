"""What a first visit weighs, compressed, and whether anything comes from elsewhere."""

import gzip
import re

from flask import Flask

AIM = 60_000
PAGES = ("/nl/", "/fr/rex/2025/1", "/nl/search?q=tafel")


def report(app: Flask) -> None:
    """Print one line a page."""
    print(f"\nfirst load, compressed, without fonts (aim ≤ {AIM / 1000:.0f} kB)")
    for path in PAGES:
        client = app.test_client()
        page = client.get(path).text
        loaded = re.sub(r'<link rel="(alternate|canonical)"[^>]*>', "", page)
        assets = re.findall(r'<(?:link|script|img)[^>]*?(?:href|src)="([^"]+)"', loaded)
        own = [each for each in assets if each.startswith("/static/")]
        foreign = [each for each in assets if re.match(r"(https?:)?//", each)]
        bodies = [page.encode(), *(client.get(each).data for each in dict.fromkeys(own))]
        total = sum(len(gzip.compress(body)) for body in bodies)
        print(f"{path:24} {total / 1000:6.1f} kB in {len(bodies)} requests, {len(foreign)} foreign")
