from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scoring.models import Profile, ProfileWeight

from .base import NamedBoxes, OfDraft, PartAdmin, by_language
from .site import site


class WeightsFormSet(NamedBoxes):
    row_name = "competency"

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not any(form.cleaned_data.get("value") for form in self.forms):
            raise ValidationError(_("At least one weight must be more than 0."))


class ProfileWeightInline(OfDraft, admin.TabularInline):
    """A weight for every competency: the rows are there from the start, and stay."""

    model = ProfileWeight
    formset = WeightsFormSet
    fields = ["competency", "value"]
    readonly_fields = ["competency"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("profile", "competency")


@admin.register(Profile, site=site)
class ProfileAdmin(PartAdmin):
    list_display = ["title", "slug", "position", "version"]
    list_filter = ["rubric"]
    fieldsets = [
        (None, {"fields": ["rubric", "slug", "position"]}),
        *by_language("title", "rationale"),
    ]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[type[Any]]:
        return [ProfileWeightInline] if obj else []
