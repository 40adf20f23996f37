#!/usr/bin/env bash
# What: asked for several vectors at once, usearch fills the places for which it has no
#   hit with key 0 and distance nan. 0 is a valid key: where rows are numbered from 0, the
#   first document becomes a hit of every query. This happens whenever an index holds
#   fewer vectors than asked for, after remove() too. For one vector alone the answer is
#   shortened instead, so a trial with one query shows nothing.
# Expected: the same form for one query and for many, or a key that cannot be a real one
#   (faiss gives -1, with its own trap).
# Seen: usearch 2.26.6, numpy 2.4.6. Three vectors, removed down to keys 1 and 3, k=4:
#     one query:   keys [1 3]
#     two queries: keys [[1 3 0 0] [3 1 0 0]], distances nan at the zeros
#     empty index: keys [[0 0 0 0] [0 0 0 0]], though no key 0 was ever added
#   "distance < limit" drops the zeros (nan), "not distance > limit" keeps them.
# Instead: cut each row by matches.counts, or take to_list() or matches[i], which do.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check usearch==2.26.6 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import numpy as np
from usearch.index import Index

vectors = np.eye(3, dtype=np.float32)
index = Index(ndim=3, metric="cos", dtype="f32")
index.add(np.array([1, 2, 3]), vectors)
index.remove(2)
queries = vectors[[0, 2]]

one = index.search(queries[0], 4)
many = index.search(queries, 4)
print(one.keys, many.keys.tolist(), many.distances.tolist())
assert one.keys.tolist() == [1, 3]
assert many.keys.tolist() == [[1, 3, 0, 0], [3, 1, 0, 0]]
assert np.isnan(many.distances[:, 2:]).all()
assert 0 not in index
assert many.counts.tolist() == [2, 2]
assert many[0].keys.tolist() == [1, 3]
assert [int(key) for key, _ in many.to_list()] == [1, 3, 3, 1]

empty = Index(ndim=3, metric="cos", dtype="f32")
assert empty.search(queries, 4).keys.tolist() == [[0, 0, 0, 0], [0, 0, 0, 0]]
PY
