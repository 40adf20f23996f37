#!/usr/bin/env bash
# What: two much used English stop word lists hold the words of engineering.
#   stopwordsiso's "en" (merged from many lists, country codes of web addresses among
#   them) has the symbols of 58 of the 77 chemical elements asked for here: Li, Ni, Co,
#   Mn, Si, Cu, Al, Mg, Ga, Pt, Au, Ag, Sn, Zr ... (Fe, Ti, Zn and Pb are kept), and also
#   cm, km, computer, information, research, invention, novel, ring and mill.
#   scikit-learn's stop_words="english" has thin, thick, fire, mill, fill, system and can:
#   "thin film" and "thick film" become one text, and CAN bus any bus.
# Expected: stop words are words of grammar.
# Seen: stopwordsiso 0.7.1; scikit-learn 1.9.1 (318 words): cosine of "thin film" and
#   "thick film" 1.0, of "CAN bus gateway" and "bus gateway" 1.0, of "fire resistant cable"
#   and "resistant cable" 1.0. Neither says which words it dropped.
# Instead: no list, since idf weighs down common words by itself; or a short list of one's
#   own, with a test that no term of the field is on it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  stopwordsiso==0.7.1 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PY'
import stopwordsiso
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge "
    "As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Hf Ta W Re Os "
    "Ir Pt Au Hg Tl Pb Bi U Po Rn Fr Ra Ac Th Np"
).split()
words = stopwordsiso.stopwords("en")
dropped = {symbol for symbol in SYMBOLS if symbol.lower() in words}
print(len(dropped), "of", len(SYMBOLS), sorted(dropped))
assert (len(dropped), len(SYMBOLS)) == (58, 77)
assert set("Li Ni Co Mn Si Cu Al Mg Ga Pt Au Ag Sn Zr".split()) <= dropped
assert not dropped & set("Fe Ti Zn Pb".split())
assert set("cm km computer information research invention novel ring mill".split()) <= words

assert set("thin thick fire mill fill system can".split()) <= ENGLISH_STOP_WORDS
for one, other in (
    ("thin film", "thick film"),
    ("CAN bus gateway", "bus gateway"),
    ("fire resistant cable", "resistant cable"),
):
    rows = TfidfVectorizer(stop_words="english").fit_transform([one, other])
    cosine = (rows[0] @ rows[1].T).toarray()[0, 0]
    print(one, "/", other, round(cosine, 6))
    assert abs(cosine - 1) < 1e-9
PY
