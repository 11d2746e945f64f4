"""The rules know no brand: under other names, the same hosts get the same verdicts."""

import json
from functools import cache

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from gopay_help.contacts.verify import Verifier, build_verifier
from verifying import TODAY, document, real_rows, shipped

MADE_UP = [
    "gopay77.qzxv.top", "gopay.pusat-bantuan.my.id", "cs-gojek.hijacked.example",
    "app.gopay.co.id.x.verify.us.kg",
    "gopayhore.com", "rajagopay.com", "zzqgojek.com", "go-pay.support", "go.pay.co.id", "g0pay.my.id",
    "gojek.wiki",
    "gopay.co.id", "www.gojek.com", "go-pay.co.id", "gopay.com", "help.gopay.com", "gopay.com.cn",
    "gojek.onelink.me",
    "gojek2.onelink.me", "mangopay.com", "kogopay.example", "news.example", "customerservice@gopay.co.id",
    "gopay.care@gmail.com", "instagram:@gopayindonesia", "instagram:@gopay.indonesia", "telegram:gopay_cs",
    "1500729",
    "https://gopay.co.id@evil.example/", "https://evil.example/gopay",
]  # fmt: skip
CONSONANTS = "bdfghjklmnprstvwz"
names = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(CONSONANTS),
        st.just("o"),
        st.sampled_from(CONSONANTS),
        st.sampled_from("aeu"),
        st.sampled_from(CONSONANTS),
    ),
)


@cache
def values() -> tuple[str, ...]:
    lists = ("lookalikes.dev.txt", "benign.dev.txt")
    return (*MADE_UP, *(row[0] for name in lists for row in real_rows(name)))


def renamed(text: str, first: str, second: str) -> str:
    """*text* with both names exchanged, in every spelling."""
    for old, new in (("gopay", first), ("gojek", second)):
        for spelling in (
            lambda name: name,
            lambda name: f"{name[:2]}-{name[2:]}",
            lambda name: f"{name[:2]}.{name[2:]}",
        ):
            text = text.replace(spelling(old), spelling(new))
        text = text.replace(f"{old[0]}0{old[2:]}", f"{new[0]}0{new[2:]}")
    return text


def under_names(name: str, first: str, second: str) -> dict[str, object]:
    """A document with both names exchanged; its format is this program's and keeps its own."""
    data = json.loads(renamed(json.dumps(document(name)), first, second))
    return {**data, "format": document(name)["format"]}


def differ(value: str, other: str, under: Verifier) -> bool:
    return shipped().verify(value, None, TODAY).verdict is not under.verify(other, None, TODAY).verdict


@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
@given(names, names)
def test_renamed_brands_get_the_same_verdicts(first: str, second: str):
    everything = json.dumps([document("channels"), document("lookalikes")])
    assume(first[:4] != second[:4] and first not in everything and second not in everything)
    exchanged = {value: renamed(value, first, second) for value in values()}
    assume(not any(name in value for name in (first, second) for value in exchanged))
    # "kokobab" stutters where "kogopay" does not: then other letters stand around the name, too.
    assume(not any(name[:2] + name in other for name in (first, second) for other in exchanged.values()))
    under = build_verifier(*(under_names(name, first, second) for name in ("channels", "lookalikes")))
    changed = [pair for pair in exchanged.items() if pair[0] != pair[1] and differ(*pair, under)]
    assert changed == []
