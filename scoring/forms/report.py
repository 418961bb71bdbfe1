from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scoring.domain.edition import FULL, SHORT, Edition
from scoring.enums import ReportSection

PRESETS = {"full": FULL, "short": SHORT}
NAMES, LETTERS = "names", "letters"


class EditionForm(forms.Form):
    """The language of a document; the reader's own unless they choose another."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"language": language}, **kwargs)


class ReportForm(EditionForm):
    """What a report holds: all, the short form, or the sections that are ticked."""

    content = forms.ChoiceField(
        label=_("Content"),
        choices=[
            ("full", _("Everything")),
            ("short", _("Short, about four pages")),
            ("own", _("My own choice")),
        ],
        initial="full",
        widget=forms.RadioSelect,
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        help_text=_("The first page, with verdict and ranking, is always in it."),
        choices=ReportSection.choices,
        initial=sorted(FULL),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.ChoiceField(
        label=_("Who scored"),
        choices=[
            (NAMES, _("With their names")),
            (LETTERS, _("As letters: A, B, C")),
        ],
        initial=NAMES,
        widget=forms.RadioSelect,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        Field("language", wrapper_class="language"),
        "content",
        Div("sections", css_class="sections"),
        "people",
    )

    def edition(self) -> Edition:
        cleaned = self.cleaned_data
        own = frozenset(ReportSection(one) for one in cleaned["sections"])
        return Edition(
            language=cleaned["language"],
            sections=PRESETS.get(cleaned["content"], own),
            anonymous=cleaned["people"] == LETTERS,
        )


class LetterForm(EditionForm):
    """To whom a debrief letter goes. `candidates` are names by code."""

    candidate = forms.ChoiceField(label=_("Candidate"))

    def __init__(self, *args: Any, candidates: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="letter_%s", **kwargs)
        self.fields["candidate"].choices = [("", "—"), *candidates.items()]
        self.order_fields(["candidate", "language"])

    def edition(self) -> Edition:
        """What a letter holds is nobody's choice, and it names nobody who scored."""
        return Edition(
            language=self.cleaned_data["language"],
            sections=frozenset(),
            anonymous=True,
            candidate=self.cleaned_data["candidate"],
        )
