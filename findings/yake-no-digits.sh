#!/usr/bin/env bash
# What: YAKE never returns a keyword that holds a digit next to letters. LiFePO4, 5G, CO2,
#   3D, IP67, RS-485 and PM2.5 are absent from its answer, however often they occur and
#   however many keywords one asks for; and so is every phrase with one of them.
# Expected: the word that a technical text repeats most is at the top of the list, or at
#   least somewhere in it. Nothing in the answer shows that words were left out.
# Seen: yake 0.7.3, numpy 2.4.6. In a text that says LiFePO4 four times, among all the
#   keywords (top=200, n=1 to 3) no digit occurs; the best is "case". Written
#   without its digit and capitals ("Lifepo") the same word comes first.
# Instead: add terms of letters and digits by a pattern of one's own, or use another
#   method for technical texts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check yake==0.7.3 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import re

import yake

TEXT = (
    "The LiFePO4 cathode and IP67 case. LiFePO4 improves cycle life. "
    "A 5G module with CO2 sensor, 3D printing and RS-485 bus. "
    "LiFePO4 powder, LiFePO4 slurry, PM2.5 monitor."
)


def keywords(text, size):
    found = yake.KeywordExtractor(lan="en", n=size, top=200).extract_keywords(text)
    return [word for word, _ in sorted(found, key=lambda pair: pair[1])]


for size in (1, 2, 3):
    words = keywords(TEXT, size)
    print(size, len(words), words[:4])
    assert "cathode" in words and len(words) > 10
    assert not any(re.search(r"\d", word) for word in words)
assert keywords(TEXT, 1)[0] == "case"
assert keywords(TEXT.replace("LiFePO4", "Lifepo"), 1)[0] == "Lifepo"
PY
