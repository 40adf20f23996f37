import json
from io import StringIO
from math import log2
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.engine import evaluation

pytestmark = pytest.mark.slow

CORPUS = [
    {"_id": "a", "title": "锂离子电池", "text": ""},
    {"_id": "b", "title": "锂离子电池隔膜", "text": "gearbox"},
    {"_id": "c", "title": "高温合金", "text": ""},
    {"_id": "d", "title": "gearbox case", "text": "a case"},
]
QUERIES = [
    {"_id": "q1", "title": "锂离子电池隔膜", "text": ""},
    {"_id": "q2", "text": "高温"},
    {"_id": "q3", "title": "?"},
]
GRADES = "query-id\tcorpus-id\tscore\nq1\ta\t3\nq1\tc\t0\nq1\td\t2\nq2\tc\t1\nq2\td\t1\nq2\tgone\t0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines + "\n\n", encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(GRADES)
    return tmp_path


def test_queries_rank_all_documents(folder: Path) -> None:
    assert evaluation.rank(evaluation.read(folder)) == {"q1": ["b", "a"], "q2": ["c"]}


def test_the_figures_are_those_of_a_hand_calculation(folder: Path) -> None:
    figures = evaluation.evaluate(folder)
    # q1 finds b (not judged), then a (gain 7), and not d (gain 3). q2 finds c (gain 1), one of two.
    first = 7 / log2(3) / (7 + 3 / log2(3))
    second = 1 / (1 + 1 / log2(3))
    assert figures.queries == 2
    assert figures.ndcg_at_10 == pytest.approx((first + second) / 2)
    assert figures.mrr_at_10 == pytest.approx((1 / 2 + 1) / 2)
    assert figures.map == pytest.approx((1 / 2 / 2 + 1 / 2) / 2)
    assert figures.recall_at_100 == pytest.approx((1 / 2 + 1 / 2) / 2)


def test_judged_only_ranks_all_that_was_judged_and_nothing_else(folder: Path) -> None:
    # q1 shares no term with c and d, so they come last, in the order of the corpus. It has no "gone".
    assert evaluation.rank(evaluation.read(folder), judged_only=True) == {
        "q1": ["a", "c", "d"],
        "q2": ["c", "d"],
    }
    figures = evaluation.evaluate(folder, judged_only=True)
    assert figures.ndcg_at_10 == pytest.approx(((7 + 3 / 2) / (7 + 3 / log2(3)) + 1) / 2)
    assert (figures.mrr_at_10, figures.recall_at_100) == (1, 1)
    assert figures.map == pytest.approx(((1 + 2 / 3) / 2 + 1) / 2)


def test_the_figure_of_each_query_makes_up_the_mean(folder: Path) -> None:
    collection = evaluation.read(folder)
    found = evaluation.ndcg_by_query(collection.qrels, evaluation.rank(collection))
    assert found == {"q1": pytest.approx(0.4966, abs=1e-4), "q2": pytest.approx(0.6131, abs=1e-4)}


def test_a_query_that_finds_nothing_counts_as_zero(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").write_text(GRADES + "q3\ta\t1\n")
    figures = evaluation.evaluate(folder)
    assert figures.queries == 3
    assert figures.mrr_at_10 == pytest.approx(0.5)


def test_grades_that_are_all_zero_give_zero(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").write_text("q1\ta\t0\n")
    assert evaluation.evaluate(folder) == evaluation.Figures(1, 0, 0, 0, 0)


def test_equals_keep_the_order_of_the_corpus() -> None:
    # trec_eval would break the tie by falling name. The measure must get the engine's order.
    figures = evaluation.measure({"q": {"a": 1}}, {"q": ["a", "z"]})
    assert figures.ndcg_at_10 == 1


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("corpus.jsonl", '{"_id": "a"}\nnonsense\n', r"corpus\.jsonl, line 2: a JSON object"),
        ("corpus.jsonl", '{"title": "a"}\n', "line 1: a JSON object"),
        ("queries.jsonl", "[1]\n", "line 1: a JSON object"),
        ("queries.jsonl", '{"_id": 5}\n', "line 1: _id, title and text must be strings"),
        ("corpus.jsonl", '{"_id": "a"}\n{"_id": "a"}\n', "appears twice"),
        (
            "qrels/test.tsv",
            "query-id\tcorpus-id\tscore\nq1\ta\n",
            "line 2: query, document and",
        ),
        ("qrels/test.tsv", "q1\ta\tgood\n", "line 1: query, document and a whole grade"),
        ("qrels/test.tsv", "q9\ta\t1\n", "line 1: there is no query 'q9'"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n", "no judgement"),
        ("corpus.jsonl", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_bad_line_is_named_with_its_number(folder: Path, file: str, text: str | bytes, words: str) -> None:
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(evaluation.BadCollection, match=words):
        evaluation.read(folder)


def test_the_command_prints_one_line_of_json(folder: Path) -> None:
    out = StringIO()
    call_command("evaluate", str(folder), "--judged-only", "--json", stdout=out)
    assert out.getvalue().count("\n") == 1
    expected = evaluation.evaluate(folder, judged_only=True).as_json()
    assert json.loads(out.getvalue()) == expected
    assert list(expected) == ["queries", "ndcg@10", "mrr@10", "map", "recall@100"]


def test_the_command_prints_a_figure_a_line(folder: Path) -> None:
    out = StringIO()
    call_command("evaluate", str(folder), stdout=out)
    assert out.getvalue().splitlines()[:3] == ["queries     2", "ndcg@10     0.5549", "mrr@10      0.7500"]


def test_the_command_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no folder"):
        call_command("evaluate", str(tmp_path / "nowhere"))
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(CommandError, match=r"there is no file .*test\.tsv"):
        call_command("evaluate", str(folder))
