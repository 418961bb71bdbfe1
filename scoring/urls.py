from django.urls import path

from .views import (
    assessment,
    candidate,
    comparison,
    consensus,
    decision,
    declaration,
    elicitation,
    evaluation,
    evidence,
    freeze,
    ledger,
    lint,
    moderation,
    report,
    rubric,
    seat,
    transition,
    waiver,
)

EVALUATION = "evaluations/<slug:slug>/"
WEIGHTS = EVALUATION + "weights/"
MODERATION = EVALUATION + "moderation/"
CANDIDATE = EVALUATION + "candidates/<slug:code>/"

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
        EVALUATION + "score/<slug:code>/<int:number>/value/<str:check>/",
        assessment.measure_value,
        name="measure_value",
    ),
    path(
        EVALUATION + "score/<slug:code>/<int:number>/evidence/<str:check>/",
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
        MODERATION + "cells/<slug:code>/<str:check>/",
        consensus.consensus_settle,
        name="consensus_settle",
    ),
    path(
        MODERATION + "cells/<slug:code>/<str:check>/withdraw/",
        consensus.consensus_withdraw,
        name="consensus_withdraw",
    ),
    path(MODERATION + "gates/<slug:code>/", waiver.waiver_waive, name="waiver_waive"),
    path(
        MODERATION + "waivers/<int:pk>/withdraw/", waiver.waiver_withdraw, name="waiver_withdraw"
    ),
    path(EVALUATION + "report/", report.report, name="report"),
    path(EVALUATION + "report/<str:language>.pdf", report.report_pdf, name="report_pdf"),
    path(EVALUATION + "ledger/", ledger.ledger, name="ledger"),
    path(
        EVALUATION + "history/<slug:code>/<str:check>/", ledger.cell_history, name="cell_history"
    ),
    path("rubrics/", rubric.rubric_list, name="rubric_list"),
    path("rubrics/<slug:slug>/<int:version>/", rubric.rubric_detail, name="rubric_detail"),
    path("rubrics/<slug:slug>/<int:version>/review/", lint.rubric_lint, name="rubric_lint"),
]
