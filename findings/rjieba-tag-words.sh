#!/usr/bin/env bash
# What: rjieba.tag cuts other words than jieba.posseg.cut, the function of jieba that it stands
#   in for. It tags the words of jieba.cut, whose model for unknown words knows no parts of
#   speech; posseg uses a model that finds both together. So technical terms that no dictionary
#   has come out as words that posseg never makes, each with a part of speech as if it were
#   known: an adjective 晶圆低 ("wafer low"), a verb 热浸 out of 热浸锌 (hot-dip zinc).
# Expected: the drop-in replacement gives the words and tags of jieba.posseg, as rjieba.cut
#   gives those of jieba.cut.
# Seen: rjieba 0.2.2, jieba 0.42.1. 碳化硅晶圆低损伤: 碳化硅 | 晶圆低 (a) | 损伤 instead of
#   碳化硅 | 晶 | 圆 | 低 | 损伤. Likewise 热浸锌 and 各簇热管理. The words of rjieba.tag are
#   those of jieba.cut in every case, so known words agree.
# Instead: ask rjieba.has_word for each word before its tag is believed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check jieba==0.42.1 rjieba==0.2.2 setuptools==80.9.0
"$work/venv/bin/python" -W ignore - <<'PY'
import logging

import jieba
import jieba.posseg
import rjieba

jieba.setLogLevel(logging.ERROR)
KNOWN = ["氧化锌电阻片", "温室内湿度", "车联网自动驾驶"]
UNKNOWN = ["碳化硅晶圆低损伤", "热浸锌", "各簇热管理"]

for text in KNOWN + UNKNOWN:
    tagged = [tuple(each) for each in rjieba.tag(text)]
    posseg = [(each.word, each.flag) for each in jieba.posseg.cut(text)]
    print(text, tagged, posseg)
    assert [word for word, _ in tagged] == jieba.lcut(text) == rjieba.cut(text)
    assert (tagged == posseg) == (text in KNOWN)
guessed = [word for text in UNKNOWN for word, _ in rjieba.tag(text) if not rjieba.has_word(word)]
assert guessed == ["晶圆低", "热浸", "各簇"], guessed
PY
