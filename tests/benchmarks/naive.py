"""The same report as one would first write it: Bootstrap's CSS, a chart of matplotlib for each of
ours, WeasyPrint as it comes."""

import io
import re
from pathlib import Path

import bootstrap_wrapper
from matplotlib.figure import Figure
from weasyprint import HTML

from scoring.reports.printer import FontsOnly

BOOTSTRAP = Path(bootstrap_wrapper.get_bootstrap_css_dir()) / "bootstrap.min.css"
OURS = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
NUMBER = re.compile(r"\d+")


def naive_report(html: str) -> bytes:
    page = "@page { size: A4; margin: 18mm } body { font-size: 9pt }"
    html = STYLE.sub(lambda _own: f"<style>{BOOTSTRAP.read_text()}{page}</style>", html)
    html = re.sub(r"<table[^>]*>", '<table class="table table-sm table-striped">', html)
    html = OURS.sub(lambda ours: chart(ours[0]), html)
    return HTML(string=html, url_fetcher=FontsOnly()).write_pdf(pdf_variant="pdf/ua-1")


def chart(ours: str) -> str:
    """Bars as wide as the shapes of ours, under its title."""
    title = re.findall(r"<title>(.*?)</title>", ours)
    shapes = re.findall(r"<(?:path|rect|circle|line|polyline)\b[^>]*>", ours) or [ours]
    figure = Figure(figsize=(4, 0.6 + 0.15 * len(shapes)))
    axes = figure.subplots()
    axes.barh(range(len(shapes)), [float(NUMBER.findall(one)[-1]) for one in shapes])
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight")
    svg = drawn.getvalue()[drawn.getvalue().index("<svg") :]
    said = title[0] if title else "chart"
    return re.sub(r"(<svg[^>]*>)", rf"\1<title>{said}</title>", svg, count=1)
