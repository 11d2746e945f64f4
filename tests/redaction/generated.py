"""Complaints made of parts, the same each time: many values in many places, with noise between them."""

import random
from collections.abc import Iterator

from corpus import Complaint, parse

SENTENCES = {
    "id": [
        "halo kak {greet}, saldo {amount} saya belum masuk dari {date}",
        "tadi ada yang nelpon, dia minta kode terus saya bacakan <otp|{code}>",
        "pin akun itu <pin|{pin}> dan sudah saya pakai dari {year}",
        "masuk sms berisi OTP <otp|{code}> jam {time}, padahal saya tidak minta",
        "nomor ktp <nik|{nik}> atas nama sendiri",
        "bayar pakai kartu <card|{card}> untuk {order}, status gagal",
        "transfer ke rek <account|{account}> bank {bank} sebesar {amount}",
        "hubungi saya di <phone|{phone}> atau <email|{email}>",
        "dikasih link https://promo.example/klaim?<token|token={token}> lalu disuruh login",
        "nomor pesanan {order}, laporan {ticket}",
        "kata sandi: <password|{password}>",
        "kode verifikasi <otp|{spaced}> saya forward",
    ],
    "en": [
        "hello team, {amount} is missing since {date} {time}",
        "the caller wanted the code, so I gave <otp|{code}>",
        "my pin <pin|{pin}> is refused since {year}",
        "otp: <otp|{spaced}>",
        "my id number is <nik|{nik}>",
        "charged on card <card|{card}> twice, order {order}",
        "sent to account <account|{account}> at {bank}, {amount}",
        "reach me on <phone|{phone}> / <email|{email}>",
        "login link https://a.example/in#<token|access_token={token}>",
        "ticket {ticket} is open for 12 days",
        "password: <password|{password}>",
    ],
    "zh": [
        "你好，{amount}从{date}开始没到账",
        "对方要验证码，我说了<otp|{code}>",
        "支付密码<pin|{pin}>不对",
        "验证码：<otp|{spaced}>",
        "身份证<nik|{nik}>",
        "银行卡<card|{card}>扣了两次，订单{order}",
        "转到账号<account|{account}>，{amount}",
        "电话<phone|{phone}>，邮箱<email|{email}>",
        "链接 https://a.example/c?<token|code={token}>",
        "密码：<password|{password}>",
    ],
}
JOINTS = (". ", ", ", "\n", "! ", " - ", " 😭 ", "; ", "... ")


def generated(count: int = 2000) -> Iterator[Complaint]:
    """*count* complaints of one to four sentences."""
    chance = random.Random(20261122)  # noqa: S311 (the same each time)
    for number in range(count):
        lang = chance.choice(sorted(SENTENCES))
        lines = [chance.choice(SENTENCES[lang]) for _ in range(chance.randint(1, 4))]
        text = chance.choice(JOINTS).join(line.format(**_values(chance)) for line in lines)
        yield parse(text, f"generated:{number}")


def _values(chance: random.Random) -> dict[str, str]:
    def digits(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    day = f"{chance.randint(1, 28):02}"
    month = f"{chance.randint(1, 12):02}"
    code = digits(chance.choice((4, 6)))
    nik = f"31{digits(4)}{day}{month}{digits(2)}{digits(4)}"
    card = f"4{digits(15)}"
    fours = [card[place : place + 4] for place in (0, 4, 8, 12)]
    thousands = chance.randint(10, 900)
    million = f"Rp {chance.randint(1, 9)}.{digits(3)}.{digits(3)}"
    phone = f"08{chance.choice('1358')}{digits(chance.choice((8, 9)))}"
    return {
        "greet": chance.choice(("admin", "cs", "min")),
        "amount": chance.choice((f"Rp{thousands}.000", f"{thousands}rb", million)),
        "date": chance.choice((f"2026-{month}-{day}", f"{day}/{month}/2026", f"{day}-{month}-2026")),
        "time": f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
        "year": str(chance.randint(2017, 2026)),
        "code": code,
        "spaced": chance.choice((" ", "-", ".", "")).join(code),
        "pin": digits(6),
        "nik": chance.choice((nik, f"{nik[:6]} {nik[6:12]} {nik[12:]}", f"{nik[:6]}.{nik[6:12]}.{nik[12:]}")),
        "card": chance.choice((card, " ".join(fours), "-".join(fours))),
        "phone": chance.choice((phone, f"+62{phone[1:]}", f"{phone[:4]}-{phone[4:8]}-{phone[8:]}")),
        "email": f"{chance.choice(('budi', 'sri.w', 'li_hua'))}{digits(2)}@mail.example",
        "account": digits(10).replace("0", "7", 1),
        "bank": chance.choice(("BCA", "BNI", "BRI", "Mandiri")),
        "order": f"{chance.choice(('RB-204815-', 'F-'))}{digits(7)}",
        "ticket": f"{chance.randint(1, 9)}{digits(6)}",
        "token": "".join(chance.choice("abcdef0123456789") for _ in range(24)),
        "password": f"Rahasia{digits(3)}!",
    }
