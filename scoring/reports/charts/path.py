"""What paths of SVG draw: the `d` of one, or some of them."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

NOTHING = SafeString("")


def path(parts: Iterable[str]) -> SafeString:
    """Figures of ours and letters of SVG: a template would look long for markup in them."""
    return SafeString("".join(parts))
