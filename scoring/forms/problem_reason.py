"""The engine's reasons for refusing a problem, in the reader's language.

The engine speaks English and knows no translations. A test holds every reason to this list.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FIXED = (
    gettext_noop("a measure takes points, and no values"),
    gettext_noop("all weigh zero in scope"),
    gettext_noop("gates nothing: the check is not a must"),
    gettext_noop("is missing"),
    gettext_noop("is missing: a must check needs one"),
    gettext_noop("is nested too deeply"),
    gettext_noop("is not a known field"),
    gettext_noop("levels take values, and neither points nor a reference"),
    gettext_noop("must be 1: what is fully proven counts in full"),
    gettext_noop("must be 5 numbers"),
    gettext_noop("must be a level; leave it out to mean what the check needs"),
    gettext_noop("must be a pair [x, value]"),
    gettext_noop("must be an array"),
    gettext_noop("must be an object"),
    gettext_noop("must be null: there is one total"),
    gettext_noop("must be one or more"),
    gettext_noop("must be printable, with no space around it"),
    gettext_noop("must be text"),
    gettext_noop("must be true or false"),
    gettext_noop("must be two or more"),
    gettext_noop("must keep a strict order"),
    gettext_noop("must not be empty"),
    gettext_noop("must not be more than clear.first"),
    gettext_noop("must not be more than the one before"),
    gettext_noop("names no gate"),
    gettext_noop("none has a check in scope"),
    gettext_noop("refers to nothing in this problem"),
    gettext_noop("stands twice in one object"),
    gettext_noop('must be "check", "competency" or "total"'),
    gettext_noop('must be "integrator-eval/problem-1"'),
    gettext_noop('must be "levels" or "measure"'),
)
PATTERNS = (
    (
        re.compile(r"must be a number from (?P<least>\S+) to (?P<most>\S+)"),
        gettext_noop("must be a number from %(least)s to %(most)s"),
    ),
    (
        re.compile(r"must be a whole number from (?P<least>\S+) to (?P<most>\S+)"),
        gettext_noop("must be a whole number from %(least)s to %(most)s"),
    ),
    (re.compile(r"repeats (?P<path>.+)"), gettext_noop("repeats %(path)s")),
    (re.compile(r"must be an array \(.*\)"), gettext_noop("must be an array")),
    (re.compile(r"is not JSON: .*", re.DOTALL), gettext_noop("is not JSON")),
)


def in_words(reason: str) -> str:
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(reason):
            return _(words) % found.groupdict()
    return _(reason)
