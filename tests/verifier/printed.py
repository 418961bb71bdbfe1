"""Small reports: a ranking and digests as the templates print them, with anything attached."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.utils import translation
from weasyprint import HTML, Attachment

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.models import User
from scoring.reports import numbers
from scoring.reports.pdf import report_html
from scoring.reports.printer import FontsOnly
from scoring.verifier import LABELS

from .enclosed import Enclosed

AT = datetime(2026, 11, 23, 17, 30, 59, tzinfo=UTC)
STYLE = """@font-face { font-family: Inter; src: url(font:inter) format("truetype") }
@page { @bottom-left { content: string(digest); font: 7pt Inter } }
html { string-set: digest attr(data-digest) } body { font: 9pt Inter; overflow-wrap: anywhere }
table { table-layout: fixed; width: 100% }"""


def small_report(parts: Enclosed, **lies: str) -> bytes:
    """A page of the report's own markup. lies: what it prints instead of something."""
    language = parts["record.json"]["language"]
    html = page_of(parts["comparison.json"], parts["record.json"], language)
    for truth, lie in lies.items():
        assert truth in html
        html = html.replace(truth, lie, 1)
    return pdf_of(html, parts)


def page_of(answer: Mapping[str, Any], record: Mapping[str, Any], language: str) -> str:
    labels = LABELS[language]
    with translation.override(language):
        rows = "".join(map(_row, answer["candidates"]))
    digests = "<br>".join(
        f"{labels[name]} <b>{value}</b>"
        for name, value in (
            ("inputs_digest", answer["inputs_digest"]),
            ("frozen_fingerprint", answer["frozen_fingerprint"]),
            ("head", f"{record['ledger']['number']} · {record['ledger']['digest']}"),
            ("engine", answer["engine"]),
        )
    )
    short = f"{labels['short']} {answer['inputs_digest'][:12]}…"
    return (
        f'<html lang="{language}" data-digest="{short}"><head><meta charset="utf-8">'
        f"<title>Mail</title><style>{STYLE}</style></head><body><h1>Mail</h1>"
        f"<table><thead><tr><td></td><th>Candidate<th>Points<th>Promised</tr></thead>"
        f"<tbody>{rows}</tbody></table><p>{digests}</p></body></html>"
    )


def _row(one: Mapping[str, Any]) -> str:
    place = "—" if one["rank"] is None else one["rank"]
    score, claimed = (numbers.points(one["score"][name]) for name in ("proven", "claimed"))
    name = escape(one["name"])
    return (
        f"<tr><td>{place}</td><th scope=row><b>{name}</b></th>"
        f"<td><b>{score}</b></td><td>{claimed}</td></tr>"
    )


def whole_report(dossier: Dossier, *, by: User, language: str, edit: Any = str) -> bytes:
    """The real one, with what it attaches."""
    answer, head = dossier.comparison.to_json(), dossier.provenance.head
    record = {
        "format": "integrator-eval/record-1",
        "evaluation": dossier.evaluation.slug,
        "language": language,
        "made_at": AT.isoformat(),
        "ledger": {"number": head.number, "digest": head.digest},
        **{name: answer[name] for name in ("frozen_fingerprint", "inputs_digest", "engine")},
    }
    html = report_html(dossier, edition=Edition(language=language), at=AT, by=by)
    parts = {"problem.json": dossier.problem.to_json(), "comparison.json": answer}
    return pdf_of(edit(html), {**parts, "record.json": record})


def pdf_of(html: str, parts: Mapping[str, Any], **options: Any) -> bytes:
    attachments = [
        Attachment(
            string=part if isinstance(part, str) else json.dumps(part),
            name=name,
            created=AT,
            modified=AT,
            relationship="Data",
        )
        for name, part in parts.items()
    ]
    document = HTML(string=html, url_fetcher=FontsOnly())
    return document.write_pdf(pdf_variant="pdf/ua-1", attachments=attachments, **options)
