"""A cleaned PDF has no action of any kind, in any place, in any way of writing."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.marketplace.metadata.acting_files import ACTIONS, FORMS, OTHERS, PLACES, WORD, acting, loaded
from tests.marketplace.metadata.telling_files import told_by_pdf
from ydeu.marketplace.metadata import IsPortfolio, NeedsProgram, without_metadata

HARMLESS = {"/URI", "/GoTo"}
BANNED = {
    *(
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/XFA",
        "/EmbeddedFiles",
        "/EF",
        "/Launch",
        "/RichMediaContent",
    ),
    *("/3DD", "/OnInstantiate", "/Movie", "/Sound", "/PresSteps", "/Requirements", "/Perms", "/SV"),
}


def cleaned(content: bytes) -> bytes:
    return without_metadata(content, "application/pdf")


def dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, slowly and simply."""
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (Dictionary, Stream)):
            yield thing
            waiting += [each for _name, each in thing.items() if not _is_reference(each)]
        elif isinstance(thing, Array):
            waiting += [each for each in thing if not _is_reference(each)]


def _is_reference(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and bool(thing.is_indirect)


def assert_still(content: bytes) -> None:
    """Nothing acts: no banned entry, no action but a link or a jump, and nothing behind it."""
    assert WORD.encode() not in told_by_pdf(content)
    with Pdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        for each in dictionaries(pdf):
            assert BANNED.isdisjoint(each.keys()), each
            for slot in {"/A", "/PA"} & set(each.keys()):
                assert str(each[slot].S) in HARMLESS
                assert "/Next" not in each[slot]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("indirect", [False, True], ids=["direct", "indirect"])
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_goes_from_a_link(action: str, indirect: bool, form: str) -> None:
    acts = acting(action, "link", form, indirect=indirect)
    assert WORD.encode() in told_by_pdf(acts)
    assert_still(cleaned(acts))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("indirect", [False, True], ids=["direct", "indirect"])
@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_emptied(place: str, indirect: bool, form: str) -> None:
    for action in ("script", "program", "post", "long after a link"):
        acts = acting(action, place, form, indirect=indirect)
        assert WORD.encode() in told_by_pdf(acts)
        assert_still(cleaned(acts))


@pytest.mark.slow
@pytest.mark.parametrize(("action", "place"), [*product(ACTIONS, PLACES)])
def test_every_action_goes_from_every_place(action: str, place: str) -> None:
    assert_still(cleaned(acting(action, place, "packed", indirect=True)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", OTHERS)
def test_what_runs_plays_or_loads_without_an_action_goes_too(what: str, form: str) -> None:
    acts = loaded(what, form)
    assert WORD.encode() in told_by_pdf(acts)
    assert_still(cleaned(acts))


def test_links_jumps_and_structure_stay() -> None:
    buffer = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page().obj
        addresses = (
            "https://example.org/a?b=c",
            "http://example.org",
            "mailto:a@example.org",
            "www.example.org",
        )
        links = [
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String(address)))
            for address in addresses
        ]
        jump = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))
        links += [
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=jump),
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=String("chapter")),
        ]
        page.Annots = Array(links)
        glyph = pdf.make_stream(b"0 0 d0")
        page.Resources = Dictionary(Font=Dictionary(F=Dictionary(CharProcs=Dictionary(A=glyph))))
        element = Dictionary(S=Name.P, A=Dictionary(O=Name.Layout, SpaceBefore=3))
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=pdf.make_indirect(element)))
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=[String("chapter"), Array([page, Name.Fit])]))
        pdf.save(buffer)

    with Pdf.open(BytesIO(cleaned(buffer.getvalue()))) as pdf:
        page = pdf.pages[0].obj
        assert [str(link.A.URI) for link in list(page.Annots)[:4]] == list(addresses)
        assert page.Annots[4].A.D[0].objgen == page.objgen
        assert str(page.Annots[5].Dest) == "chapter"
        assert page.Resources.Font.F.CharProcs.A.read_bytes() == b"0 0 d0"
        assert pdf.Root.StructTreeRoot.K.A.SpaceBefore == 3
        assert str(pdf.Root.Names.Dests.Names[0]) == "chapter"


def test_what_is_still_stays_as_it_is() -> None:
    once = cleaned(acting("long after a link", "field", "packed"))
    assert cleaned(once) == once


def test_a_form_that_shows_nothing_without_scripts_is_refused() -> None:
    buffer = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = Dictionary(Fields=[], XFA=String("<xdp/>"))
        pdf.Root.NeedsRendering = True
        pdf.save(buffer)
    with pytest.raises(NeedsProgram):
        cleaned(buffer.getvalue())


def test_a_portfolio_is_refused() -> None:
    buffer = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Collection = Dictionary(Type=Name.Collection)
        pdf.save(buffer)
    with pytest.raises(IsPortfolio):
        cleaned(buffer.getvalue())
