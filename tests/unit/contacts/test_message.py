"""What a pasted message gives away, and what it does not."""

import pytest

from verifying import TODAY, run, shipped

ASKING = [
    "Segera kirim kode OTP ke kami",
    "jangan beritahu siapa-siapa, kirim OTP ke sini",
    "Please send the verification code you received",
    "Reply with your PIN to unlock your wallet",
    "请把验证码发给我",
    "不要告诉别人，把验证码发给客服",
    "masukkan PIN GoPay anda di formulir ini",
]
WARNING = [
    "Jangan berikan OTP ke siapapun",
    "Jangan berikan atau bagikan kode OTP kepada siapapun termasuk pihak GoPay.",
    "Never share your OTP or PIN with anyone",
    "We will never ask you to send your PIN.",
    "请勿将验证码告诉他人",
    "Your OTP is 123456. Do not share it.",
    "Petugas kami tidak pernah meminta kode OTP",
]


@pytest.mark.parametrize("message", ASKING)
def test_a_request_for_a_code_is_seen(message: str):
    assert asks_for_secret(shipped().scan(message, TODAY))


@pytest.mark.parametrize("message", WARNING)
def test_a_warning_is_no_request(message: str):
    assert not asks_for_secret(shipped().scan(message, TODAY))


@pytest.mark.parametrize(
    ("message", "signal"),
    [
        ("tekan **21*0821234567# dulu ya", "dial_code"),
        ("pasang Undangan.apk ini", "app_file"),
        ("install AnyDesk supaya kami bantu", "remote_control"),
        ("transfer dulu biaya admin", "pay"),
        ("lanjut di WA kami", "move"),
        ("akun Anda akan diblokir hari ini juga", "urgency"),
        ("Selamat Anda pemenang undian", "prize"),
        ("恭喜您中奖", "prize"),
        ("请立即处理，否则账户将被冻结", "urgency"),
    ],
)
def test_each_sign_is_seen(message: str, signal: str):
    assert signal in [found.id for found in shipped().scan(message, TODAY).signals]


def asks_for_secret(scan):
    return any(signal.id == "secret" for signal in scan.signals)


def test_contacts_are_found_in_order_of_kind_and_judged():
    text = (
        "CS: wa.me/6281234567890, cs.gopay@gmail.com, https://gopay-cs.example/x?y=1, @gopay_cs, "
        "021-5084-9000 atau 1500729."
    )
    found = {answer.input: str(answer.verdict) for answer in shipped().scan(text, TODAY).contacts}
    assert found == {
        "https://gopay-cs.example/x?y=1": "lookalike",
        "cs.gopay@gmail.com": "lookalike",
        "wa.me/6281234567890": "unknown",
        "@gopay_cs": "lookalike",
        "021-5084-9000": "retired",
        "1500729": "official",
    }


def test_the_digits_of_a_code_are_no_number():
    assert [answer.input for answer in shipped().scan("tekan *21*081234567890#", TODAY).contacts] == [
        "*21*081234567890#"
    ]


def test_the_rest_of_a_code_is_no_number():
    found = shipped().scan("tekan **21*0812-3456-7890 sekarang", TODAY).contacts
    assert [str(answer.verdict) for answer in found] == ["danger"]


def test_a_code_in_a_request_is_not_said_again():
    _, out, _ = run(message="Kirim kode OTP 493021 ke kami", json=True)
    assert "493021" not in out


def test_contacts_are_bounded():
    text = " ".join(f"gopay{number}.example" for number in range(500))
    assert len(shipped().scan(text, TODAY).contacts) == 50


def test_a_long_message_is_cut_and_says_so():
    code, out, _ = run(message="-", stdin=b"halo " * 100_000)
    assert (code, "Only the beginning" in out) == (5, True)


def test_an_ordinary_message_is_not_called_harmless():
    code, out, _ = run(message="Besok ketemu jam 7 ya, aku bawa kopi")
    assert code == 5
    assert "proves nothing" in out


@pytest.mark.parametrize(
    "message",
    [
        "Jangan takut kirim OTP ya",
        "jgn tutup telp, bacain angka yg masuk",
        "Jangan beri OTP, kirim ke kami",
        "Jangan kasih tau siapa pun kode OTPnya kecuali ke saya",
        "jangan bilang siapa-siapa dan kirim OTP ke saya",
        "don't tell anyone and send me the code",
        "Do not close the app and tell me the OTP",
        "If you don't send the code, your account will be blocked",
        "kalau ada yang minta kode kirim ke saya",
        "Penipu sedang minta akses akun ibu segera kirim OTP",
        "Hati-hati penipuan! Kirim kode OTP ke kami untuk verifikasi",
        "GoPay tidak pernah meminta PIN, tapi untuk verifikasi hari ini mohon kirim PIN",
        "We will send you a code, please tell us what it says",
        "saya sudah kirim kode, tolong sebutkan",
        "有人要求登录您的账户请提供验证码",
        "不要告诉别人，只告诉我验证码就行",
    ],
)
def test_a_guard_does_not_hide_the_request_beside_it(message: str):
    assert asks_for_secret(shipped().scan(message, TODAY))


@pytest.mark.parametrize(
    "message", ["P I N nya berapa", "o.t.p nya brp", "Ｏ Ｔ Ｐ kirim", "ko\u200bde OT\u200bP nya kirim"]
)
def test_a_secret_spelled_out_or_with_hidden_letters_is_read(message: str):
    assert asks_for_secret(shipped().scan(message, TODAY))


@pytest.mark.parametrize(
    ("message", "contacts"),
    [
        ("hadiah Rp 5.000.000", []),
        ("totalnya 1.250.000 ya, bukan 250rb", []),
        ("transfer IDR 2,500,000 ke rekening BCA 1234567890 a.n. Budi", []),
        ("rek BRI 0123-01-012345-50-1, konfirmasi ke 0812-0000-1111", ["0812-0000-1111"]),
        ("账号 6222021234567890123", []),
        ("Telp BCA 1500888", ["1500888"]),
        ("nomor rekening GoPay 6281200001111", ["6281200001111"]),
    ],
)
def test_sums_and_accounts_are_no_telephone_numbers(message: str, contacts: list[str]):
    assert [answer.input for answer in shipped().scan(message, TODAY).contacts] == contacts


def test_a_sum_alone_holds_no_contact():
    assert [why.id for why in shipped().verify("Rp 5.000.000", None, TODAY).reasons] == ["cannot_tell_kind"]


def test_a_promise_to_answer_in_time_hurries_nobody():
    text = "Tiket #12345 kami terima, balasan lewat email dari customerservice@gopay.co.id dalam 1x24 jam."
    assert shipped().scan(text, TODAY).signals == ()


def test_what_is_quoted_holds_no_code():
    signals = shipped().scan("salah kirim 08120000, kode 552190, tolong kirim kode lagi", TODAY).signals
    assert signals
    assert not any("552190" in signal.quote for signal in signals)


@pytest.mark.parametrize("message", ["Cukup OTP saja pak", "Just the code sir", "验证码就行"])
def test_nothing_but_the_thing_is_a_request(message: str):
    assert asks_for_secret(shipped().scan(message, TODAY))


@pytest.mark.parametrize(
    "message",
    [
        "Kode OTP sudah kami kirim ke SMS Anda",
        "We will send a verification code to your phone",
        "Masukkan kode 552190 di aplikasi",
        "Kode Anda 552190. Bukan Anda? Kabari kami",
        "Kami tidak pernah meminta Anda mengirimkan PIN kepada kami",
        "Penipu bilang 'tolong sebutkan kode OTP'",
        "Pelaku berkata: “sebutkan kode OTP”",
        "Banks do not ask customers to move money to a safe account",
        "Yang menyuruh transfer ke rekening aman itu penipuan",
        "Kalau ada yang minta KTP dan selfie lewat WA, itu penipuan",
        "Kode pesanan berapa kak?",
        "Jangan klik link dari orang tak dikenal",
        "我们会尽快为您处理",
    ],
)
def test_what_asks_nothing_raises_no_alarm(message: str):
    assert shipped().scan(message, TODAY).signals == ()


def test_what_is_forbidden_is_still_named_for_the_request_after_it():
    assert asks_for_secret(shipped().scan("请勿将验证码告诉他人，发给我", TODAY))
