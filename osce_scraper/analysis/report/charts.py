"""The charts of a report, as Vega-Lite specifications made with Altair.

Colours are CSS variables of the page, so that charts follow light, dark and print. A chart is a picture of
the data table behind it, which readers without sight use instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from osce_scraper.analysis.extra import needed

#: A specification of Vega-Lite.
Spec = dict[str, Any]

_INK: Final = "var(--ink)"
_MUTED: Final = "var(--muted)"
_LINE: Final = "var(--line)"
_PAPER: Final = "var(--paper)"
_ACCENT: Final = "var(--accent)"
#: Colours of categories, in their order; more categories than these are put together before.
COLOURS: Final = tuple(f"var(--c{number})" for number in range(1, 9))
#: The colour of what is missing.
NOTHING: Final = "var(--nothing)"
SEX_COLOURS: Final = {"women and girls": "var(--women)", "men and boys": "var(--men)"}
SEXES: Final = tuple(SEX_COLOURS)
_TIME_HEIGHT: Final = 260
_STEP: Final = 40
_TALL_STEP: Final = 56


def _altair() -> Any:
    return needed("altair", "osce report")


def _finished(chart: Any) -> Spec:
    """The specification, with what all charts have in common."""
    font = "system-ui, sans-serif"
    styled = (
        chart.properties(
            width="container", background="transparent", autosize={"type": "fit-x", "contains": "padding"}
        )
        .configure(font=font, aria=False, padding={"left": 4, "right": 12, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_MUTED, titleColor=_MUTED, gridColor=_LINE, domainColor=_LINE, tickColor=_LINE,
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        )
    )  # fmt: skip
    spec: Spec = styled.to_dict()
    return spec


def _time_axis(alt: Any, periods: Sequence[str]) -> Any:
    return (
        alt.X("period:O", sort=None, title=None)
        .scale(domain=list(periods))
        .axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
    )


def stacked_over_time(
    values: list[dict[str, Any]], periods: Sequence[str], colours: Mapping[str, str], unit: str
) -> Spec:
    """Bars over ``periods``, stacked by kind; values are {period, kind, number, place}.

    ``colours`` are those of the kinds, by name.
    """
    alt = _altair()
    chart = (
        alt.Chart(alt.InlineData(values), height=_TIME_HEIGHT)
        .mark_bar(stroke=_PAPER, strokeWidth=0.6)
        .encode(
            x=_time_axis(alt, periods),
            y=alt.Y("number:Q", title=unit).axis(tickCount=5, tickMinStep=1, format="~s"),
            color=alt.Color("kind:N", legend=None).scale(domain=list(colours), range=list(colours.values())),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("period:N", title="when"),
                alt.Tooltip("kind:N", title="what"),
                alt.Tooltip("number:Q", title=unit, format=","),
            ],
        )
    )
    return _finished(chart)


def ranked(values: list[dict[str, Any]], unit: str) -> Spec:
    """A bar for each of ``values`` ({name, number}), in their order, its name and number above it."""
    alt = _altair()
    base = _rows_of_names(alt, values, _STEP)
    bars = base.mark_bar(size=10, yOffset=9, color=_ACCENT, cornerRadiusEnd=2).encode(
        x=alt.X("number:Q", axis=None).scale(domainMin=0),
        tooltip=[alt.Tooltip("name:N", title="what"), alt.Tooltip("number:Q", title=unit, format=",")],
    )
    numbers = base.mark_text(align="right", baseline="middle", dy=-8, fontSize=12.5, color=_INK).encode(
        x=alt.value(alt.expr("width")), text=alt.Text("number:Q", format=",")
    )
    return _finished(bars + _text(alt, base, "name:N", -8, "width - 60") + numbers)


def _rows_of_names(alt: Any, values: list[dict[str, Any]], step: int) -> Any:
    names = list(dict.fromkeys(value["name"] for value in values))
    return alt.Chart(alt.InlineData(values), height=alt.Step(step)).encode(
        y=alt.Y("name:N", sort=names, axis=None).scale(paddingInner=0, paddingOuter=0)
    )


def _text(alt: Any, base: Any, field: str, dy: int, limit: str, **look: Any) -> Any:
    """Words above a bar, where there is room for long names on a phone, too.

    They end where the chart does: words that reach beyond it make Vega shrink the bars, down to nothing.
    """
    drawn = {"align": "left", "baseline": "middle", "fontSize": 12.5, "color": _INK} | look
    return base.mark_text(dy=dy, limit=alt.expr(limit), **drawn).encode(x=alt.value(0), text=field)


def people_over_time(values: list[dict[str, Any]], periods: Sequence[str]) -> Spec:
    """Two bars a period, women and men; values are {period, sex, people, stories}."""
    alt = _altair()
    chart = (
        alt.Chart(alt.InlineData(values), height=_TIME_HEIGHT)
        .mark_bar()
        .encode(
            x=_time_axis(alt, periods),
            xOffset=alt.XOffset("sex:N", sort=list(SEXES)),
            y=alt.Y("people:Q", title="people, in items that state both").axis(
                tickCount=5, tickMinStep=1, format="~s"
            ),
            color=_sex(alt),
            tooltip=[
                alt.Tooltip("period:N", title="when"),
                alt.Tooltip("sex:N", title="who"),
                alt.Tooltip("people:Q", title="people", format=","),
                alt.Tooltip("stories:Q", title="from items", format=","),
            ],
        )
    )
    return _finished(chart)


def _sex(alt: Any) -> Any:
    return alt.Color("sex:N", sort=list(SEXES), legend=None).scale(
        domain=list(SEX_COLOURS), range=list(SEX_COLOURS.values())
    )


def shares_of_sexes(values: list[dict[str, Any]]) -> Spec:
    """A bar for each name, divided between women and men; values are {name, label, sex, people, share}."""
    alt = _altair()
    base = _rows_of_names(alt, values, _TALL_STEP)
    bars = base.mark_bar(size=12, yOffset=17).encode(
        x=alt.X("share:Q", stack="zero", title=None)
        .scale(domain=[0, 1], nice=False)
        .axis(format="%", values=[0, 0.5, 1], labelFlush=True, grid=False),
        color=_sex(alt),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("name:N", title="what"),
            alt.Tooltip("sex:N", title="who"),
            alt.Tooltip("people:Q", title="people", format=","),
            alt.Tooltip("share:Q", title="share", format=".0%"),
        ],
    )
    one_each = base.transform_filter(f"datum.sex === '{SEXES[0]}'")
    names = _text(alt, one_each, "name:N", -16, "width")
    labels = _text(alt, one_each, "label:N", 0, "width", fontSize=11.5, color=_MUTED)
    return _finished(bars + names + labels)


def filling(values: list[dict[str, Any]], periods: Sequence[str], fields: Sequence[str]) -> Spec:
    """A grid, the stronger coloured the more items have a field; values are {period, field, share, items}."""
    alt = _altair()
    chart = (
        alt.Chart(alt.InlineData(values), height=alt.Step(22))
        .mark_rect(color=_ACCENT, stroke=_LINE, strokeWidth=0.5)
        .encode(
            x=_time_axis(alt, periods),
            y=alt.Y("field:N", sort=list(fields), title=None).axis(labelLimit=120, domain=False, ticks=False),
            opacity=alt.Opacity("share:Q", legend=None).scale(domain=[0, 1], range=[0, 1]),
            tooltip=[
                alt.Tooltip("period:N", title="when"),
                alt.Tooltip("field:N", title="field"),
                alt.Tooltip("share:Q", title="filled", format=".0%"),
                alt.Tooltip("items:Q", title="of items", format=","),
            ],
        )
    )
    return _finished(chart)
