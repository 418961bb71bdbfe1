from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from scoring.domain import draft
from scoring.domain import rubric as domain
from scoring.domain.lint import findings_of
from scoring.models import Check, Rubric
from scoring.reports.lint import review_of

from .base import DraftAdmin, by_language, published_refuses
from .site import site
from .weights import WeightsForm


class RubricForm(forms.ModelForm):
    def clean_slug(self) -> str:
        """A new rubric: of one that exists the next version is made instead."""
        slug = self.cleaned_data["slug"]
        if Rubric.objects.filter(slug=slug).exists():
            raise ValidationError(_("A rubric has this slug: make a draft of it."), code="unique")
        return slug


@admin.register(Rubric, site=site)
class RubricAdmin(DraftAdmin):
    form = RubricForm
    change_form_template = "admin/scoring/rubric/change_form.html"
    list_display = ["title", "version", "state", "used_by", "published_at"]
    fieldsets = [
        (None, {"fields": ["slug", "source_title", "source_author", "source_date"]}),
        *by_language("title", "note"),
    ]

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        make_draft = require_POST(self.make_draft)
        return [
            path("<int:pk>/weights/", door(self.weights), name="scoring_rubric_weights"),
            path("<int:pk>/publish/", door(self.publish), name="scoring_rubric_publish"),
            path("<int:pk>/draft/", door(make_draft), name="scoring_rubric_draft"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).annotate(used_by=models.Count("evaluations"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def view_on_site(self, rubric: Rubric) -> str:
        return reverse("rubric_detail", args=[rubric.slug, rubric.version])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        rubric = context["original"]
        context["show_save_and_add_another"] = False
        if rubric:
            context["competencies"] = rubric.competencies.prefetch_related("checks")
            context["scales"] = rubric.scales.prefetch_related("levels")
            context["profiles"] = rubric.profiles.all()
            if not rubric.is_published:
                context["review"] = review_of(findings_of(rubric))
            context["draft"] = Rubric.objects.drafts().filter(slug=rubric.slug).first()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Rubric, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            draft.start(rubric=obj, by=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Rubric) -> None:
        draft.discard(rubric=obj, by=request.user, at=timezone.now())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """What goes with a draft. Django's own search stops at the scales, which checks protect."""
        counts = {
            model._meta.verbose_name_plural: rows.count()
            for rubric in objs
            for model, rows in _parts(rubric)
        }
        in_use = [evaluation for rubric in objs for evaluation in rubric.evaluations.all()]
        return [str(rubric) for rubric in objs], counts, set(), in_use

    def response_add(self, request: HttpRequest, obj: Rubric, *args: Any) -> HttpResponse:
        return redirect("admin:scoring_rubric_change", obj.pk)

    def weights(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All the weights of a draft on one page, saved all together or not at all."""
        rubric = self._draft_or_refuse(request, pk)
        form = WeightsForm(request.POST or None, rubric=rubric)
        if request.method == "POST" and form.is_valid() and self._weigh(request, form):
            messages.success(request, _("The weights are saved."))
            return redirect("admin:scoring_rubric_change", rubric.pk)
        status = 422 if form.errors else 200
        context = {"form": form, "review": review_of(findings_of(rubric))}
        return self._page(request, rubric, "weights", _("Weights"), status=status, **context)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would be fixed for ever, or what is still missing; publishes on POST."""
        rubric = self._draft_or_refuse(request, pk)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    domain.publish(rubric=rubric, by=request.user, at=timezone.now())
                    self.log_change(request, rubric, "Published.")
            except ValidationError as error:
                return self._publishing(request, rubric, error.messages, status=422)
            messages.success(request, _("Version %s is published.") % rubric.version)
            return redirect("admin:scoring_rubric_change", rubric.pk)
        return self._publishing(request, rubric, list(domain.problems_of(rubric)))

    def make_draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The next version of a published rubric, to be changed."""
        rubric = get_object_or_404(Rubric, pk=pk)
        try:
            with transaction.atomic():
                made = domain.make_draft(rubric=rubric, by=request.user, at=timezone.now())
                self.log_addition(request, made, f"Draft from version {rubric.version}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:scoring_rubric_change", rubric.pk)
        messages.success(request, _("Version %s is a draft now.") % made.version)
        return redirect("admin:scoring_rubric_change", made.pk)

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, rubric: Rubric) -> str:
        if rubric.is_published:
            return format_html('<span class="pill ok">{}</span>', _("Published"))
        return format_html('<span class="pill warn">{}</span>', _("Draft"))

    @admin.display(description=_("evaluations"), ordering="used_by")
    def used_by(self, rubric: Any) -> int:
        return rubric.used_by

    def _draft_or_refuse(self, request: HttpRequest, pk: int) -> Rubric:
        rubric = get_object_or_404(Rubric, pk=pk)
        if not self.has_change_permission(request, rubric):
            raise PermissionDenied
        return rubric

    def _publishing(
        self, request: HttpRequest, rubric: Rubric, problems: list[str], *, status: int = 200
    ) -> HttpResponse:
        return self._page(
            request, rubric, "publish", _("Publish"), status=status, problems=problems
        )

    def _weigh(self, request: HttpRequest, form: WeightsForm) -> bool:
        with transaction.atomic(), published_refuses():
            saved = form.save(by=request.user, at=timezone.now())
            if saved:
                self.log_change(request, form.rubric, [{"changed": {"fields": ["Weights"]}}])
        return saved

    def _page(
        self,
        request: HttpRequest,
        rubric: Rubric,
        page: str,
        title: Any,
        *,
        status: int,
        **own: Any,
    ) -> HttpResponse:
        frame = self.admin_site.each_context(request)
        context = {**frame, "opts": self.opts, "rubric": rubric, "title": title, **own}
        template = f"admin/scoring/rubric/{page}.html"
        return render(request, template, context, status=status)


def _parts(rubric: Rubric) -> list[tuple[type[models.Model], models.QuerySet[Any]]]:
    parts = [
        rubric.competencies.all(),
        Check.objects.filter(competency__rubric=rubric),
        rubric.scales.all(),
        rubric.profiles.all(),
    ]
    return [(rows.model, rows) for rows in parts]
