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
    assert shipped().scan(message, TODAY).asks_for_secret


@pytest.mark.parametrize("message", WARNING)
def test_a_warning_is_no_request(message: str):
    assert not shipped().scan(message, TODAY).asks_for_secret


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
        ("请立即处理", "urgency"),
    ],
)
def test_each_sign_is_seen(message: str, signal: str):
    assert signal in [found.id for found in shipped().scan(message, TODAY).signals]


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
