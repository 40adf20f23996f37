"""What is a trace of somebody, and what only looks like one."""

import pytest

from ydeu.privacy.traces import Traces

WEI = Traces(sure=("wei@acme.cn", "https://acme.cn"), likely=("Li Wei",))


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
    assert WEI.without(text) == left


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
        assert WEI.without(around.format(text)) == around.format(text)
