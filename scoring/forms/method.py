from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.method import DEFAULTS
from scoring.models import Rubric

TIES = ("tie_1", "tie_2", "tie_3")
HERE = ("minimum_total", "tie_break", "clear", "narrow", "draws", "concentration")
DRAWS = {10_000: _("10,000: within 0.9 points"), 100_000: _("100,000: within 0.25 points")}
CONCENTRATIONS = {
    30: _("30: the weights are rough"),
    100: _("100: near the announced weights"),
    300: _("300: the weights are well founded"),
}

DEFAULT = {
    "minimum_total": DEFAULTS.minimum_total,
    "tie_break": list(DEFAULTS.tie_break),
    "clear": {"first": DEFAULTS.clear.first, "flip": DEFAULTS.clear.flip},
    "narrow": {"first": DEFAULTS.narrow.first},
    "draws": DEFAULTS.draws,
    "concentration": DEFAULTS.concentration,
}


class MethodForm(forms.Form):
    """The rules that are not the rubric (docs/method.md, 9). What is left empty is the default."""

    minimum_total = forms.DecimalField(
        label=_("Minimum total"),
        help_text=_(
            "Points out of 100. Who cannot reach it any more is excluded. Empty: no minimum."
        ),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    tie_1 = forms.ChoiceField(label=_("A tie is broken by"), required=False)
    tie_2 = forms.ChoiceField(label=_("then by"), required=False)
    tie_3 = forms.ChoiceField(label=_("and then by"), required=False)
    clear_first = forms.DecimalField(
        label=_("A winner is clear from … on"),
        help_text=_("Percent of the simulations in which the leader comes first."),
        min_value=50,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    clear_flip = forms.DecimalField(
        label=_("… if it would take at least"),
        help_text=_("Points of weight to move before somebody else is level."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    narrow_first = forms.DecimalField(
        label=_("A winner is narrow from … on"),
        help_text=_("Percent of the simulations. Below that there is no clear winner."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    draws = forms.TypedChoiceField(
        label=_("Simulations"), coerce=int, empty_value=None, required=False
    )
    concentration = forms.TypedChoiceField(
        label=_("How near the drawn weights stay"),
        coerce=float,
        empty_value=None,
        required=False,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(
        self, *args: Any, rubric: Rubric, method: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(method), **kwargs)
        self.kept = {name: value for name, value in method.items() if name not in HERE}
        self.competencies = {one.code: str(one) for one in rubric.competencies.all()}
        for name in TIES:
            self.fields[name].choices = [("", _("nothing")), *self.competencies.items()]
        for name, offered in (("draws", DRAWS), ("concentration", CONCENTRATIONS)):
            now = self.initial[name]
            known = offered if now in offered else offered | {now: str(now)}
            self.fields[name].choices = [(str(key), said) for key, said in known.items()]
            self.initial[name] = str(now)
        for name, default in _initial({}).items():
            self.fields[name].differs = str(self.initial[name]) != str(default)

    @property
    def differs(self) -> bool:
        """Something is not as the method has it by default."""
        return any(field.differs for field in self.fields.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ties = [cleaned.get(name) for name in TIES if cleaned.get(name)]
        if len(set(ties)) < len(ties):
            self.add_error(TIES[len(ties) - 1], _("Name each competency once."))
        narrow, clear = cleaned.get("narrow_first"), cleaned.get("clear_first")
        if narrow is not None and clear is not None and narrow > clear:
            self.add_error("narrow_first", _("Not more than what makes a winner clear."))
        return cleaned

    def method(self) -> dict[str, Any]:
        """What the valid form says, where it differs from the defaults."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        asked = _initial({}) | said
        total = asked["minimum_total"]
        chosen = {
            "minimum_total": None if total is None else float(total),
            "tie_break": [asked[name] for name in TIES if asked[name]],
            "clear": {"first": _share(asked["clear_first"]), "flip": float(asked["clear_flip"])},
            "narrow": {"first": _share(asked["narrow_first"])},
            "draws": asked["draws"],
            "concentration": asked["concentration"],
        }
        return self.kept | {key: value for key, value in chosen.items() if value != DEFAULT[key]}


def _initial(method: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as a method has them, each default spelt out."""
    said = DEFAULT | {name: method[name] for name in HERE if name in method}
    clear = DEFAULT["clear"] | said["clear"]
    ties = [*said["tie_break"], *[""] * len(TIES)]
    return {
        "minimum_total": _number(said["minimum_total"]),
        **dict(zip(TIES, ties, strict=False)),
        "clear_first": _number(clear["first"] * 100),
        "clear_flip": _number(clear["flip"]),
        "narrow_first": _number(said["narrow"]["first"] * 100),
        "draws": said["draws"],
        "concentration": said["concentration"],
    }


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{round(value, 6):f}").normalize() + 0


def _share(percent: Decimal) -> float:
    return float(percent / 100)
