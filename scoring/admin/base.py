"""What the admin's pages have in common: who may, what a draft allows, and what goes on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldAdmin, to_attribute

from scoring.domain import draft
from scoring.domain.facts import rubric_of
from scoring.models import PublishedIsImmutable, Rubric

from .fields import FigureField


def by_language(*names: str) -> list[tuple[str, dict[str, Any]]]:
    """One fieldset a language, side by side, with the translated fields of that language."""
    return [
        (
            language,
            {"fields": [to_attribute(name, code) for name in names], "classes": ["language"]},
        )
        for code, language in settings.LANGUAGES
    ]


@contextmanager
def published_refuses() -> Iterator[None]:
    """Somebody published the draft between this page's first look at it and its write."""
    try:
        yield
    except PublishedIsImmutable as error:
        raise PermissionDenied from error


class AdministratorsOnly:
    """Who may enter the admin may do what its pages offer; Django's permission rows play no part.

    One kind of administrator is enough here, and nobody is one by a forgotten group.
    """

    admin_site: admin.AdminSite

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


class ReadOnly(AdministratorsOnly):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfDraft(AdministratorsOnly):
    """Rows of a rubric: theirs to change while it is a draft."""

    formfield_overrides = {models.DecimalField: {"form_class": FigureField}}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _is_open(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)


def _is_open(obj: Any) -> bool:
    return obj is None or not rubric_of(obj).is_published


class DraftAdmin(OfDraft, TranslatedFieldAdmin, admin.ModelAdmin):
    """A page that edits rows of a draft, each write through the domain and on record."""

    actions = None
    change_form_template = "admin/scoring/change_form.html"

    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with published_refuses():
            return super().changeform_view(*args, **kwargs)

    def delete_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with published_refuses():
            return super().delete_view(*args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        context["rubric"] = rubric_of(row) if row else None
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        draft.edit(saved=[obj], by=request.user, at=timezone.now())

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: forms.BaseModelFormSet,
        change: bool,
    ) -> None:
        saved = formset.save(commit=False)
        removed = formset.deleted_objects
        draft.edit(saved=saved, removed=removed, by=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        draft.edit(removed=[obj], by=request.user, at=timezone.now())


class NamedBoxes(forms.BaseInlineFormSet):
    """Each box says its row and its column, also to who cannot see the table."""

    row_name = ""  # the field that names a row

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = getattr(form.instance, self.row_name) if form.instance.pk else _("new")
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{row} · {field.label}"


class PartAdmin(DraftAdmin):
    """A part of a rubric. It is made from the page of its draft, and leads back there."""

    rubric_path = "rubric"  # from the part to its rubric, as lookups have it
    fixed = ["rubric"]  # said when the part is made, and for good

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fixed if obj else []

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(self.rubric_path)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _has_draft(request)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "rubric":
            kwargs["queryset"] = Rubric.objects.drafts()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Without the windows that pop up to edit what a field points to: that has a page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.back(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.back(obj)

    def back(self, obj: Any) -> HttpResponse:
        page = reverse("admin:scoring_rubric_change", args=[rubric_of(obj).pk])
        return redirect(f"{page}#{self.opts.model_name}-{obj.pk}")

    @admin.display(description=_("version"))
    def version(self, part: Any) -> str:
        return f"v{rubric_of(part).version}"


class WeighedAdmin(PartAdmin):
    """A part with a weight: given when it is made, then changed on the draft's page of weights."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is None:
            return [(name, options), *others]
        fields = ["weighs" if field == "weight" else field for field in options["fields"]]
        return [(name, {**options, "fields": fields}), *others]

    @admin.display(description=_("weight"), ordering="weight")
    def weighs(self, part: Any) -> str:
        return number_format(part.weight.normalize())


def _has_draft(request: HttpRequest) -> bool:
    """Asked once a page, though every model in the sidebar wants to know."""
    if not hasattr(request, "has_draft"):
        request.has_draft = Rubric.objects.drafts().exists()  # type: ignore[attr-defined]  # our own note
    return request.has_draft  # type: ignore[attr-defined, no-any-return]  # as above
