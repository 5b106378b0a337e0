"""What the portal has mailed, as its files below the data directory tell."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from bs4 import BeautifulSoup
from flask import Flask


def letters(app: Flask) -> list[EmailMessage]:
    """Every mail so far, the oldest first."""
    folder = app.config["PORTAL"].data_dir / "mail"
    files = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    return [message_from_bytes(path.read_bytes(), policy=default) for path in files]


def text_of(letter: EmailMessage) -> str:
    """The plain text of a mail."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(letter: EmailMessage) -> str:
    """The one link of a mail, the same in text and in HTML."""
    [link] = links_in(letter)
    return link


def links_in(letter: EmailMessage) -> list[str]:
    """The links of a mail, the same in text and in HTML."""
    html = letter.get_body(("html",))
    assert html is not None
    tags = BeautifulSoup(html.get_content(), "html.parser").find_all("a")
    links = [str(each["href"]) for each in tags]
    assert all(each in text_of(letter) for each in links)
    return links
