"""A visitor without a browser: fetches pages, fills forms in, and checks every page it is given."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse, encode_multipart

PASSWORD = "een lang wachtwoord 42"
PARSER = html.HTMLParser(huge_tree=True)
UNLABELLED = {"hidden", "submit", "button"}


@dataclass
class Page:
    """An answered page; ``submit`` sends one of its forms as a browser would."""

    visitor: "Visitor"
    response: TestResponse
    url: str

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return self.response.status_code

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page, parsed once."""
        return BeautifulSoup(self.response.text, "lxml")

    @property
    def text(self) -> str:
        """What is readable on the page, white space folded."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def main(self) -> str:
        """What is readable in the main part of the page."""
        main = self.soup.find("main")
        assert isinstance(main, Tag)
        return " ".join(main.get_text(" ").split())

    @property
    def heading(self) -> str:
        """The page's h1."""
        heading = self.soup.find("h1")
        assert isinstance(heading, Tag)
        return " ".join(heading.get_text(" ").split())

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        html = self.soup.find("html")
        assert isinstance(html, Tag)
        return str(html["lang"])

    def form(self, action: str = "") -> Tag:
        """The POST form in ``main`` whose address ends with ``action``."""
        forms = [
            form
            for form in self.soup.select('main form[method="post" i]')
            if str(form.get("action") or self.url).split("?")[0].endswith(action)
        ]
        assert len(forms) == 1, f"{len(forms)} forms to …{action} on {self.url}"
        return forms[0]

    def submit(
        self, action: str = "", *, follow: Any = True, button: Any = "", **answers: Any
    ) -> "Page":
        """Fill the form in and send it; an answer of None leaves its field out."""
        form = self.form(action)
        fields = values_of(form)
        if button:
            name, _, value = button.partition("=")
            fields[name] = [value]
        for name, answer in answers.items():
            fields[name] = [] if answer is None else [str(each) for each in _as_list(answer)]
        address = urljoin(self.url, str(form.get("action") or self.url))
        return self.visitor.post(address, fields, follow=follow)

    def follow(self, label: str) -> "Page":
        """Follow the link in ``main`` whose text holds ``label``."""
        for link in self.soup.select("main a[href]"):
            if label in " ".join(link.get_text(" ").split()):
                return self.visitor.get(urljoin(self.url, str(link["href"])))
        raise AssertionError(f"no link {label!r} on {self.url}")


def _as_list(answer: Any) -> list[Any]:
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def values_of(form: Tag) -> dict[str, list[str]]:
    """What a browser would send of a form that nobody touched."""
    fields: dict[str, list[str]] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), str(control.get("type", "")).lower()
        if kind in {"submit", "file", "button"} or control.has_attr("disabled"):
            continue
        if kind in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        if control.name == "select":
            options = [o for o in control.select("option") if o.has_attr("selected")]
            values = [str(o.get("value", "")) for o in options or control.select("option")[:1]]
        elif control.name == "textarea":
            text = control.get_text().replace("\r\n", "\n")
            values = [text.removeprefix("\n")]
        else:
            values = [str(control.get("value", "on" if kind == "checkbox" else ""))]
        fields.setdefault(name, []).extend(values)
    return fields


class Visitor:
    """One browser's cookie jar, without a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def twin(self) -> "Visitor":
        """The same browser once more, to be in two places at once."""
        other = Visitor(self.app)
        for name in ("rex", "rex-seen"):
            cookie = self.client.get_cookie(name)
            if cookie:
                other.client.set_cookie(name, cookie.value)
        return other

    def get(self, url: str, *, follow: bool = True, **options: Any) -> Page:
        """Fetch a page."""
        return self._page(
            self.client.get(_path(url), follow_redirects=follow, buffered=True, **options)
        )

    def post(
        self, url: str, fields: Mapping[str, Any], *, follow: bool = True, **options: Any
    ) -> Page:
        """Send fields to an address, without a form around them."""
        return self._page(
            self.client.post(
                _path(url), data=fields, follow_redirects=follow, buffered=True, **options
            )
        )

    def upload(self, url: str, fields: Mapping[str, Any], *, follow: bool = True) -> Page:
        """Send fields and files, encoded here: the client's own way leaves a file open."""
        boundary, body = encode_multipart(MultiDict(fields))
        kind = f"multipart/form-data; boundary={boundary}"
        return self.post(url, body, follow=follow, content_type=kind)  # type: ignore[arg-type]

    def sign_in(self, email: str, language: str = "nl", *, follow: bool = False) -> Page:
        """Sign in through the form; ``follow`` opens the page to which that leads."""
        page = self.get(f"/{language}/login")
        answer = page.submit("/login", follow=follow, email=email, password=PASSWORD)
        assert answer.status == (200 if follow else 302), answer.main
        return answer

    def token(self) -> str:
        """The token that this browser's forms carry."""
        field = self.get("/nl/login").soup.select_one("[name=csrf_token]")
        assert isinstance(field, Tag)
        return str(field["value"])

    def _page(self, response: TestResponse) -> Page:
        url = urlsplit(response.request.url)
        page = Page(self, response, url.path + (f"?{url.query}" if url.query else ""))
        if response.mimetype == "text/html" and response.text:
            check(page)
        return page


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def check(page: Page) -> None:
    """What holds for every page: language, one heading, unique ids, labels, tokens, no inline."""
    if 300 <= page.status < 400:
        return
    root, url = html.document_fromstring(page.response.text, parser=PARSER), page.url
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    prefix = url.split("/")[1].split("?")[0]
    if prefix in {"nl", "fr"}:
        lang = root.get("lang")
        assert lang == f"{prefix}-BE", f"{url} is marked {lang}"
    headings = list(root.iter("h1"))
    assert len(headings) == 1, f"{url} has {len(headings)} h1"
    titles = [title.text_content().strip() for title in root.iterfind("head/title")]
    assert len(titles) == 1, f"{url} has {len(titles)} titles"
    assert titles[0], f"{url} has an empty title"
    _check_ids(elements, url)
    _check_fields(elements, url)
    for form in root.iter("form"):
        if form.get("method", "").lower() == "post":
            names = [field.get("name") for field in form.iter("input")]
            assert "csrf_token" in names, f"{url} has a form without its token"
    inline = [each for each in elements if _is_inline(each)]
    assert not inline, f"{url} has inline script or style: {html.tostring(inline[0])!r}"


def _check_ids(elements: list[html.HtmlElement], url: str) -> None:
    ids = Counter(each.get("id") for each in elements if "id" in each.attrib)
    repeated = [name for name, times in ids.items() if times > 1]
    assert not repeated, f"{url} repeats ids {repeated}"
    for each in elements:
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for target in each.get(attribute, "").split():
                assert target in ids, f"{url}: {attribute} points at missing {target}"


def _check_fields(elements: list[html.HtmlElement], url: str) -> None:
    labelled = {each.get("for") for each in elements if each.tag == "label"} - {None}
    for control in elements:
        kind = control.get("type", "").lower()
        if control.tag not in {"input", "select", "textarea"} or kind in UNLABELLED:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        assert named or control.get("id") in labelled, f"{url}: {control.get('name')} has no label"


def _is_inline(element: html.HtmlElement) -> bool:
    if element.tag == "style" or (element.tag == "script" and "src" not in element.attrib):
        return True
    return any(name == "style" or name.startswith("on") for name in map(str, element.attrib))
