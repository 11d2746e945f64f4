"""What must never be said of a value, and what must never be a success (threat model, cases 4, 5, 20-25)."""

import re
import tomllib
from datetime import UTC, datetime

import pytest

from verifying import LANGUAGES, ROOT, TODAY, ask, catalogue, document, rules, run, shipped, verdict

CALMING = {
    "en": r"\b(safe|safely|legit|legitimate|trusted|genuine|clean|no threats?|harmless|secure)\b",
    "id": r"\b(aman|terpercaya|asli|benar|bersih|sah|terjamin)\b",
    "zh-Hans": r"安全|可信|正规|放心|无害|没有威胁|没问题",
}
DENIED = {
    "en": (r"\bofficial\b", r"\b(not|no longer|never|old|resembles)\b"),
    "id": (r"\bresmi\b", r"\b(bukan|tidak|belum|lama)\b"),
    "zh-Hans": (r"官方", r"不|非|没有|从未"),
}
OF_OFFICIAL = re.compile(r"\.(official|official_stale|listed|official_domain|company_host|age_.*|disputed)\Z")


def quiet_texts(lang: str):
    """Every text that may stand beside a value that is not a fresh official one."""
    return {
        key: text
        for key, text in document(f"text-verify/{lang}").items()
        if not OF_OFFICIAL.search(key) and not key.startswith("verify.secret.")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unknown_never_sounds_safe(lang: str):
    calming = [
        key for key, text in quiet_texts(lang).items() if re.search(CALMING[lang], text, re.IGNORECASE)
    ]
    assert calming == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_official_is_only_named_to_deny_it(lang: str):
    word, denial = DENIED[lang]
    lone = [
        (key, sentence)
        for key, text in quiet_texts(lang).items()
        if key.split(".")[1] in ("headline", "advice")
        for sentence in re.split(r"(?<=[.。])", text)
        if re.search(word, sentence, re.IGNORECASE) and not re.search(denial, sentence, re.IGNORECASE)
    ]
    assert lone == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_official_says_that_it_proves_nothing_about_a_caller(lang: str):
    denial = {"en": "does not prove", "id": "tidak membuktikan", "zh-Hans": "不能证明"}[lang]
    assert denial in catalogue(lang).say("verify.advice.official")
    assert denial in catalogue(lang).say("verify.advice.official_stale")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_look_alike_is_compared_and_not_accused(lang: str):
    accusing = {"en": r"scam|fraud|fake", "id": r"penipu(?!an)|palsu", "zh-Hans": r"骗子|诈骗|假冒"}[lang]
    texts = document(f"text-verify/{lang}")
    said = " ".join(texts[key] for key in ("verify.headline.lookalike", "verify.advice.lookalike"))
    assert not re.search(accusing, said, re.IGNORECASE)


VALUES = {
    "1500729": 0,
    "https://gopay.co.id": 0,
    "customerservice@gopay.co.id": 0,
    "instagram:@gopayindonesia": 0,
    "131": 5,  # official, and its proof is old
    "podpora@gopay.cz": 3,
    "customerservice@gojek.com": 5,
    "081234567890": 5,
    "not a contact": 5,
    "": 5,
    "1500728": 3,
    "021-5084-9000": 3,
    "*21*081234567890#": 3,
    "gopay-help.example": 3,
    "https://www.gopay.com": 3,
}


@pytest.mark.parametrize(("value", "code"), VALUES.items())
def test_exit_zero_only_for_fresh_official(value: str, code: int):
    assert run(value)[0] == code
    assert (code == 0) is ask(value).fresh_official


@pytest.mark.parametrize(
    ("pair", "code"), [(("1500729", "131"), 5), (("131", "021-5084-9000", "1500729"), 3)]
)
def test_the_worst_value_decides(pair: tuple[str, ...], code: int):
    assert run(*pair)[0] == code


def test_a_message_is_never_a_success():
    assert run(message="Hello, how are you?")[0] == 5


@pytest.mark.parametrize(
    "value",
    ["*21*082178912261#", "**21*0821#", "*62*0821#", "**67*0821#", "*61*0821*11*20#", "*002*0821#",
     "tel:%2A21%2A0821%23",
     "＊２１＊０８２１＃", "* 21 * 0821 #", "∗21∗0821#", "**21"],
)  # fmt: skip
def test_ussd_forwarding_is_danger(value: str):
    assert verdict(value) == "danger"
    _, out, _ = run(value)
    assert "tel:" not in out.replace(value, "")


@pytest.mark.parametrize("value", ["##21#", "##002#", "*#21#", "*#06#", "*123#"])
def test_other_codes_are_not_called_dangerous(value: str):
    assert verdict(value) == "unknown"


@pytest.mark.parametrize(
    "value",
    ["https://files.example/GoPay.apk", "files.example/get?f=update.APK", "GoPay.apk", "https://anydesk.com/en/downloads",
     "https://get.teamviewer.com/abc", "kirim kode OTP ke nomor ini"],
)  # fmt: skip
def test_what_must_not_be_opened_is_danger(value: str):
    assert verdict(value) == "danger"


@pytest.mark.parametrize("value", ["0812 3456 789O", "15OO729", "l500729", "1500729a", "+62 81l 2345 678"])
def test_phone_input_is_not_repaired(value: str):
    assert verdict(value, "phone") == "invalid"


def test_an_extension_is_shown_and_not_compared():
    assert "extension" in rules("+6281157157157 ext 12")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("１５００７２９", "unknown"),
        ("١٥٠٠٧٢٩", "unknown"),
        ("1500-729", "official"),
        ("1500 729", "official"),
        ("(1500)729", "official"),
    ],
)
def test_digits_of_any_script_are_shown_plain(typed: str, expected: str):
    answer = ask(typed)
    assert (str(answer.verdict), answer.normalized) == (expected, "1500729")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("gojek.onelink.me", "unknown"), ("gojek2.onelink.me", "lookalike"), ("anything.onelink.me", "unknown"),
     ("onelink.me", "unknown"), ("evil.page.link", "unknown"), ("gopay.page.link", "lookalike")],
)  # fmt: skip
def test_shared_host_tenant_is_not_official(host: str, expected: str):
    assert verdict(host) == expected


def test_clock_before_build_is_detected():
    code, out, _ = run("1500729", now=datetime(2020, 1, 1, tzinfo=UTC))
    assert code == 5
    assert "clock" in out


def test_a_clock_far_ahead_makes_everything_old():
    code, out, _ = run("1500729", now=datetime(2036, 1, 1, tzinfo=UTC))
    assert (code, "has not been checked since" in out) == (5, True)


@pytest.mark.parametrize("value", ["131", "021-5084-9000", "https://www.gopay.com", "gopay-help.example"])
def test_a_wrong_clock_never_turns_a_warning_into_a_success(value: str):
    for year in (1971, 2020, 2026, 2099):
        assert run(value, now=datetime(year, 1, 1, tzinfo=UTC))[0] != 0


def test_own_name_is_look_alike():
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"]
    for host in (
        f"{own}.example",
        f"{own}.readthedocs.io",
        f"www.{own}.org",
        f"{own}.github.io",
        f"get-{own}.my.id",
    ):
        assert verdict(host) == "lookalike", host


def test_no_secret_prompts():
    wanted = re.compile(
        r"(enter|type|give) (us )?your (otp|pin|password)|masukkan (otp|pin)|请输入(验证码|密码)",
        re.IGNORECASE,
    )
    for lang in LANGUAGES:
        for folder in ("text-verify", "text-channels"):
            assert [key for key, text in document(f"{folder}/{lang}").items() if wanted.search(text)] == []


def test_a_pasted_code_is_not_repeated():
    _, out, _ = run(message="Kode OTP kamu 493021. Jangan berikan ke siapapun.")
    assert "493021" not in out


def test_what_is_never_printed_is_never_offered():
    withheld = [
        entry["value"]
        for entry in document("channels")["channels"]
        if entry["print"] == "never" and entry["value"]
    ]
    for value in ("1500729", "customerservice@gopay.co.id", "gopay-cs.example", "+622150849000"):
        _, out, _ = run(value)
        offered = out.replace(value, "")
        assert [other for other in withheld if other in offered] == []


def test_every_answer_names_its_registry():
    stamp = shipped().registry.version
    for value in VALUES:
        assert stamp in run(value)[1]


def test_staleness_is_counted_from_the_newest_source():
    assert ask("1500729", today=TODAY.replace(year=2027)).stale
