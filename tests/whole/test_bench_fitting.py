"""What scripts/bench tells of fitting: every layout is counted, and the ratio is that of two times of one run."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from weasyprint import HTML

from guidepress import building
from guidepress.brochure import brochure, fit, layout, typeset
from guidepress.brochure.formats import FORMATS
from guidepress.compose import prepared
from guidepress.errors import ContentError
from guidepress.options import Choice
from workshop import bench, fitting


@pytest.mark.parametrize("name", ["trifold", "flyer"])
def test_each_layout_of_a_fit_is_counted_and_none_is_made_twice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, library = bench.read()
    searched: list[int] = []
    set_: list[str] = []
    search, lay_out = fit.search, layout.Layout.typeset

    def searching(*given: Any, **named: Any) -> Any:
        chosen, trials = search(*given, **named)
        searched.append(len(trials))
        return chosen, trials

    def laying(on: layout.Layout, text: str) -> typeset.Typeset:
        set_.append(text)
        return lay_out(on, text)

    monkeypatch.setattr(fit, "search", searching)
    monkeypatch.setattr(layout.Layout, "typeset", laying)
    ready = prepared.prepare(where, library, library.guides["technician"], Choice.theme)
    with fitting.counting() as counts:
        made = fitting.fit_brochure(ready, Choice(format=name))
    assert counts["trials"] == sum(searched) >= len(made.trials) >= 1
    assert counts["final"] == 1
    assert (counts["placing"] >= 1) == (name == "flyer")
    assert sum(counts.values()) == len(set_)
    assert len(set(set_)) == len(set_)
    assert set_[-1] == made.html


def test_what_counts_layouts_is_taken_away_again() -> None:
    before = HTML.render, brochure.column, fit.search
    with pytest.raises(ContentError), fitting.counting() as counts:
        typeset.typeset('<html lang="en"><title>x</title><img src="https://x.org/x.png" alt=""></html>', ())
    assert counts == {"final": 1}
    assert (HTML.render, brochure.column, fit.search) == before


def test_both_times_of_a_fit_are_taken_in_each_run_and_the_count_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    where, library = bench.read()
    ran: list[str] = []
    fit_brochure, lay_out = fitting.fit_brochure, typeset.typeset

    def whole(*given: Any) -> brochure.Brochure:
        ran.append("whole")
        return fit_brochure(*given)

    def laying(*given: Any) -> typeset.Typeset:
        ran.append("single")
        return lay_out(*given)

    monkeypatch.setattr(building, "select", lambda library, names: [library.guides["technician"]])
    monkeypatch.setattr(fitting, "fit_brochure", whole)
    monkeypatch.setattr(typeset, "typeset", laying)
    (found,) = fitting.measure(where, library, ["large-print"], 2)
    assert ran == ["whole", *["whole", "single"] * 2]
    assert (found.name, found.layouts) == ("large-print: technician", {"trials": 1, "final": 1})
    assert len(found.whole) == len(found.single) == 2
    assert min(found.whole) > 0 < min(found.single)


def test_the_table_of_fitting_gives_counts_medians_and_their_ratio() -> None:
    found = [
        fitting.Fitting("flyer: a", {"placing": 2, "trials": 7, "final": 1}, [9.0, 3.0, 4.0], [0.5, 8.0, 0.25]),
        fitting.Fitting("trifold: b", {"trials": 3, "final": 1}, [1.0], [0.3]),
    ]
    assert [" ".join(line.split()) for line in fitting.tabulate(found).splitlines()] == [
        "layouts, and seconds placing trials final all fitted laid out ÷",
        "flyer: a 2 7 1 10 4.0000 0.5000 8.0",
        "trifold: b 0 3 1 4 1.0000 0.3000 3.3",
    ]


@pytest.mark.parametrize(
    ("arguments", "done"), [([], ["measure", "['trifold'], 5"]), (["--fit", "--runs", "2"], ["[…], 2"])]
)
def test_fitting_is_told_for_the_usual_format_or_alone_for_every_one(
    arguments: list[str], done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def tell(where: object, library: object, formats: list[str], runs: int) -> None:
        told.append(f"{'[…]' if formats == list(FORMATS) else formats}, {runs}")

    monkeypatch.setattr(bench, "measure", lambda runs: told.append("measure"))
    monkeypatch.setattr(fitting, "tell", tell)
    answer = CliRunner().invoke(bench.main, arguments)
    assert answer.exit_code == 0
    assert told == done
    assert answer.output.startswith("These times are for comparing with each other only")
