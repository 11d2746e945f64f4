"""What surrounds a number says what it is: words of Indonesian, English and Chinese, as patterns.

Every pattern is bounded and runs on folded text (small letters, plain digits), so that a text of any make is
read in linear time. These are words that people write, not words that they read: data of the rules.
"""

import re
from typing import Final

GAP: Final = r"[\s.:=#'\"(\-]{0,6}"
SEP: Final = r"[\s.\-_,/*|·]"

PLACEHOLDER: Final = re.compile(
    r"\[(?:secret|token|password|id|(?:card|phone|account)(?: \*\*\d{4})?|email)(?: [a-z2-7]{4})?\]"
)
"""What redaction leaves behind, folded: never read again."""

SECRET_WORD: Final = re.compile(
    r"""(?x)
    (?<![a-z])p[.\-]?[i1!][.\-]?n(?:nya|ku|mu|code)?(?![a-z]) | (?<![a-z])m-?pin(?![a-z])
    | (?<![a-z])[o0][.\-]?t[.\-]?p(?:nya|ku)?(?![a-z])
    | (?<!error\s)(?<!promo\s)(?<!postal\s)(?<!zip\s)(?<![a-z])(?:kode|code)(?:nya|ku)?(?![a-z])
      (?!\s(?:pos|promo|voucher|referral|bank|error|eror|kesalahan|booking|transaksi|unik|bayar|negara|area|qr|toko)\b)
    | (?<![a-z])(?:kata)?sandi(?:nya|ku)?(?![a-z]) | passcode | (?<![a-z])2fa(?![a-z])
    | (?<![a-z])(?:verifikasi|verification|digits|angka|rahasia|sms|password|passwd|pass)(?![a-z])
    | 短信 | 数字
    | (?:验证|驗證|动态|動態|安全|密)[码碼] | 口令 | 一次性
    """
)
"""Words that speak of a code which only its owner may know."""

BREAK: Final = re.compile(r"[.!?;](?=\s)|[。！？；]|\n(?=\S.{0,40}\S)")
"""Where a new thought begins."""

SAYS: Final = re.compile(r"adalah|merupakan|(?<![a-z])(?:is|itu|ini|as)(?![a-z])|是|为|=|^\W{0,3}$")
"""Between a number and the word that names it: `482910 adalah kode …`."""

CONNECT: Final = re.compile(
    r"(?:[\s:=\-\"'(>]|nya|ku|saya|aku|gue|gw|gopay|gojek|akun|adalah|itu|ya|my|is|was|是|为|的){0,8}"
)
"""Small words between a word for a code and its number."""

HARD: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # an amount with its unit or its word
        (
            r"(?:rp|idr|usdt|usd|\$|€|saldo(?:nya)?|sebesar|nominal|senilai|harga|total(?:nya)?|jumlah|amount|balance|bill|tagihan"
            r"|biaya|rent|金额|余额|扣款|充值|前|后)[\s.:]{0,3}(?:\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,9})(?:[.,]\d{1,2})?(?![.,]?\d)"
        ),
        r"(?<![\d.])(?<!\d,)(?:\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,9})\s?(?:ribu|rb|jt|juta|rupiah|perak|k(?![a-z])|usdt|million|盾|元|万|块)",
        r"(?<![\d.,])\d{1,3}[.,]\d{3}[.,]\d{3}(?:[.,]\d{3})?(?![.,]?\d)",
        # a date
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/\-.](?:0?[1-9]|1[0-2])[/\-.](?:19|20)\d\d(?!\d)",
        r"(?<!\d)(?:19|20)\d\d[/\-.](?:0?[1-9]|1[0-2])[/\-.](?:0?[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?",
        r"(?:since|sejak|tahun|dari|in)\s(?:19|20)\d\d(?!\d)",
        # a time with its word
        r"(?:jam|pukul|at|since|sejak|点|时间)\s{0,2}(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)",
        r"(?<![\d.])(?:[01]?\d|2[0-3])[:.][0-5]\d\s?(?:wib|wita|wit|am|pm)(?![a-z])",
        r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)",
        # a span
        (
            r"(?<!\d)\d{1,3}(?:\s?[-x/]\s?\d{1,3})?\s?(?:menit|jam|hari|kali|bulan|tahun|minutes?|hours?|days?|weeks?|times"
            r"|digits?|angka|次|天|分钟|小时|位|个)"
        ),
        # a reference, a version, an error
        (
            r"(?:(?<![a-z])(?:ref(?:erensi|erence)?|order|tiket|ticket|laporan|case|trx|transaction|transaksi|invoice|struk|rb|f|id)"
            r"|编号|订单号|工单号|代码)"
            r"(?:[\s.:#\-]{1,3}(?:no|nomor|number|id|saya|my|code|kode)){0,2}[\s.:#\-]{0,3}[a-z]{0,3}\d{4,}(?:-\d{4,8})?(?![\d-])"
        ),
        r"(?:error|eror|kesalahan|错误)(?:\s(?:code|kode)|代码)?[\s:]{0,3}\d{3,6}(?!\d)",
        r"(?:kode|code)\s(?:error|eror|kesalahan|pos)[\s:]{0,3}\d{3,6}(?!\d)",
        r"(?:versi|version|版本|(?<![a-z])v)[\s.:]{0,2}\d{1,4}(?:\.\d{1,4}){1,3}",
    )
)
"""Numbers whose own surroundings say that they are no secret."""

SOFT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?:19[5-9]|20[0-4])\d(?:[\-/](?:0[1-9]|1[0-2]))?(?!\d)",  # a year, a month
        r"(?<![\d.])(?:[01]?\d|2[0-3])\.[0-5]\d(?![.\d])",  # a time
        r"(?<!\d)[1-9]\d{0,4}000(?!\d)",  # a round sum
        r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![.,]?\d)",  # thousands
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/\-](?:0?[1-9]|1[0-2])(?:[/\-]\d\d)?(?!\d)",  # a short date
    )
)
"""Numbers that look like no secret; a word right before them counts for more."""

CARD_WORD: Final = re.compile(r"kartu|card|debit|kredit|credit|(?<![a-z])atm|visa|master|amex|卡")
ACCOUNT_WORD: Final = re.compile(
    r"(?<![a-z])(?:no)?rek(?:ening|nya)?(?![a-z])|(?<![a-z])a/?c(?:ct|count|c)?(?![a-z])|virtual|(?<![a-z])va(?![a-z])"
    r"|(?<![a-z])(?:bca|bni|bri|bsi|mandiri|cimb|permata|jago|danamon|btn)(?![a-z])|账[户号]|帳[戶號]|收款"
)
CVV: Final = re.compile(
    r"(?:cvv2?|cvc2?|cvn|安全码|安全碼)(?:[\s.:=]|nya|ku|saya|is|and|是|为){0,6}(\d(?:[\s.\-]?\d){2,3})(?!\d)"
)
EXPIRY: Final = re.compile(
    r"(?:exp(?:iry|ires|ired)?|valid (?:thru|until)|kadaluarsa|有效期)[\s.:=至到]{0,4}"
    r"((?:0[1-9]|1[0-2])\s?[/\-]\s?(?:20)?\d\d)(?!\d)"
)
PASSWORD: Final = re.compile(
    r"(?:(?:pass(?:word|wd|phrase)?|(?:kata)?\s?sandi)(?:\s?nya|ku|mu)?(?![a-z])|密码|密碼|口令)"
    r"(?P<between>(?:\s?(?:saya|aku|gue|gw|my|the|akun|account|gopay|gojek|email|baru|lama|for|is|was|adalah|itu|为|是)"
    r"(?![a-z])){0,5})(?P<sign>\s{0,2}[:=]{1,2}\s{0,2}|\s{1,2}|(?<=[码碼令是为]))(?P<word>[!-~]{4,64})"
)
NUMBER_WORD: Final = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
    r"|zero|oh|one|two|three|four|five|six|seven|eight|nine)"
)
SPELLED: Final = re.compile(rf"(?<![a-z]){NUMBER_WORD}(?:[\s,.\-]{{1,3}}{NUMBER_WORD}){{3,15}}(?![a-z])")
SPELLED_ZH: Final = re.compile(
    r"[零〇一二三四五六七八九幺两](?:[\s,、.\-]{0,2}[零〇一二三四五六七八九幺两]){3,15}(?!\s?[年月万千百十])"
)
