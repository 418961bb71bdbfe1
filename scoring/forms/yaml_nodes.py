"""A YAML file as a tree of texts, lists and mappings, each with its place.

Event by event: no alias is followed and no tag is believed, so a small file cannot grow in memory,
and nothing in it runs. What a plain word means is for its reader to say: the code 1.10 keeps its
zero, and the slug `no` is no falsehood.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .rubric_problem import Problem, Unreadable

DEEPEST, MOST_NODES = 12, 100_000
NOTHING = {"", "~", "null", "Null", "NULL"}
CORE = "tag:yaml.org,2002:"
TAGS = {f"{CORE}{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, eq=False)
class Node:
    """A part of the file, where it begins, and the way to it: `competencies[2].title.fr`."""

    line: int
    column: int
    path: str
    value: Any = None  # str or None; list[Node]; dict[str, Node]

    def problem(self, says: str) -> Problem:
        place = _("line %(line)s, column %(column)s") % {"line": self.line, "column": self.column}
        return Problem(place, self.path, says)

    @property
    def raw(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, list):
            return [one.raw for one in self.value]
        if isinstance(self.value, dict):
            return {name: one.raw for name, one in self.value.items()}
        return self.value


def parse(content: bytes) -> Node:
    """The tree of the one document in the file; raises Unreadable at the first thing wrong."""
    text = _decoded(content)
    builder = Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        here = Node(mark.line + 1, mark.column + 1, "") if mark else Node(1, 1, "")
        raise Unreadable([here.problem(_no_yaml(error.problem))]) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        at = getattr(error, "position", 0) or 0
        raise Unreadable([_at(text, at).problem(_no_yaml("character not allowed"))]) from error
    if builder.top is None:
        raise Unreadable([Node(1, 1, "").problem(_("The file is empty."))])
    return builder.top


class Builder:
    """Puts the tree together; `open` are the lists and mappings that have not ended yet."""

    def __init__(self) -> None:
        self.top: Node | None = None
        self.open: list[Node] = []
        self.keys: list[str | None] = []  # for each of them, the key whose value comes next
        self.count = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, _("References (* and &) are not taken: write the value out."))
        if isinstance(event, yaml.DocumentStartEvent) and self.top is not None:
            self._refuse(event, _("A second document begins here: one file is one rubric."))
        if isinstance(event, yaml.NodeEvent):
            self._require_plain(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            node = self._place(event, {} if is_mapping else [])
            self.open.append(node)
            self.keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self.open and isinstance(self.open[-1].value, dict) and self.keys[-1] is None:
            if event.value in self.open[-1].value:
                self._refuse(event, _("“%(name)s” stands here twice.") % {"name": event.value[:60]})
            self.keys[-1] = event.value
        else:
            plain = event.style is None and event.value in NOTHING
            self._place(event, None if plain else event.value)

    def _place(self, event: yaml.Event, value: Any) -> Node:
        node = self._node(event)
        node.value = value
        if not self.open:
            self.top = node
            return node
        holder = self.open[-1]
        if isinstance(holder.value, list):
            node.path = f"{holder.path}[{len(holder.value)}]"
            holder.value.append(node)
            return node
        key = self.keys[-1]
        if key is None:
            self._refuse(event, _("The name of a field is one word."))
        assert key is not None
        node.path = f"{holder.path}.{key[:60]}" if holder.path else key[:60]
        holder.value[key] = node
        self.keys[-1] = None
        return node

    def _require_plain(self, event: yaml.NodeEvent) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) > DEEPEST:
            self._refuse(event, _("The file is larger or deeper than any rubric."))
        if event.anchor is not None:
            self._refuse(event, _("References (* and &) are not taken: write the value out."))
        tag = getattr(event, "tag", None)
        if tag not in (None, "!", *TAGS):
            self._refuse(event, _("Tags (!) are not taken: %(tag)s.") % {"tag": str(tag)[:60]})

    def _node(self, event: yaml.Event) -> Node:
        mark = event.start_mark
        path = self.open[-1].path if self.open else ""
        return Node(mark.line + 1, mark.column + 1, path)

    def _refuse(self, event: yaml.Event, says: str) -> None:
        raise Unreadable([self._node(event).problem(says)])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        here = Node(
            content.count(b"\n", 0, error.start) + 1,
            error.start - content.rfind(b"\n", 0, error.start),
            "",
        )
        raise Unreadable([here.problem(_("The file must be text in UTF-8."))]) from error


def _at(text: str, position: int) -> Node:
    return Node(text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position), "")


def _no_yaml(reason: str | None) -> str:
    return _("This is no YAML: %(reason)s.") % {"reason": reason or "?"}
