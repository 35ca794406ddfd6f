from __future__ import annotations

from datetime import date

import pytest

from engagekit.errors import ReportError
from engagekit.reporting.html.pdf import _renumbered, with_properties
from engagekit.reporting.html.svg import for_page, variables

PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Title (T)/CreationDate (D:20261125011252+00'00')>>\nendobj\n"
    b"xref\n0 2\ntrailer\n<</Size 2\n/Root 1 0 R\n/Info 1 0 R>>\nstartxref\n70\n%%EOF\n"
)


def test_colours_of_the_palette_become_variables_and_others_stay() -> None:
    text = for_page('<svg><path style="fill: rgb(31, 90, 148); stroke: rgb(1, 2, 3);"/></svg>')
    assert "fill: var(--c-1f5a94)" in text and "stroke: #010203" in text


def test_links_and_pictures_are_taken_out() -> None:
    text = for_page('<svg><a href="http://x"><text>R</text></a><image href="http://y"/></svg>')
    assert text == "<svg><text>R</text></svg>"


def test_references_inside_a_drawing_stay_whole() -> None:
    drawing = '<svg><defs><clipPath id="c1"><rect/></clipPath></defs><g clip-path="url(#c1)"><b/></g></svg>'
    assert for_page(drawing) == drawing


def test_a_brand_colour_takes_the_place_of_ours_in_both_themes() -> None:
    assert "--c-1f5a94:#005f73" in variables({"#1f5a94": "#005f73"})
    assert "color-mix" in variables({"#1f5a94": "#005f73"}, dark=True)


def test_a_pdf_gets_its_properties_and_a_fixed_date() -> None:
    done = with_properties(PDF, "Été", "the library", "verdict", date(2026, 9, 30))
    assert done == with_properties(PDF, "Été", "the library", "verdict", date(2026, 9, 30))
    assert b"20261125" not in done and done.count(b"D:20260930000000") == 3
    assert b"/Title <FEFF00C9007400E9>" in done
    table = int(done.rsplit(b"startxref\n", 1)[1].split()[0])
    assert done[table:].startswith(b"xref\n1 1\n")
    place = int(done[table:].splitlines()[2].split()[0])
    assert done[place:].startswith(b"1 0 obj")


def test_a_pdf_of_another_kind_is_refused() -> None:
    with pytest.raises(ReportError, match="unknown kind"):
        with_properties(b"%PDF-1.4\n%%EOF", "t", "a", "s", date(2026, 9, 30))


def test_a_browser_may_be_named_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from engagekit.reporting.html.browser import find_browser

    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    assert find_browser() is None
    monkeypatch.setenv("ENGAGEKIT_BROWSER", sys.executable)
    assert find_browser() == sys.executable


def test_numbers_that_a_browser_counts_on_from_run_to_run_do_not_reach_the_file() -> None:
    early = b"""<</ID (node00000099)>> [(node00000007)] <</ID (node00000100)>>
<</Limits [(node00000007) (node00000100)]
/Names [(node00000007) 3 0 R (node00000099) 1 0 R (node00000100) 22 0 R]>>"""
    late = b"""<</ID (node00000103)>> [(node00000102)] <</ID (node00000101)>>
<</Limits [(node00000101) (node00000103)]
/Names [(node00000101) 22 0 R (node00000102) 3 0 R (node00000103) 1 0 R]>>"""
    assert _renumbered(early) == _renumbered(late)
    assert len(_renumbered(early)) == len(early), "no place in the file moves"
    assert (
        _renumbered(early)
        == b"""<</ID (node00000001)>> [(node00000002)] <</ID (node00000003)>>
<</Limits [(node00000001) (node00000003)]
/Names [(node00000001) 1 0 R (node00000002) 3 0 R (node00000003) 22 0 R]>>"""
    )
