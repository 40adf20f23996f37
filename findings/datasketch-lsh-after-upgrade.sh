#!/usr/bin/env bash
# What: datasketch 2 computes other MinHash values than datasketch 1. An LSH index that
#   datasketch 1 stored loads in datasketch 2 without a word and then finds nothing:
#   query() with the very text that is in the index answers []. A duplicate check that
#   keeps its index calls everything new from the day of the upgrade.
# Expected: an error. Comparing the two signatures directly does raise ("different
#   permutation schemes"); only the index does not look.
# Seen: index pickled by datasketch 1.10.0, read by datasketch 2.0.0, numpy 2.4.6.
#     MinHash(...).jaccard(old)  -> ValueError
#     old_index.query(new)       -> []
#     old_index.query(old)       -> ['a']
# Instead: rebuild stored indexes with the upgrade. Until then, make the signatures with
#   MinHash(scheme="legacy"), which finds the old entries. Keep one known text as a
#   canary and check at start-up that the index finds it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for version in 1.10.0 2.0.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/pip" install -q --disable-pip-version-check \
    "datasketch==$version" numpy==2.4.6
done
cat > "$work/sketch.py" <<'PY'
from datasketch import MinHash

TEXT = "钙钛矿太阳能电池封装材料"


def sketch(**options):
    minhash = MinHash(num_perm=128, **options)
    for start in range(len(TEXT) - 1):
        minhash.update(TEXT[start : start + 2].encode())
    return minhash
PY
cd "$work"
1.10.0/bin/python - <<'PY'
import pickle
import sys

sys.path.insert(0, ".")
from datasketch import MinHashLSH
from sketch import sketch

index = MinHashLSH(threshold=0.5, num_perm=128)
index.insert("a", sketch())
assert index.query(sketch()) == ["a"]
with open("index.pickle", "wb") as file:
    pickle.dump((index, sketch()), file)
PY
2.0.0/bin/python - <<'PY'
import pickle
import sys

sys.path.insert(0, ".")
from sketch import sketch

with open("index.pickle", "rb") as file:
    index, old = pickle.load(file)
print("new signature:", index.query(sketch()), "old signature:", index.query(old))
assert index.query(sketch()) == []
assert index.query(old) == ["a"]
assert index.query(sketch(scheme="legacy")) == ["a"]
try:
    sketch().jaccard(old)
except ValueError as error:
    assert "scheme" in str(error)
else:
    raise SystemExit("jaccard compared two schemes")
PY
