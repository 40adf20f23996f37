"""Which texts are traces of somebody, and which only look like it."""

import pytest

from ydeu.privacy.enums import Reach
from ydeu.privacy.identifiers import Identifiers

WEI = Identifiers(sure=("wei@acme.cn", "https://acme.cn"), likely=("Li Wei",))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to WEI@acme.cn.", "Write to […]."),
        ("邮箱:wei@acme.cn，电话", "邮箱:[…]，电话"),
        ("邮箱-wei@acme.cn-", "邮箱-[…]-"),
        ("<wei@acme.cn>; 'wei@acme.cn'", "<[…]>; '[…]'"),
        ("see...wei@acme.cn", "see...[…]"),
        ("https://acme.cn, https://acme.cn/wei", "[…], […]/wei"),
        ("Li Wei, Li Weiming", "[…], Li Weiming"),
    ],
)
def test_a_trace_goes_wherever_it_stands(text: str, left: str) -> None:
    assert WEI.without(text, Reach.ANYWHERE) == left
    assert WEI.without(text, Reach.APART) == left


@pytest.mark.parametrize(
    "text",
    [
        "li.wei@acme.cn",
        "li-wei@acme.cn",
        "li_wei@acme.cn",
        "li+wei@acme.cn",
        "li%wei@acme.cn",
        "o'wei@acme.cn",
        "liwei@acme.cn",
        "wei@acme.cn.com",
        "wei@acme.cn-north.com",
        "wei@acme.cnn",
        "https://acme.cn.com",
        "https://acme.cn-north.com/x",
    ],
)
def test_a_longer_address_is_somebody_elses(text: str) -> None:
    for around in ("{}", "See {}, please.", "见{}。"):
        assert WEI.without(around.format(text), Reach.ANYWHERE) == around.format(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("恒张力控制系统", "恒张力控制系统"),
        ("张力传感器测量表面张力。", "张力传感器测量表面张力。"),
        ("张力，13800000000", "[…]，13800000000"),
        ("请联系张力先生或CEO张力", "请联系[…]先生或CEO[…]"),
        ("负责人：张力（经理）", "负责人：[…]（经理）"),
        ("表面张力经理", "表面张力经理"),
        ("张力", ""),
    ],
)
def test_a_short_chinese_name_within_a_word_is_no_name(text: str, left: str) -> None:
    assert Identifiers(sure=(), likely=("张力",)).without(text, Reach.APART) == left


def test_how_far_a_name_is_looked_for() -> None:
    zhang = Identifiers(sure=("z@acme.cn",), likely=("张力",), kept=("恒张力控制公司",))
    said = {"by": "张力", "note": "我是张力，恒张力控制公司 z@acme.cn"}
    assert {reach: zhang.without(said, reach) for reach in Reach} == {
        Reach.NOWHERE: {"by": "张力", "note": "我是张力，恒张力控制公司 […]"},
        Reach.WHOLE: {"by": "", "note": "我是张力，恒张力控制公司 […]"},
        Reach.APART: {"by": "", "note": "我是张力，恒张力控制公司 […]"},
        Reach.ANYWHERE: {"by": "", "note": "我是[…]，恒张力控制公司 […]"},
    }
