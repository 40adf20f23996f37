#!/usr/bin/env bash
# What: with pandas 3, trectools counts a relevant document of one query for the other
#   queries that retrieved a document of the same name. R-precision, a share that cannot
#   exceed 1, comes out as 2.0, without an error or a warning.
# Expected: the same figures with every pandas that trectools accepts (it sets no upper
#   bound), or an error. pandas 3 no longer hands the grouping column to groupby().apply(),
#   so the query is lost and the judgements are joined by the document's name alone.
# Seen: trectools 0.0.50, two queries over one collection.
#     pandas 2.3.3: RPrec {q1: 0.5, q2: 1.0}, mean 0.75
#     pandas 3.1.1: RPrec {q1: 1.0, q2: 2.0}, mean 1.5
# Instead: pin pandas below 3 where trectools is used, or take pytrec_eval or ir_measures.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'q1 Q0 d1 1 5.0 x\nq1 Q0 d2 2 4.0 x\nq2 Q0 d1 1 1.0 x\n' > run
printf 'q1 0 d1 1\nq1 0 d9 1\nq2 0 d1 1\n' > qrels
cat > check.py <<'PY'
import sys

import pandas
from trectools import TrecEval, TrecQrel, TrecRun

evaluation = TrecEval(TrecRun("run"), TrecQrel("qrels"))
each = evaluation.get_rprec(per_query=True)["RPrec@1000"].to_dict()
print(pandas.__version__, each, evaluation.get_rprec())
assert each == {"q1": float(sys.argv[1]), "q2": float(sys.argv[2])}
assert evaluation.get_recall(per_query=True)["R@1000"].to_dict() == {"q1": 0.5, "q2": 1.0}
PY
for trial in "2.3.3 0.5 1.0" "3.1.1 1.0 2.0"; do
  read -r pandas first second <<< "$trial"
  python3 -m venv "$pandas"
  "$pandas/bin/pip" install -q --disable-pip-version-check \
    trectools==0.0.50 "pandas==$pandas" numpy==2.4.6
  "$pandas/bin/python" -W ignore check.py "$first" "$second"
done
