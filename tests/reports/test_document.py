"""What stands in a report: the first page always, and of the sections those that were chosen."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scoring.domain import evaluation, evidence, freeze, transition, waiver
from scoring.domain.edition import FULL, SHORT, Edition
from scoring.domain.report import dossier_of
from scoring.enums import GateKind, ReportSection, State
from scoring.reports.pdf import report_html

from .factory import score

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
FIRST_PAGE = ["Ranking", "What makes the difference", "What could change it"]
HEADINGS = {  # in their order
    ReportSection.COMPETENCIES: "The competencies",
    ReportSection.GATES: "Requirements",
    ReportSection.HEAD_TO_HEAD: "Head to head: Integrador A – Integrador B",
    ReportSection.SENSITIVITY: "How safe the result is",
    ReportSection.PROMISES: "Promised against proven",
    ReportSection.CANDIDATES: "Candidate by candidate",
    ReportSection.CHECKS: "Check by check",
    ReportSection.EVIDENCE: "Evidence",
    ReportSection.METHOD: "How it was worked out",
    ReportSection.PEOPLE: "People and dates",
    ReportSection.AUDIT: "Audit annex",
    ReportSection.SIGNATURES: "Signatures",
}


def html_of(dossier, by, *, sections=FULL) -> str:
    return report_html(dossier, edition=Edition(language="en", sections=sections), at=AT, by=by)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2>(.+?)</h2>", html)


def test_a_full_report_has_every_section_in_its_order(dossier, cast):
    assert list(HEADINGS) == list(ReportSection)
    assert headings(html_of(dossier, cast.owner)) == FIRST_PAGE + list(HEADINGS.values())


@pytest.mark.parametrize("section", ReportSection)
def test_a_report_of_one_section_has_the_first_page_and_that_one(dossier, cast, section):
    html = html_of(dossier, cast.owner, sections=frozenset({section}))

    last = [] if section == ReportSection.SIGNATURES else ["Fingerprints"]
    assert headings(html) == [*FIRST_PAGE, HEADINGS[section], *last]


def test_a_short_report_has_its_five(dossier, cast):
    html = html_of(dossier, cast.owner, sections=SHORT)

    assert headings(html) == FIRST_PAGE + [HEADINGS[one] for one in ReportSection if one in SHORT]


def test_the_first_page_has_the_certificate_and_every_report_its_digests(dossier, cast):
    html = html_of(dossier, cast.owner, sections=frozenset())

    assert headings(html) == [*FIRST_PAGE, "Fingerprints"]
    assert re.findall(r'<th scope="row">(Simulated|To draw level|Safe weights|Left out)', html)
    assert dossier.comparison.inputs_digest in html
    assert dossier.evaluation.frozen_fingerprint in html
    assert f"{dossier.provenance.head.number} · {dossier.provenance.head.digest}" in html


def test_a_waiver_is_in_every_report_and_is_told_in_full_once(make_evaluation, cast, at):
    moderated = make_evaluation(State.OPEN, candidates=2, alone=True)
    for number, one in enumerate(moderated.candidates.all()):
        score(one, by=cast.owner, at=at, quality=1 - number)
    transition.moderate(evaluation=moderated, by=cast.owner, at=at)
    failing = dossier_of(moderated).comparison.candidates[-1]
    gate = next(one for one in failing.gates if one.state == "failed")
    waiver.waive(
        candidate=moderated.candidates.get(code=failing.code),
        kind=GateKind(gate.kind),
        code=gate.code or "",
        reason="Lo ponemos nosotros.",
        by=cast.owner,
        at=at,
    )
    made = dossier_of(moderated)

    bare = html_of(made, cast.owner, sections=frozenset())
    full = html_of(made, cast.owner, sections=frozenset({ReportSection.GATES}))

    assert bare.count("Lo ponemos nosotros.") == full.count("Lo ponemos nosotros.") == 1
    assert '<p class="sub bad key">Failed, waived · <b>Integrador B</b>' in bare
    assert '<p class="sub bad key">Failed, waived · <b>Integrador B</b>' in full
    assert "<b>waived</b></td>" in full
    audit = html_of(made, cast.owner, sections=frozenset({ReportSection.AUDIT}))
    assert f"<b>Failed gate waived</b> · Integrador B {gate.code}<span" in audit


def test_a_change_of_the_rules_is_on_the_first_page_and_both_rankings_in_every_report(
    make_evaluation, cast, at
):
    made = make_evaluation(State.OPEN, candidates=2, alone=True)
    for number, one in enumerate(made.candidates.all()):
        score(one, by=cast.owner, at=at, quality=1 - number / 2)
    setup = evaluation.setup_of(made)
    weights = {one: Decimal(one.number == 6) for one in setup.weights}
    new = replace(setup, profile=None, weights=weights)
    freeze.refreeze(evaluation=made, setup=new, reason="Seguridad.", by=cast.owner, at=at)

    html = html_of(dossier_of(made), cast.owner, sections=frozenset())

    first = html[: html.index("<h2>Ranking")]
    assert "The rules changed on March 2, 2026, after scoring had opened." in first
    assert "By the rules that held until then, <b>Integrador A</b> comes first too." in first
    assert "Rules that changed after scoring opened" in headings(html)


def test_evidence_is_cited_only_where_the_report_lists_it(dossier, cast):
    without = html_of(dossier, cast.owner, sections=frozenset({ReportSection.CHECKS}))
    listed = {ReportSection.CHECKS, ReportSection.EVIDENCE}

    assert "[1]" not in without
    assert "[1]" in html_of(dossier, cast.owner, sections=frozenset(listed))


def test_the_audit_annex_tells_how_the_chain_went_on_and_how_to_check_it(dossier, cast):
    html = html_of(dossier, cast.owner, sections=frozenset({ReportSection.AUDIT}))

    head = dossier.provenance.head
    assert f"The ledger has {head.number} entries of this evaluation" in html
    assert "<b>Scoring opened</b>" in html
    assert "<b>Evaluation closed</b>" in html
    assert "verify_report correo-de-la-empresa.pdf" in html
    assert f"verify_ledger correo-de-la-empresa --head {head}" in html


def test_owner_and_procurement_have_a_line_to_sign(dossier, cast):
    html = html_of(dossier, cast.owner, sections=frozenset({ReportSection.SIGNATURES}))

    signing = html[html.index('<table class="sign">') :]
    assert re.findall(r'<th scope="row">(.+?)</th><td>(.*?)</td>', signing) == [
        ("Owner", "Owner"),
        ("Procurement", "Procurement"),
    ]


def test_a_report_costs_the_same_queries_for_one_and_for_many(
    make_evaluation, cast, at, django_assert_num_queries, django_assert_max_num_queries
):
    small = make_evaluation(State.OPEN, candidates=1, alone=True)
    large = make_evaluation(State.OPEN, candidates=3)
    for made, people in ((small, [cast.owner]), (large, [cast.owner, cast.assessor, cast.second])):
        for one in made.candidates.all():
            for person in people:
                score(one, by=person, at=at, note="Nota")
            link = evidence.Item(title="Acta", url="https://example.com/")
            checks = made.checks()[:2]
            evidence.attach(candidate=one, checks=checks, item=link, by=cast.owner, at=at)
    small, large = dossier_of(small), dossier_of(large)
    edition = Edition(language="en", anonymous=True)
    with django_assert_max_num_queries(10) as first:
        report_html(small, edition=edition, at=AT, by=cast.owner)

    with django_assert_num_queries(len(first)):
        report_html(large, edition=edition, at=AT, by=cast.owner)
