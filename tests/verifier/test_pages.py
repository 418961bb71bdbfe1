"""What a report prints, against what comes out of what it attaches: real PDFs."""

from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from scoring.engine import Problem
from scoring.engine.canonical import digest
from scoring.verifier import Other, Unreadable, Verdict, head_of, kept_head, verify, with_head
from tests.engine.problems import matrix

from .enclosed import HEAD, Enclosed, as_files, enclosed, random_enclosed
from .printed import page_of, pdf_of, small_report
from .tampering import tampered

LANGUAGES = ("es", "fr", "en")
LIES, TRUTHS = 10, 3  # reports: a PDF takes half a second
OTHER_DIGEST = "0123456789abcdef" * 4


def places(verdict: Verdict) -> list[str]:
    return [one.place for one in verdict.differences]


def problem(names: tuple[str, ...] = ("Ánfora", "Béjar", "Çelik")) -> dict[str, Any]:
    """Two level, one excluded by its minimum."""
    rows = {"a": [80, 82.5], "b": [80, 82.5], "c": [90, 10]}
    plain: dict[str, Any] = matrix([1, 3], dict(list(rows.items())[: len(names)])).to_json()
    plain["method"]["draws"] = 20
    plain["competencies"][1]["minimum"] = 20
    for one, name in zip(plain["candidates"], names, strict=True):
        one["name"] = name
    return plain


@pytest.fixture(scope="module", params=LANGUAGES)
def parts(request: pytest.FixtureRequest) -> Enclosed:
    return enclosed(problem(), request.param)


@pytest.fixture(scope="module")
def english() -> Enclosed:
    return enclosed(problem())


def test_an_untouched_report_is_accepted_in_each_language(parts: Enclosed) -> None:
    verdict = verify(small_report(parts))

    assert (verdict.language, verdict.differences) == (parts["record.json"]["language"], [])
    assert verdict.lines()[-1][:8] in ("✓ Todo c", "✓ Tout c", "✓ Everyt")


@pytest.mark.parametrize(
    ("truth", "lie", "place"),
    [
        ("<b>Ánfora</b>", "<b>Ánforas</b>", "Printed ranking, line 1, name"),
        ("<td>1</td><th scope=row><b>Béjar", "<td>2</td><th scope=row><b>Béjar", "2, rank"),
        ("<td>—</td>", "<td>3</td>", "Printed ranking, line 3, rank"),
        ("<b>81.9</b>", "<b>82.0</b>", "Printed ranking, line 1, points"),
        ("<b>30.0</b>", "<b>90.0</b>", "Printed ranking, line 3, points"),
        ("Inputs digest <b>", "Inputs digest <b>0000", "Printed “Inputs digest”"),
        ("fingerprint <b>", "fingerprint <b>0000", "Printed “Frozen fingerprint”"),
        ("42 · ab", "43 · ab", "Printed “Head of the ledger”"),
        ("42 · ab", "42 · cd", "Printed “Head of the ledger”"),
        ("Engine <b>", "Engine <b>9.", "Printed “Engine”"),
        ("Inputs digest <b>", "Inputs <b>", "Printed “Inputs digest”"),
        ('data-digest="inputs ', 'data-digest="inputs 0', "Printed at the foot of page 1"),
    ],
)
def test_whatever_is_printed_otherwise_is_named(
    english: Enclosed, truth: str, lie: str, place: str
) -> None:
    (found, *others) = places(verify(small_report(english, **{truth: lie})))

    assert found.endswith(place)
    assert others == []


def test_a_candidate_who_is_not_printed_is_missed(english: Enclosed) -> None:
    html = page_of(english["comparison.json"], english["record.json"], "en")
    start, end = html.index("<tr><td>—"), html.index("</tbody>")

    verdict = verify(pdf_of(html[:start] + html[end:], english))

    assert verdict.differences == [("Printed ranking, number of candidates", 2, 3)]


def test_whoever_changes_the_attachments_of_a_report_is_found_out() -> None:
    missed = []
    for seed in range(LIES):
        honest = random_enclosed(seed)
        way, lie = tampered(honest, Random(seed))
        html = page_of(honest["comparison.json"], honest["record.json"], "en")
        with suppress(Unreadable):
            missed += [] if verify(pdf_of(html, lie)).differences else [(seed, way)]

    assert missed == []


def test_random_reports_that_nobody_touched_are_accepted() -> None:
    found = [verify(small_report(random_enclosed(seed))).differences for seed in range(TRUTHS)]

    assert found == [[]] * TRUTHS


def test_inputs_that_are_changed_with_everything_that_is_attached_differ_from_the_print(
    english: Enclosed,
) -> None:
    """Who forges a whole set of attachments still has the pages against them."""
    other = problem()
    other["cells"][0]["value"] = 79
    html = page_of(english["comparison.json"], english["record.json"], "en")

    found = places(verify(pdf_of(html, enclosed(other))))

    assert "Printed ranking, line 2, points" in found
    assert "Printed “Inputs digest”" in found


@pytest.mark.parametrize(
    "name",
    [
        "Nombre " * 11 + "fin",
        "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3,
        "A & B <fi> “ﬁ” e\u0301 ½ — 3,5",
        "Übergrößen ŁÓDŹ Ελλάδα Правда",
        "سوريا",
    ],
)
def test_names_of_every_kind_are_read_as_they_are_printed(name: str) -> None:
    plain = enclosed(problem((name,)))

    assert verify(small_report(plain)).differences == []


def test_a_table_that_goes_on_over_pages_is_one_ranking() -> None:
    names = [f"Integrator {number}" for number in range(120)]
    plain = matrix([1], {f"c{n:03}": [n % 7 * 10] for n in range(len(names))}).to_json()
    plain["method"]["draws"] = 5
    for one, name in zip(plain["candidates"], names, strict=True):
        one["name"] = name
    many = enclosed(plain)

    verdict = verify(small_report(many))

    assert len(verdict.found["candidates"]) == 120
    assert verdict.differences == []


def test_an_earlier_head_may_stand_beside_the_last_and_a_later_one_may_not(
    english: Enclosed,
) -> None:
    html = page_of(english["comparison.json"], english["record.json"], "en")

    def with_a_head(number: int) -> bytes:
        signed = f"<p>Head of the ledger <b>{number} · {OTHER_DIGEST}</b></p>"
        return pdf_of(html.replace("<table>", signed + "<table>"), english)

    assert verify(with_a_head(41)).differences == []
    assert places(verify(with_a_head(43))) == ["Printed “Head of the ledger”"]


def test_text_that_nobody_sees_is_not_read(english: Enclosed) -> None:
    """A ranking in invisible ink does not stand for the one that is printed."""
    html = page_of(english["comparison.json"], english["record.json"], "en")
    visible = pdf_of(html, english, uncompressed_pdf=True)
    invisible = visible.replace(b"0 0 0 rg", b"3     Tr")

    assert verify(visible).differences == []
    assert invisible != visible
    with pytest.raises(Unreadable, match="no_ranking"):
        verify(invisible)


def test_a_head_that_was_kept_elsewhere_is_compared(english: Enclosed) -> None:
    verdict = verify(small_report(english))
    own = kept_head(f"{HEAD['number']}:{HEAD['digest']}")

    agrees, differs = with_head(verdict, own), with_head(verdict, (41, OTHER_DIGEST))

    assert own == head_of(verdict.attached.record)
    assert agrees.remarks[-1] == "The head of the ledger that you kept is the one of the report."
    assert (agrees.differences, places(differs)) == (
        [],
        ["The head of the ledger that you kept"],
    )


def test_a_problem_from_elsewhere_is_compared_value_by_value(english: Enclosed) -> None:
    report, same = small_report(english), as_files(english)["problem.json"]
    other = deepcopy(english)
    other["problem.json"]["cells"][0]["value"] = 12

    agrees = verify(report, other=Other("mine.json", same))
    differs = verify(report, other=Other("mine.json", as_files(other)["problem.json"]))

    assert (agrees.differences, agrees.remarks[-1]) == (
        [],
        "The other problem is the one of the report.",
    )
    assert places(differs) == ["The other problem (mine.json).cells.a 0.1 cio.value"]


def test_a_report_that_names_nobody_is_verified_with_its_problem(english: Enclosed) -> None:
    html = page_of(english["comparison.json"], english["record.json"], "en")
    report = pdf_of(html, {"record.json": english["record.json"]})
    other = Other("mine.json", as_files(english)["problem.json"])

    with pytest.raises(Unreadable) as refused:
        verify(report)
    verdict = verify(report, other=other)

    assert (refused.value.key, verdict.differences) == ("nameless", [])
    assert verdict.remarks[0].startswith("The whole answer is not attached")


def test_the_digests_are_those_of_the_engine(english: Enclosed) -> None:
    """Of a problem with every kind of number and letter in it."""
    plain = problem(('\u2028“<é>\x7f\\"/', "b", "c"))
    plain["method"] |= {"tie_tolerance": 1e-12, "concentration": 1e12, "seed": 2**53 - 1}
    plain["competencies"][0]["weight"] = 0.1 + 0.2

    verdict = verify(small_report(enclosed(plain)))

    assert verdict.differences == []
    assert len(digest(Problem.from_json(plain).to_json())) == 64


def test_a_report_without_its_attachments_says_what_is_missing(english: Enclosed) -> None:
    html = page_of(english["comparison.json"], english["record.json"], "en")

    with pytest.raises(Unreadable) as refused:
        verify(pdf_of(html, {}))

    assert (refused.value.key, refused.value.about) == ("not_attached", {"name": "record.json"})


def test_a_report_without_a_ranking_is_not_verified(english: Enclosed) -> None:
    with pytest.raises(Unreadable) as refused:
        verify(pdf_of('<html lang="en"><title>x</title><p>Nothing', english))

    assert refused.value.key == "no_ranking"
