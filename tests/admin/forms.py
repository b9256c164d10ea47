"""Filling in the desk's forms as a browser would: what the page holds, then what one changes."""

import re
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in ("submit", "button", "file"):
            if attrs.get("type") in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.values[name] = attrs.get("value") or "on"
            else:
                self.values[name] = attrs.get("value", "")
        elif tag == "select" and name:
            self.select = name
            self.values[name] = ""
        elif tag == "option" and self.select and "selected" in attrs:
            self.values[self.select] = attrs.get("value", "")
        elif tag == "textarea" and name:
            self.area = name
            self.values[name] = ""

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data.lstrip("\r\n")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def fields_of(response):
    """{name: value} of the main form of a page, as a browser would send it back."""
    html = response.content.decode()
    main = html[html.index('<div id="content"') :]
    reader = _Fields()
    reader.feed(main)
    return reader.values


def address(obj, page="change"):
    """The address of a page of the desk about a row."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}", args=[obj.pk])


def table(model, page="changelist"):
    """The address of a page of the desk about a table."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def send(client, url, opened=None, **changes):
    """Open a form (or take one opened before), change fields, send it; return (answer, what was sent)."""
    data = {**(fields_of(client.get(url)) if opened is None else opened), **changes}
    return client.post(url, data), data


def text_of(response):
    """The text of a page without its markup."""
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))
