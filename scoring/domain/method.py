"""The rules that are not the rubric, and what they are unless somebody says otherwise."""

from scoring.engine.rubric import Method

DEFAULTS = Method()
