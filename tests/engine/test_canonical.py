import json
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.canonical import canonical_json, digest


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1, "1"),
        (-7, "-7"),
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (100.0, "100"),
        (2.5, "2.5"),
        (-0.25, "-0.25"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1 / 3, "0.3333333333333333"),
        (1e-9, "0.000000001"),
        (-1.5e-7, "-0.00000015"),
        (1e16, "10000000000000000"),
        (1.5e300, "15" + "0" * 299),
        (5e-324, "0." + "0" * 323 + "5"),
        (2**70, "1180591620717411303424"),
        (np.float64(0.5), "0.5"),
    ],
)
def test_number_is_its_shortest_decimal(number: float, text: str) -> None:
    assert canonical_json(number) == text.encode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ([], "[]"),
        ({}, "{}"),
        ((1, [2, "3"]), '[1,[2,"3"]]'),
        ({"b": 1, "a": {"d": None, "c": True}}, '{"a":{"c":true,"d":null},"b":1}'),
        (OrderedDict([("z", 0), ("A", 0), ("a", 0)]), '{"A":0,"a":0,"z":0}'),
        ({"2": 0, "10": 0}, '{"10":0,"2":0}'),
        ("Añil €", '"Añil €"'),
        ("𝔷", '"𝔷"'),
        ('"\\/\n\t\x00\x7f', '"\\"\\\\/\\n\\t\\u0000\x7f"'),
        ({'"': 1}, '{"\\"":1}'),
    ],
)
def test_data_has_one_spelling(data: Any, text: str) -> None:
    assert canonical_json(data) == text.encode("utf-8")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_number_that_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r"^canonical JSON has no NaN and no infinity$"):
        canonical_json({"a": [number]})


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json("\ud800")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"bytes", "canonical JSON has no bytes"),
        ({1, 2}, "canonical JSON has no set"),
        ([1j], "canonical JSON has no complex"),
        ({"a": range(3)}, "canonical JSON has no range"),
        ({1: 2}, "canonical JSON has text keys only"),
    ],
)
def test_what_json_has_no_word_for_is_refused(data: Any, message: str) -> None:
    with pytest.raises(TypeError) as refusal:
        canonical_json(data)

    assert str(refusal.value) == message


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_reads_back_as_itself(number: float) -> None:
    text = canonical_json(number).decode()

    assert float(text) == number
    assert "e" not in text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(0, 1e6) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_data_reads_back_as_itself(data: Any) -> None:
    assert json.loads(canonical_json(data)) == data


@given(st.dictionaries(st.text(), st.integers()))
def test_order_of_keys_does_not_matter(data: dict[str, int]) -> None:
    backwards = dict(reversed(data.items()))

    assert canonical_json(backwards) == canonical_json(data)


def test_digest_is_the_sha_256_of_the_canonical_bytes() -> None:
    # printf '{"a":1,"b":[0.1,"ñ"]}' | sha256sum
    expected = "13b97b2b08909b1a60cb269a89baca5c1504c99ee3cd6ab2a10681a415923109"

    assert digest({"b": [0.1, "ñ"], "a": 1.0}) == expected
