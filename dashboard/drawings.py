"""Figures as Plotly takes them, with colours named after the tokens: the browser fills in its theme's.

`@select` is the token `--select`, `@select/0.3` the same at three tenths of its strength; see
`assets/js/drawings.mjs`. So a figure is right in every theme and colours stand in the tokens alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.local_time import ZONE
from domain.messages import Provenance

COLOURS = {Provenance.REAL: "select", Provenance.SIMULATED: "simulated", Provenance.REPLAYED: "replayed"}
"""The token in which data of a provenance are drawn, everywhere the same."""

_AXIS = {
    "color": "@muted",
    "gridcolor": "@line",
    "linecolor": "@line-strong",
    "zeroline": False,
    "fixedrange": True,
    "automargin": True,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its traces and what of its layout is its own."""

    traces: Sequence[Mapping[str, Any]] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, language: str) -> dict[str, Any]:
        """Return what Plotly is given."""
        return {"data": list(self.traces), "layout": {**frame(language), **self.layout}}


def frame(language: str) -> dict[str, Any]:
    """Return the layout that every figure shares; the browser sets the size of the text."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter Variable, sans-serif", "color": "@text"},
        "margin": {"l": 44, "r": 12, "t": 8, "b": 28},
        "xaxis": axis(showgrid=False),
        "yaxis": axis(rangemode="tozero", nticks=5),
        "showlegend": False,
        "separators": ",." if language == "vi" else ".,",
        "hoverlabel": {
            "bgcolor": "@raised",
            "bordercolor": "@line-strong",
            "font": {"color": "@strong", "family": "Inter Variable, sans-serif"},
        },
        "bargap": 0.18,
    }


def axis(**more: Any) -> dict[str, Any]:
    """Return an axis in the calm of all axes, with what is its own."""
    return {**_AXIS, **more}


def sentence(text: str, language: str) -> dict[str, Any]:
    """Return a figure that is a sentence: why there is nothing to draw."""
    note = {
        "text": text,
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"color": "@muted"},
    }
    hidden = {"visible": False}
    return Drawing((), {"annotations": [note], "xaxis": hidden, "yaxis": hidden}).as_json(language)


def local(at: datetime) -> str:
    """Return the centre's wall clock without a zone, because Plotly draws what it is given."""
    return at.astimezone(ZONE).replace(tzinfo=None).isoformat()
