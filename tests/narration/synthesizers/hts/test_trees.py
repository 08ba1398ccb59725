"""Decision trees of an HTS voice."""

from __future__ import annotations

import pytest

from briefing.narration.synthesizers.hts import trees

TEXT = """QS C-a { "*-a+*","*-aa+*" }
QS begins { "x^*" }
QS ends { "*J:3" }
QS wild { "*-?+b*" }
QS whole { "x^x-z+x" }

{*}[2]
{
   0 C-a     -1         "s2_1"
  -1 begins  "s2_3"     -2
  -2 ends    "s2_2"     "s2_4"
}
{*}[3]
   "s3_1"
{*}[4]
{
   0 wild    -1  "s4_1"
  -1 whole "s4_2" "s4_3"
}
"""


@pytest.mark.parametrize(
    ("label", "leaves"),
    [
        ("x^x-a+b", [0, 0, 0]),
        ("q^x-aa+c", [0, 0, 1]),
        ("x^x-c+c", [1, 0, 1]),
        ("x^x-c+c/J:3", [3, 0, 1]),
        ("q^x-c+b/J:3", [2, 0, 0]),
        ("x^x-z+x", [1, 0, 2]),
        ("x^x-cc+b", [1, 0, 1]),  # ? is one sign
    ],
)
def test_a_label_comes_to_one_leaf_of_each_tree(label: str, leaves: list[int]) -> None:
    assert trees.read(TEXT).leaves(label) == leaves


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('QS a { "*a*" }\n{*}[2]\n{\n 0 a 0 "s_1"\n}\n', "leads nowhere"),  # round and round
        ('QS a { "*a*" }\n{*}[2]\n{\n 0 a -7 "s_1"\n}\n', "has no node -7"),
        ('{*}[2]\n{\n 0 a "s_2" "s_1"\n}\n', "leads nowhere"),  # a question that nobody wrote down
        ('QS a { "*a*" }\n{*}[2]\n{\n 0 a "s_0" "s_1"\n}\n', "number 0"),  # leaves count from 1
        ("{*}[2]\n\n", "neither node nor leaf"),
    ],
)
def test_a_tree_that_leads_nowhere_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        trees.read(text)
