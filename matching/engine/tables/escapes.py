"""The escapes of characters in the texts of workbooks (ECMA-376, Office Open XML, 22.4.2.4, bstr)."""

import re

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
CONTROL_ESCAPE = re.compile("_x(00[01][0-9A-Fa-f])_")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SURROGATES = re.compile("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    """The text of a workbook with ``_xHHHH_`` replaced by its character, once from left to right."""
    if "_x" not in text:
        return text
    found = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if SURROGATES.search(found):
        found = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_controls(found)


def without_escaped_controls(text: str) -> str:
    """The text of a CSV file, into which a program copied escaped control characters of a workbook."""
    if "_x00" not in text:
        return text
    return without_controls(CONTROL_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))


def without_controls(text: str) -> str:
    """The text with line breaks as ``\\n`` and without other control characters, except tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return CONTROLS.sub("", text)
