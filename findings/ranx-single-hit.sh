#!/usr/bin/env bash
# What: ranx.fuse() normalises each run by min-max unless told otherwise. Where a run has
#   a single hit for a query, its minimum is its maximum, and the hit becomes 0: the same
#   as the worst hit of the other run. The same goes for a run whose hits all score alike.
#   In a hybrid search this strikes the best case: the exact term, a part number or a
#   grade of material, that full text finds in one document only.
# Expected: the only hit of a run counts as its best (1), or is at least not the worst.
# Seen: ranx 0.3.21 (numba 0.68.1, numpy 2.4.6). Full text has {a: 21.0}; the vectors have
#   b .80, c .79, d .78, e .77, a .50. Fused by min-max and sum: b 1.0 c 0.97 d 0.93 e 0.90
#   a 0.0. The one document that both runs found is last, with nothing.
# Instead: a fusion by rank, method="rrf", which puts a first.
# The script compiles numba code on its first call: one to five minutes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  ranx==0.3.21 numba==0.68.1 numpy==2.4.6 pandas==3.1.1
"$work/venv/bin/python" -W ignore - <<'PY'
from ranx import Run, fuse

text = Run({"q": {"a": 21.0}}, name="text")
vectors = Run({"q": {"b": 0.80, "c": 0.79, "d": 0.78, "e": 0.77, "a": 0.50}}, name="vectors")


def fused(**options):
    scores = fuse([text, vectors], **options).to_dict()["q"]
    return sorted(scores, key=lambda doc: -scores[doc]), scores


order, scores = fused(method="sum")
print(scores)
assert order == ["b", "c", "d", "e", "a"] and scores["a"] == 0.0 and scores["b"] == 1.0
assert fused(method="rrf")[0][0] == "a"
PY
