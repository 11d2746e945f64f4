"""Another wallet, in another country, is protected by data alone."""

import copy

import pytest

from gopay_help.contacts.verify import Verifier, build_verifier
from verifying import TODAY, brand, channel, document, registry


def name(word: str, compare: str, strength: str, **more: object) -> dict[str, object]:
    return {
        "name": word,
        "spellings": [],
        "compare": compare,
        "strength": strength,
        "suffixes": [],
        "typos": False,
        "swallows": 0,
        "continues": [],
        "hidden": [],
    } | more


@pytest.fixture(scope="module")
def zimpay() -> Verifier:
    data = copy.deepcopy(dict(document("lookalikes")))
    data["home_brands"] = ["zimpay"]
    data["names"] = [
        name(
            "zimpay",
            "zimpay.cz",
            "compound",
            spellings=["zim-pay"],
            suffixes=["cz"],
            typos=True,
            continues=["ment*"],
        ),
        name("lumora", "lumora.cz", "distinctive", suffixes=["cz"], typos=True),
    ]
    data["hosts"], data["contested"] = [], []
    data["other_companies"] = [
        {
            "name": "Zimpay Ltd",
            "country": "IN",
            "domains": ["zimpay.in"],
            "brand": None,
            "source": "a register",
        }
    ]
    data["phones"] = {"region": "CZ", "country_code": "420", "forwarding": ["21"], "cancel": "##21#"}
    data["lures"] = {"cs": {"support": ["pomoc", "podpora"], "money": ["bonus", "zdarma"]}}
    data["words"] = {"cs": ["kral", "nova"]}
    book = registry(
        channel(id="line", brand="zimpay", value="+420800123456"),
        channel(
            id="old_line",
            brand="zimpay",
            value="+420800999999",
            status="retired",
            print="never",
            reason="old",
        ),
        channel(id="mail", brand="zimpay", kind="email", value="help@zimpay.cz"),
        channel(id="news", brand="zimpay", kind="social", value="instagram.com/zimpay_cz"),
        channel(id="site", brand="zimpay", kind="web", value="https://zimpay.cz"),
        brands={"zimpay": brand("Zimpay", ["zimpay.cz", "lumora.cz"], "CZ")},
    )
    return build_verifier(book, data)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://www.zimpay.cz/pomoc", "official"),
        ("help@zimpay.cz", "official"),
        ("800 123 456", "official"),
        ("+420 800 123 456", "official"),
        ("00420 800 123 456", "official"),
        ("instagram:@zimpay_cz", "official"),
        ("+420 800 999 999", "retired"),
        ("zimpay.in", "other_company"),
        ("zimpay.shop", "lookalike"),
        ("zimpay-pomoc.cz", "lookalike"),
        ("zimpay.cz.overeni.example", "lookalike"),
        ("zimpay22.random.top", "lookalike"),
        ("kralzimpay.example", "lookalike"),
        ("xyzlumora.example", "lookalike"),
        ("zimpai.cz", "lookalike"),
        ("z1mpay.example", "lookalike"),
        ("zim-pay.example", "lookalike"),
        ("help.zimpay@gmail.com", "lookalike"),
        ("800 123 457", "lookalike"),
        ("instagram:@zimpay.cz", "lookalike"),
        ("zimpayments.example", "unknown"),
        ("qzimpay.example", "unknown"),
        ("gopay-cs.example", "unknown"),
        ("1500729", "unknown"),
        ("081234567890", "unknown"),
    ],
)
def test_another_wallet_needs_no_code(zimpay: Verifier, value: str, expected: str):
    assert str(zimpay.verify(value, None, TODAY).verdict) == expected
