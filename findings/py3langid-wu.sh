#!/usr/bin/env bash
# What: the model that came with py3langid 0.4 knows more languages, Wu ("wuu", the
#   speech of Shanghai, Zhejiang and southern Jiangsu) among them, and takes short technical
#   titles in standard Chinese for Wu. Code that asks whether the answer is "zh" turns
#   them away after the upgrade; version 0.3 said "zh" to all of them.
# Expected: standard written Chinese is "zh"; a minor release does not change that.
# Seen: py3langid 0.4.0: 高纯石英砂 (high-purity quartz sand), 固态电池 (solid-state
#   battery), 激光雷达 (lidar), 碳化硅外延片, 氮化镓功率器件 (SiC wafer, GaN devices) and
#   "SiC外延片 4H-SiC 6 inch" are "wuu". Longer titles are mostly "zh".
#   py3langid 0.3.0: all "zh".
# Instead: name the languages that can occur: set_languages(["zh", "en"]) gives "zh" for
#   all of them in both versions.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/titles.py" <<'PY'
import sys

import py3langid

TITLES = [
    "高纯石英砂",
    "固态电池",
    "激光雷达",
    "碳化硅外延片",
    "氮化镓功率器件",
    "SiC外延片 4H-SiC 6 inch",
]


def answers(titles):
    return [py3langid.classify(title)[0] for title in titles]


expected = sys.argv[1]
print(expected, answers(TITLES))
assert answers(TITLES) == [expected] * len(TITLES)
assert answers(["一种用于海上风电的防腐涂料"]) == ["zh"]
py3langid.set_languages(["zh", "en"])
assert answers(TITLES) == ["zh"] * len(TITLES)
assert answers(["Perovskite solar cell"]) == ["en"]
PY
for pair in 0.3.0:zh 0.4.0:wuu; do
  python3 -m venv "$work/${pair%:*}"
  "$work/${pair%:*}/bin/pip" install -q --disable-pip-version-check \
    "py3langid==${pair%:*}" numpy==2.4.6
  "$work/${pair%:*}/bin/python" "$work/titles.py" "${pair#*:}"
done
