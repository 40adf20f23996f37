"""Values that no page sends, but anybody can."""

import re
from random import Random

TELLING = re.compile(
    r"(^_|^action|^next$|^index$|^select_across|_FORMS$|-id$|^seen|^at$|^to$|^pair$|^side$|DELETE$)"
)
"""Names of fields that tell a page which rows to take and where to go."""

NUL = "\x00"
NUMBERS = (
    *("-1", "0", "1", "1.5", "NaN", "inf", "1e400", "-0", "١٢", "²", "0x1F", "1_000", " 7 ", "１２"),
    *(
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "9" * 40,
        "9" * 5000,
    ),
)
DATES = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "2027-02-30", "2027-13-01", "-1-1-1", "10000-01-01"),
    *(
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "2027-03-28T02:30",
        "2027-01-01T25:61",
        "2027-01-01T00:00+99:99",
    ),
)
TEXTS = (
    *(
        "",
        " ",
        NUL,
        f"a{NUL}b",
        "%s%n",
        "%(x)s",
        "{0}",
        "{{ 7 }}",
        "'",
        '"',
        "\\",
        "%",
        "_",
        "|",
        "||",
        "a|b",
    ),
    *("<script>", "javascript:alert(1)", "//example.org", "/", "/%00", "/offers/%s%n", "http://[", "?", "#"),
    *(
        "letters",
        "None",
        "null",
        "true",
        "[]",
        "{}",
        "__all__",
        "..",
        "../../etc/passwd",
        "\r\n",
        "\u202e",
        "😀",
    ),
    *(
        "电池",
        "é",
        "\ufffe",
        "\uffff",
        "x" * 300,
        "长" * 5000,
        "a;" * 2000,
        "user@example.org",
        "x@" + "y" * 300,
    ),
)
RAW = ("%ED%A0%80", "%FF%FE", "%00", "%C0%80", "%F4%90%80%80", "%", "%zz")
"""Values that are already percent-encoded: halves of surrogate pairs, and bytes that are no UTF-8."""
PARAMETERS = (
    *(
        "q",
        "page",
        "next",
        "state",
        "sort",
        "rows",
        "history",
        "show",
        "kind",
        "alliance",
        "since",
        "score",
        "o",
    ),
    *("p", "all", "e", "pk", "id", "id__in", "pk__gt", "number", "of", "at", "at__gte", "at__lt", "action"),
    *(
        "_popup",
        "_to_field",
        "_changelist_filters",
        "enterprise__id__exact",
        "alliance__id__exact",
        "user__pk",
    ),
    *("state__exact", "is_active__exact", "term", "app_label", "model_name", "field_name", "form", "key"),
    *(
        "valid_until__year",
        "published_at__day",
        "created_by__email__startswith",
        "date",
        "kind__in",
        "title\x00",
    ),
)
"""Names of parameters: those of the site, and those that Django's admin reads."""
FILES = (
    *(b"", b"\x00", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"a,b\n1,2\n", b"\xff\xfe\x00\xd8"),
    *(b"title\n\x00\n", "编号,标题\n1,电池\n".encode(), b"GIF89a"),
)
FILE_NAMES = (
    "x.csv",
    "x.xlsx",
    "x.pdf",
    "x.png",
    "&#xD800;.pdf",
    "长" * 200 + ".pdf",
    "../x.pdf",
    "a\x00.pdf",
    ".",
)


def value(random: Random) -> str:
    return random.choice(random.choice((NUMBERS, DATES, TEXTS)))


def number(random: Random) -> str:
    """The number of a row: one that may exist, or one that cannot."""
    return str(random.randint(1, 12)) if random.random() < 0.5 else random.choice(NUMBERS)
