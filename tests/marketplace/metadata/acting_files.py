"""PDFs with an action in each place that the format has for one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

WORD = "Sneaky"
"""Stands in every script, address and name of a program, to be found if it stays."""

Maker = Callable[[Pdf, Any], Any]
Wrap = Callable[[Any], Any]


def script(**more: Any) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{WORD}')"), **more)


def _action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def _web(**more: Any) -> Dictionary:
    return _action("URI", URI=String("https://example.org/"), **more)


ACTIONS: dict[str, Callable[[Pdf], Any]] = {
    "script": lambda _pdf: script(),
    "script in a stream": lambda pdf: _action("JavaScript", JS=pdf.make_stream(WORD.encode())),
    "program": lambda _pdf: _action("Launch", F=String(WORD), Win=Dictionary(F=String(WORD))),
    "other document": lambda _pdf: _action("GoToR", F=String(WORD), D=[0, Name.Fit]),
    "embedded document": lambda _pdf: _action("GoToE", T=Dictionary(N=String(WORD), R=Name.C)),
    "post": lambda _pdf: _action("SubmitForm", F=Dictionary(FS=Name.URL, F=String(WORD))),
    "import": lambda _pdf: _action("ImportData", F=String(WORD)),
    "reset": lambda _pdf: _action("ResetForm", Fields=[String(WORD)]),
    "rendition": lambda _pdf: _action("Rendition", OP=0, JS=String(WORD)),
    "film": lambda _pdf: _action("Movie", T=String(WORD)),
    "sound": lambda pdf: _action("Sound", Sound=pdf.make_stream(WORD.encode())),
    "rich media": lambda _pdf: _action("RichMediaExecute", CMD=Dictionary(C=String(WORD))),
    "layers": lambda _pdf: _action("SetOCGState", State=[Name.Toggle, String(WORD)]),
    "hide": lambda _pdf: _action("Hide", T=String(WORD)),
    "print": lambda _pdf: _action("Named", N=Name(f"/{WORD}")),
    "view of a model": lambda _pdf: _action("GoTo3DView", V=String(WORD)),
    "thread": lambda _pdf: _action("Thread", F=String(WORD), D=0),
    "transition": lambda _pdf: _action("Trans", Trans=Dictionary(S=Name.Fly, X=String(WORD))),
    "address of a script": lambda _pdf: _action("URI", URI=String(f"java\tscript:{WORD}()")),
    "address of a file": lambda _pdf: _action("URI", URI=String(f"file:///C:/{WORD}.exe")),
    "address of a share": lambda _pdf: _action("URI", URI=String(f"\\\\host\\{WORD}")),
    "after a link": lambda _pdf: _web(Next=script()),
    "long after a link": lambda pdf: _web(
        Next=[_web(), pdf.make_indirect(_web(Next=[_web(Next=[script()])]))]
    ),
    "after a jump": lambda _pdf: _action("GoTo", D=String("here"), Next=[_action("Launch", F=String(WORD))]),
    "type of its own": lambda _pdf: _action("Unheard", F=String(WORD)),
    "attributes": lambda _pdf: Dictionary(O=Name.Layout, S=Name.Launch, F=String(WORD)),
}
"""Each kind of action, alone or behind a harmless one."""


def _link(pdf: Pdf, action: Any) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _direct_link(pdf: Pdf, action: Any) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action, PA=action)])


def _opening(pdf: Pdf, action: Any) -> None:
    pdf.Root.OpenAction = action


def _document(pdf: Pdf, action: Any) -> None:
    pdf.Root.AA = Dictionary(WC=action, WP=action)


def _page(pdf: Pdf, action: Any) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=action, C=action)


def _outline(pdf: Pdf, action: Any) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    second = pdf.make_indirect(Dictionary(Title=String("Two"), Parent=root, A=action))
    first = pdf.make_indirect(Dictionary(Title=String("One"), Parent=root, Next=second))
    second.Prev, root.First, root.Last, root.Count = first, first, second, 2
    pdf.Root.Outlines = root


def _field(pdf: Pdf, action: Any) -> None:
    field = Dictionary(Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Tx, T=String("sum"))
    field.AA = Dictionary(K=action, F=action, V=action, C=action)
    field.A = action
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=[field], CO=[field])


def _names(pdf: Pdf, action: Any) -> None:
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Kids=[pdf.make_indirect(Dictionary(Names=[String("a"), action]))])
    )


def _templates(pdf: Pdf, action: Any) -> None:
    hidden = pdf.make_indirect(Dictionary(Type=Name.Template, AA=Dictionary(O=action)))
    pdf.Root.Names = Dictionary(Templates=Dictionary(Names=[String("a"), hidden]))


def _presentation(pdf: Pdf, action: Any) -> None:
    pdf.pages[0].obj.PresSteps = Dictionary(Type=Name.NavNode, NA=action, PA=action)


def _screen(pdf: Pdf, action: Any) -> None:
    screen = Dictionary(Subtype=Name.Screen, Rect=[0, 0, 9, 9], A=action, AA=Dictionary(PV=action))
    pdf.pages[0].obj.Annots = pdf.make_indirect(Array([screen]))


def _signature(pdf: Pdf, action: Any) -> None:
    field = Dictionary(
        Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Sig, T=String("s"), AA=Dictionary(V=action)
    )
    field.SV = Dictionary(TimeStamp=Dictionary(URL=String(WORD)))
    field.V = Dictionary(Type=Name.Sig, Reference=[Dictionary(TransformMethod=Name.DocMDP, X=String(WORD))])
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=[field], SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=field.V)


PLACES: dict[str, Callable[[Pdf, Any], None]] = {
    "link": _link,
    "link in the page": _direct_link,
    "opening": _opening,
    "document": _document,
    "page": _page,
    "outline": _outline,
    "field": _field,
    "names": _names,
    "templates": _templates,
    "presentation": _presentation,
    "screen": _screen,
    "signature": _signature,
}


def _xfa(pdf: Pdf) -> None:
    parts = [String("template"), pdf.make_stream(f"<script>{WORD}</script>".encode())]
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=Array(parts))


def _model(pdf: Pdf) -> None:
    art = Stream(pdf, WORD.encode(), Type=Name("/3D"), OnInstantiate=pdf.make_stream(WORD.encode()))
    note = Dictionary(Subtype=Name("/3D"), Rect=[0, 0, 9, 9])
    note["/3DD"] = pdf.make_indirect(art)
    pdf.pages[0].obj.Annots = Array([note])


def _rich_media(pdf: Pdf) -> None:
    note = Dictionary(Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    note.RichMediaContent = Dictionary(Assets=Dictionary(Names=[String(WORD), pdf.make_stream(b"x")]))
    note.RichMediaSettings = Dictionary(Activation=Dictionary(Scripts=[String(WORD)]))
    pdf.pages[0].obj.Annots = Array([note])


def _attached(pdf: Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F=String(WORD), EF=Dictionary(F=pdf.make_stream(WORD.encode())))
    note = Dictionary(Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)
    pdf.pages[0].obj.Annots = Array([note])
    pdf.Root.AF = Array([file])


def _sound(pdf: Pdf) -> None:
    note = Dictionary(Subtype=Name.Sound, Rect=[0, 0, 9, 9], Sound=pdf.make_stream(WORD.encode()))
    pdf.pages[0].obj.Annots = Array([note])


def _elsewhere(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"", F=String(WORD), FFilter=Name.FlateDecode)


def _reference(pdf: Pdf) -> None:
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Ref = Dictionary(F=String(WORD), Page=0)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Form=pdf.make_indirect(form)))


def _printer(pdf: Pdf) -> None:
    program = Stream(pdf, WORD.encode(), Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Form=pdf.make_indirect(program)))


def _base(pdf: Pdf) -> None:
    pdf.Root.URI = Dictionary(Base=String(f"javascript:{WORD}"))


def _requirement(pdf: Pdf) -> None:
    pdf.Root.Requirements = [
        Dictionary(S=Name.EnableJavaScripts, RH=Dictionary(S=Name.JS, Script=String(WORD)))
    ]


OTHERS: dict[str, Callable[[Pdf], None]] = {
    "xfa": _xfa,
    "model": _model,
    "rich media": _rich_media,
    "attached": _attached,
    "sound": _sound,
    "elsewhere": _elsewhere,
    "reference": _reference,
    "printer": _printer,
    "base": _base,
    "requirement": _requirement,
}
"""What is no action, and would run, play, load or hold something all the same."""

FORMS: dict[str, dict[str, Any]] = {
    "plain": {"object_stream_mode": ObjectStreamMode.disable, "compress_streams": False},
    "packed": {"object_stream_mode": ObjectStreamMode.generate, "compress_streams": True},
}


def acting(action: str, place: str, form: str = "plain", *, indirect: bool = False) -> bytes:
    """A PDF of one page with the action in the place."""

    def put(pdf: Pdf) -> None:
        made = ACTIONS[action](pdf)
        PLACES[place](pdf, pdf.make_indirect(made) if indirect else made)

    return _written(put, form)


def loaded(what: str, form: str = "plain") -> bytes:
    """A PDF of one page with one of the other things."""
    return _written(OTHERS[what], form)


def _written(put: Callable[[Pdf], None], form: str) -> bytes:
    buffer = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        put(pdf)
        pdf.save(buffer, **FORMS[form])
    return buffer.getvalue()
