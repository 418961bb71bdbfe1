from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from .views import (
    assessment,
    batch,
    candidate,
    check,
    comparison,
    competency,
    consensus,
    decision,
    declaration,
    difference,
    draft,
    elicitation,
    evaluation,
    evidence,
    freeze,
    ledger,
    lint,
    moderation,
    profile,
    rating,
    report,
    rubric,
    rubric_file,
    scale,
    seat,
    token,
    transition,
    waiver,
    weights,
)


class CheckCodeConverter(StringConverter):
    """Any text without a slash, but a NUL: PostgreSQL refuses it even in a question."""

    regex = r"[^/\x00]+"


register_converter(CheckCodeConverter, "check")

EVALUATION = "evaluations/<slug:slug>/"
WEIGHTS = EVALUATION + "weights/"
MODERATION = EVALUATION + "moderation/"
CANDIDATE = EVALUATION + "candidates/<slug:code>/"
RUBRIC = "rubrics/<slug:slug>/<int:version>/"
COMPETENCIES = RUBRIC + "edit/competencies/"
CHECKS = RUBRIC + "edit/checks/"
SCALES = RUBRIC + "edit/scales/"
PROFILES = RUBRIC + "edit/profiles/"

urlpatterns = [
    path("", evaluation.evaluation_list, name="evaluation_list"),
    path("evaluations/new/", evaluation.evaluation_create, name="evaluation_create"),
    path(EVALUATION, evaluation.evaluation_detail, name="evaluation_detail"),
    path(EVALUATION + "setup/", evaluation.evaluation_setup, name="evaluation_setup"),
    path(WEIGHTS, elicitation.elicitation_list, name="elicitation_list"),
    path(WEIGHTS + "adopt/", elicitation.elicitation_adopt, name="elicitation_adopt"),
    path(WEIGHTS + "answers/<int:pk>/", elicitation.elicitation_detail, name="elicitation_detail"),
    path(WEIGHTS + "ask/<slug:method>/", elicitation.elicitation_ask, name="elicitation_ask"),
    path(EVALUATION + "open/", transition.evaluation_open, name="evaluation_open"),
    path(EVALUATION + "withdraw/", transition.evaluation_withdraw, name="evaluation_withdraw"),
    path(EVALUATION + "moderate/", transition.evaluation_moderate, name="evaluation_moderate"),
    path(EVALUATION + "close/", transition.evaluation_close, name="evaluation_close"),
    path(EVALUATION + "reopen/", transition.evaluation_reopen, name="evaluation_reopen"),
    path(EVALUATION + "rules/", freeze.evaluation_refreeze, name="evaluation_refreeze"),
    path(EVALUATION + "decide/", decision.evaluation_decide, name="evaluation_decide"),
    path(EVALUATION + "declaration/", declaration.declaration, name="declaration"),
    path(EVALUATION + "candidates/new/", candidate.candidate_create, name="candidate_create"),
    path(CANDIDATE, candidate.candidate_edit, name="candidate_edit"),
    path(CANDIDATE + "remove/", candidate.candidate_remove, name="candidate_remove"),
    path(EVALUATION + "people/", seat.seat_list, name="seat_list"),
    path(EVALUATION + "people/<int:pk>/", seat.seat_assign, name="seat_assign"),
    path(EVALUATION + "people/<int:pk>/remove/", seat.seat_remove, name="seat_remove"),
    path(EVALUATION + "score/", assessment.score_start, name="score_start"),
    path(EVALUATION + "score/<slug:code>/<int:number>/", assessment.score, name="score"),
    path(
        EVALUATION + "score/<slug:code>/<int:number>/several/",
        batch.score_several,
        name="score_several",
    ),
    path(EVALUATION + "score/check/<check:check>/", assessment.score_across, name="score_across"),
    path(
        EVALUATION + "score/<slug:code>/check/<check:check>/",
        rating.score_check,
        name="score_check",
    ),
    path(
        EVALUATION + "score/<slug:code>/<int:number>/value/<check:check>/",
        rating.measure_value,
        name="measure_value",
    ),
    path(
        EVALUATION + "score/<slug:code>/<int:number>/evidence/<check:check>/",
        evidence.evidence_attach,
        name="evidence_attach",
    ),
    path(CANDIDATE + "evidence/", evidence.evidence_list, name="evidence_list"),
    path(EVALUATION + "evidence/<uuid:key>/", evidence.evidence_file, name="evidence_file"),
    path(EVALUATION + "evidence/<uuid:key>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path(
        EVALUATION + "evidence/<uuid:key>/remove/", evidence.evidence_remove, name="evidence_remove"
    ),
    path(EVALUATION + "compare/", comparison.comparison, name="comparison"),
    path(MODERATION, moderation.moderation, name="moderation"),
    path(
        MODERATION + "cells/<slug:code>/<check:check>/",
        consensus.consensus_settle,
        name="consensus_settle",
    ),
    path(
        MODERATION + "cells/<slug:code>/<check:check>/withdraw/",
        consensus.consensus_withdraw,
        name="consensus_withdraw",
    ),
    path(MODERATION + "gates/<slug:code>/", waiver.waiver_waive, name="waiver_waive"),
    path(MODERATION + "waivers/<int:pk>/withdraw/", waiver.waiver_withdraw, name="waiver_withdraw"),
    path(EVALUATION + "report/", report.report, name="report"),
    path(EVALUATION + "report/letter/", report.report_letter, name="report_letter"),
    path(EVALUATION + "report/<uuid:uuid>/", report.report_status, name="report_status"),
    path(EVALUATION + "report/<uuid:uuid>/again/", report.report_again, name="report_again"),
    path(EVALUATION + "report/<uuid:uuid>/file/", report.report_file, name="report_file"),
    path(EVALUATION + "ledger/", ledger.ledger, name="ledger"),
    path(
        EVALUATION + "history/<slug:code>/<check:check>/", ledger.cell_history, name="cell_history"
    ),
    path("tokens/", token.token_list, name="token_list"),
    path("tokens/new/", token.token_create, name="token_create"),
    path("tokens/<int:token>/revoke/", token.token_revoke, name="token_revoke"),
    path("api/v1/", include("scoring.api.urls")),
    path("rubrics/", rubric.rubric_list, name="rubric_list"),
    path("rubrics/new/", draft.rubric_create, name="rubric_create"),
    path("rubrics/import/", rubric_file.rubric_import, name="rubric_import"),
    path("rubrics/import/take/", rubric_file.rubric_take, name="rubric_take"),
    path("rubrics/<slug:slug>/", rubric.rubric_versions, name="rubric_versions"),
    path(
        "rubrics/<slug:slug>/<int:version>/diff/<int:other>/",
        difference.rubric_difference,
        name="rubric_difference",
    ),
    path(RUBRIC, rubric.rubric_detail, name="rubric_detail"),
    path(RUBRIC + "review/", lint.rubric_lint, name="rubric_lint"),
    path(RUBRIC + "export.<slug:ending>", rubric_file.rubric_export, name="rubric_export"),
    path(RUBRIC + "draft/", draft.rubric_draft, name="rubric_draft"),
    path(RUBRIC + "publish/", draft.rubric_publish, name="rubric_publish"),
    path(RUBRIC + "discard/", draft.rubric_discard, name="rubric_discard"),
    path(RUBRIC + "weights/", weights.rubric_weights, name="rubric_weights"),
    path(RUBRIC + "weights/<slug:method>/", weights.rubric_elicit, name="rubric_elicit"),
    path(RUBRIC + "edit/", draft.rubric_edit, name="rubric_edit"),
    path(RUBRIC + "edit/about/", draft.rubric_about, name="rubric_about"),
    path(COMPETENCIES + "new/", competency.competency_create, name="competency_create"),
    path(COMPETENCIES + "<int:number>/", competency.competency_edit, name="competency_edit"),
    path(COMPETENCIES + "<int:number>/move/", competency.competency_move, name="competency_move"),
    path(
        COMPETENCIES + "<int:number>/remove/",
        competency.competency_remove,
        name="competency_remove",
    ),
    path(COMPETENCIES + "<int:number>/checks/new/", check.check_create, name="check_create"),
    path(CHECKS + "<check:code>/", check.check_edit, name="check_edit"),
    path(CHECKS + "<check:code>/move/", check.check_move, name="check_move"),
    path(CHECKS + "<check:code>/remove/", check.check_remove, name="check_remove"),
    path(SCALES + "new/", scale.scale_create, name="scale_create"),
    path(SCALES + "<slug:scale>/", scale.scale_edit, name="scale_edit"),
    path(SCALES + "<slug:scale>/remove/", scale.scale_remove, name="scale_remove"),
    path(PROFILES + "new/", profile.profile_create, name="profile_create"),
    path(PROFILES + "<slug:profile>/", profile.profile_edit, name="profile_edit"),
    path(PROFILES + "<slug:profile>/remove/", profile.profile_remove, name="profile_remove"),
]
