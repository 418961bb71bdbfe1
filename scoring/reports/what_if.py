"""Other weights, tried out: the sliders, and the result with the official one beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.models import Competency

from . import narrative, numbers, safety
from .fold import fold
from .overview import Overview, heat_map, ranking
from .phrases import beside, fixed, names, paragraph
from .simulation import Robustness
from .standing import challengers, is_simulated, leaders


@dataclass(frozen=True, slots=True)
class Slider:
    """One competency: where its slider stands, what it weighs then, and what it weighs officially
    where that is something else."""

    place: str
    competency: Competency
    points: str  # for the machine: with a point
    share: str
    official: str

    @property
    def code(self) -> str:
        return self.competency.code

    @property
    def title(self) -> str:
        return str(self.competency.short_title)

    @property
    def weighs(self) -> SafeString:
        return beside(self.share, self.official)


def sliders_of(
    dossier: Dossier, points: Mapping[str, float], moved: Mapping[str, float]
) -> tuple[Slider, ...]:
    """In the order of the rubric. The dossier is the official one."""
    total = sum(points.values())
    return tuple(
        Slider(
            place=str(place),
            competency=competency,
            points=f"{moved[code]:g}" if code in moved else str(round(points[code])),
            share=(share := numbers.percent(points[code] / total)),
            official="" if share == (today := numbers.percent(dossier.weights[code])) else today,
        )
        for place, (code, competency) in enumerate(dossier.competencies.items(), start=1)
    )


def trial_of(official: Dossier, tried: Dossier) -> Overview:
    """What depends on the weights, each line and row with what it is officially."""
    run = tried.comparison.simulation.near
    return Overview(
        headline=narrative.headline(tried),
        verdict=narrative.verdict(tried),
        assurance=_assurance(tried),
        scored=True,
        ranking=ranking(
            tried, {one.code: _officially(one) for one in official.comparison.candidates}
        ),
        heat_map=heat_map(tried, official.weights),
        gates=(),
        obstacles=(),
        lead=None,
        changes=None,
        deciding=fold((), at=0),
        open_points=(),
        robustness=(
            Robustness(numbers.count(run.draws), str(run.seed), "", ())
            if is_simulated(tried)
            else None
        ),
    )


def difference(official: Dossier, tried: Dossier) -> SafeString:
    """Who would be first, and who is."""
    would, are = ([one.name for one in leaders(dossier)] for dossier in (tried, official))
    if not would and not are:
        return fixed(_("With these weights, too, no candidate could be chosen."))
    if not would:
        words = _("With these weights no candidate could be chosen; officially first: {official}.")
    elif not are:
        words = _("With these weights first: {first}; officially no candidate can be chosen.")
    elif would == are:
        words = ngettext(
            "With these weights {first} stays first, as officially.",
            "With these weights {first} stay first, as officially.",
            len(would),
        )
    else:
        words = ngettext(
            "With these weights {first} would be first; officially first: {official}.",
            "With these weights {first} would be first together; officially first: {official}.",
            len(would),
        )
    return format_html(words, first=names(would), official=names(are))


def _assurance(tried: Dossier) -> SafeString:
    """Without how often the leader comes first: those sentences speak of the announced weights."""
    certain = None if challengers(tried) else safety.certainty(tried)
    return paragraph([safety.nearest(tried), certain])


def _officially(candidate: CandidateResult) -> str:
    """The rank and the points on record."""
    words = _("officially %(rank)s, with %(points)s")
    if candidate.rank is None:
        words = _("officially excluded, with %(points)s")
    return words % {"rank": candidate.rank, "points": numbers.points(candidate.score.proven)}
