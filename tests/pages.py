"""A form as a browser would send it back."""

import re
from html import unescape


def form_of(response) -> dict[str, str]:
    """What the page's boxes hold, as a browser would send them back."""
    page = response.content.decode()
    page = page[page.index("<main") :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        fields = {key: unescape(value) for key, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        box = fields.get("type") in {"checkbox", "radio"}
        if "name" in fields and fields.get("type") != "submit" and (not box or "checked" in tag):
            sent[fields["name"]] = fields.get("value", "on" if box else "")
    for name, text in re.findall(
        r'<textarea[^>]*?name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S
    ):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = unescape(chosen[1]) if chosen else ""
    return {name: value for name, value in sent.items() if "__prefix__" not in name}
