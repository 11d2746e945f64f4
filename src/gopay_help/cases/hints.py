"""What surrounds a number says what it is: words of Indonesian, English and Chinese, as patterns.

Every pattern is bounded and runs on folded text (small letters, plain digits), so that a text of any make is
read in linear time. These are words that people write, not words that they read: data of the rules.
"""

import re
from typing import Final

from gopay_help.cases.hints_numbers import HAN

GAP: Final = r"[\s.:=#'\"(\-]{0,6}"
SEP: Final = r"[\s.\-_,/*|·]"

PLACEHOLDER: Final = re.compile(
    r"\[(?:secret|token|password|id|number|(?:card|phone|account)(?: \*\*\d{4})?|email)(?: [a-z2-7]{4})?\]"
)
"""What redaction leaves behind, folded: never read again."""

SECRET_WORD: Final = re.compile(
    r"""(?x)
    (?<![a-z])p[.\-]?[i1!][.\-]?n(?:nya|ku|mu|code)?(?![a-z]) | (?<![a-z])m-?pin(?![a-z])
    | (?<![a-z])[o0][.\-\s]?t[.\-\s]?p(?:nya|ku)?(?![a-z])
    | (?<![a-z])opt(?:nya|ku|(?=\s(?:nya|saya|gopay|gojek)?\s?\d))
    | (?<!error\s)(?<!promo\s)(?<!postal\s)(?<!zip\s)(?<![a-z])
      (?:kode|code)(?:nya|ku|otp|ver[a-z]{0,8})?(?![a-z])
      (?!\s(?:unik(?!.{0,12}(?:login|masuk|sms|verif))|pos|promo|voucher|referral|bank|error|eror|kesalahan
      |booking|transaksi|bayar|negara|area|qr|toko)\b)
    | (?<![a-z])(?:kata)?sandi(?:nya|ku)?(?![a-z]) | passcode | (?<![a-z])2fa(?![a-z])
    | (?<![a-z])(?:verif(?:ikasi|ication)?|digits?|angka(?:nya)?|rahasia|sms|password|passwd|pass)(?![a-z])
    | (?<![a-z])(?:one-?time|token)(?![a-z]) | (?<=\d\s)is\s(?:your|ur)(?![a-z])
    | 短信 | 数字 | [四五六4-8]位数 | berapa\s(?:[a-z]{2,6}\s)?nom[oe]r(?:nya|ny)
    | (?<![误条维乱编代号邮扫款惠请荐尺])[码碼] | 口令 | 一次性
    """
)
"""Words that speak of a code which only its owner may know."""

BREAK: Final = re.compile(
    r"(?<!(?<![a-z])no)(?<!(?<![a-z])nr)(?<!(?<![a-z])rek)(?<!(?<![a-z])tgl)(?<!(?<![a-z])exp)[.](?=\s)|[!?;](?=\s)|[。！？；]|\n(?=\S.{0,40}\S)"
)
"""Where a new thought begins; not after a short form such as `no.`"""

SAID: Final = re.compile(r"adalah|merupakan|(?<![a-z])(?:is|itu|ini|as)(?![a-z])|是|为|=")
SAYS: Final = re.compile(rf"{SAID.pattern}|^[^\w.!?;。！？；]{{0,3}}$")
"""Between a number and the word that names it: `482910 adalah kode …`."""

CONNECT: Final = re.compile(
    r"(?:[\s:=\-\"'(>]|nya|ku|saya|aku|gue|gw|gopay|gojek|akun|adalah|itu|ya|my|is|was|是|为|的|就|都|才|其实){0,8}"
)
"""Small words between a word for a code and its number."""

MONTH: Final = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?"
    r"|ag(?:s|u|t|ustus)|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|no[vp](?:ember)?|de[cs](?:ember)?)(?![a-z])"
)
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"

HARD: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # an amount with its unit or its word
        (
            r"(?:(?<![a-z])(?:rp|idr|usdt?|hkd|sgd|myr|rm|twd|cny|rmb|eur|gbp|jpy|aud|sar|thb|php)|\$|€|£|¥|￥|saldo(?:nya)?|sebesar|nominal|senilai|harga|total(?:nya)?|jumlah|amount|balance|bill|tagihan"
            r"|biaya|rent|金额|余额|扣款|充值|前|后)(?:\s[a-z]{2,12}(?=\s))?(?:[\s.:='\"”’]|nya(?![a-z])){0,4}(?:\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,9})(?:[.,]\d{1,2})?(?![.,]?\d)"
        ),
        r"(?<![\d.])(?<!\d,)(?:\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,9})\s?(?:ribu|rb|jt|juta|rupiah|perak|k(?![a-z])|usdt?|hkd|sgd|myr|ringgit|dollars?|million|盾|元|万|块)(?![a-z])",
        r"(?<![\d.,])\d{1,3}[.,]\d{3}[.,]\d{3}(?:[.,]\d{3})?(?![.,]?\d)",
        # a date
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/\-.](?:0?[1-9]|1[0-2])[/\-.](?:19|20)\d\d(?!\d)",
        r"(?<!\d)(?:19|20)\d\d[/\-.](?:0?[1-9]|1[0-2])[/\-.](?:0?[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?",
        rf"(?<!\d){DAY}\s(?:of\s)?{MONTH}\.?(?:,?\s(?:19|20)\d\d)?(?!\d)",
        rf"(?<![a-z]){MONTH}\.?\s{DAY}(?:,?\s(?:19|20)\d\d)?(?!\d)",
        rf"(?<![a-z]){MONTH}\s(?:19|20)\d\d(?!\d)",
        r"(?:since|sejak|tahun|dari|in)\s(?:19|20)\d\d(?!\d)",
        # a time with its word
        r"(?:jam|pukul|at|since|sejak|点|时间)\s{0,2}(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)",
        r"(?<![\d.])(?:[01]?\d|2[0-3])[:.][0-5]\d\s?(?:wib|wita|wit|am|pm)(?![a-z])",
        r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)",
        # a span
        (
            r"(?<!\d)\d{1,3}(?:\s?[-x/]\s?\d{1,3})?\s?(?:detik|menit|jam|hari|minggu|kali|bulan|tahun|seconds?|minutes?|hours?|days?|weeks?|times"
            r"|digits?|angka|次|天|分钟|小时|位|个|笔|批|单|件|名|人|家|层|楼|期|条|页|秒|周|年|月|日|岁)"
        ),
        # a reference, a version, an error
        (
            r"(?:(?<![a-z])(?:ref(?:erensi|erence)?|order|pesanan|kasus|tiket|ticket|laporan|case|trx|transaction|transaksi|invoice|struk|rb|f|id|batch|antri?e?an|queue|serial|merchant|terminal|outlet|build|rrn|stan|mtcn|resi|awb"
            r"|booking|kontrak|contract|polis|policy|kamar|room|kursi|seat|unit|kloter)"
            r"|编号|[订工]单号?|单号|流水号?|参考号|交易号|代码)"
            r"(?:[\s.:#\-]{1,3}(?:no|nomor|number|id|saya|my|code|kode)){0,2}[\s.:#\-]{0,3}[a-z]{0,3}\d{4,}(?:-\d{4,8})?(?![\d-])"
        ),
        r"第\s?\d{1,6}(?!\d)",
        (
            r"(?:(?<![a-z])err|error|eror|kesalahan|错误|報錯|报错)(?:\s(?:code|kode)|代?[码碼])?(?:nya)?"
            r"[\s:#\"'“(]{0,3}(?:[a-z]{1,5}-?)?\d{3,6}(?!\d)"
        ),
        r"(?:kode|code)\s(?:error|eror|kesalahan|pos|bank|toko|merchant|outlet|cabang|area|negara)[\s:]{0,3}\d{3,6}(?!\d)",
        r"(?<![a-z0-9])(?:inv|lp|po|so|do|trx?|ref|sp|lk)(?:/[a-z0-9]{1,14}){2,6}(?![a-z0-9/])",
        (
            r"(?:(?:versi|version)(?:nya)?(?:\s[a-z]{2,12}){0,2}|版本|(?<![a-z])(?:v|ios|android|macos|windows|app|aplikasi))"
            r"[\s.:]{0,2}\d{1,4}(?:\.\d{1,4}){1,3}"
        ),
        r"(?<![a-z])(?:ip|dns|server|gateway)(?:\s[a-z]{2,8})?[\s:=]{0,3}\d{1,3}(?:\.\d{1,3}){3}(?![.\d])",
        # a number plate
        (
            r"(?<![a-z])(?:plat(?:e|nya)?|nopol|polisi|licen[cs]e|车牌号?)[\s:]{0,3}(?:no(?:mor)?\.?\s|nya\s)?"
            r"[a-z]{1,2}\s?\d{1,4}(?:\s?[a-z]{1,3}(?![a-z]))?"
        ),
        r"(?:繁忙|失败|错误|异常|超时|gagal|failed|error|eror|sibuk|busy)\s?[(\[]\d{3,6}[)\]]",
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
        r"(?<!\d)(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:/\d\d)?(?!\d)",  # with the month first
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.\d\d(?![.\d])",  # with dots
        # paid, or gone
        (
            r"(?<![a-z])(?:(?:di|mem|ter|ke)?(?:bayar|potong|sedot|debit)|[hi]?ilang|lenyap|seharga|rugi|pa(?:y|id)|lost|cost)"
            r"\s{1,2}\d{4,9}(?![.,]?\d)"
        ),
        # a version
        r"(?<![\d.])(?!\d\.\d\.\d(?!\d)|\d\d\.\d\d\.\d\d(?!\d))\d{1,2}\.\d{1,2}\.\d{1,3}(?![.\d])",
    )
)
"""Numbers that look like no secret; a word right before them counts for more."""

OWNED: Final = re.compile(
    r"(?<![a-z])(?:otp|m?-?pin|(?:kata)?sandi|passw\w{0,5}|token|(?:verif|konfirm|otoris|aktiv)[a-z]{2,5}|verification"
    r"|confirmation|authori[sz]ation)\s$"
)
"""What makes a number its owner's alone, right before the word for a reference: `sandi transaksi 5521`."""
BIRTH: Final = re.compile(
    r"(?<![a-z])(?:lahir|ultah|ulang\s?tahun|birth\s?da(?:y|te)|born|(?:me)?nikah|jadian|wedding|anniversary)(?:nya|ku)?(?![a-z])"
    r"|生日|出生|结婚|纪念"
)
"""Days that people make a PIN of."""
A_DAY: Final = re.compile(
    rf"{DAY}\s{MONTH}\.?(?:,?\s(?:(?:19|20)\d\d|\d\d))?(?!\d)|(?<![a-z]){MONTH}\.?\s{DAY}(?:,?\s(?:19|20)\d\d)?(?!\d)"
    r"|(?<!\d)\d{1,4}[/\-.\s]\d{1,2}[/\-.\s]\d{2,4}(?!\d)"
    rf"|(?:{HAN}{{2,4}}|\d{{2,4}})年(?:(?:{HAN}{{1,3}}|\d{{1,2}})月)?(?:(?:{HAN}{{1,3}}|\d{{1,2}})[日号])?"
    rf"|(?:{HAN}{{1,3}}|\d{{1,2}})月(?:{HAN}{{1,3}}|\d{{1,2}})[日号]?"
)

REFERENCE_WORD: Final = re.compile(
    r"(?<![a-z])(?:ref(?:erensi|erence)?|tiket|ticket|laporan|lapor|order|pesanan|case|kasus|trx|trans(?:aksi|action)|invoice|struk)"
    r"(?:nya|ku)?(?![a-z])|编号|(?:[订工]单|单|流水|参考|交易)[号码]|[订工]单|流水"
)
ALIKE: Final = re.compile(
    r"(?:\s?[&,/、]\s?|\s(?:dan|sama|and|atau|or)\s|\s?[和跟]\s?){1,2}([a-z]{0,3}\d{4,})(?![\d\-])"
)
"""What stands after a reference, if it is one more: a list of them."""
DATED: Final = re.compile(
    r"(?<![a-z0-9])[a-z]{1,4}\d{0,3}20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,12}[a-z]{0,3}(?![a-z0-9])"
)
"""A number of a transaction that begins with letters and a day: `A120261121093015ID`."""
TIMED: Final = re.compile(
    r"(?<![a-z0-9])(?P<first>\d{0,3})20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,8}"
    r"(?P<last>[a-z]{0,3}\d{0,4})(?![a-z0-9])"
)
"""A transaction's number that begins with its moment. No card or identity number begins with 201 or 202."""
NUMBERED: Final = re.compile(
    rf"(?:{REFERENCE_WORD.pattern})(?:[\s.:#(]|no|nomor|nomer|number|num|id|nya|是|为){{0,6}}"
    r"((?!\+|62|0?8\d{8}|0?8\d{1,2}[-/]\d{3,4}[-/]\d{2,5}(?![\d\-]))(?=[a-z0-9\-/]{0,40}\d)[a-z]{0,3}\d{2,8}"
    r"(?:[-/](?:\d{1,8}|[a-z]{1,3}\d{0,4})){1,4})(?![a-z0-9\-])"
)
"""Groups of digits right after the word for a reference."""
REFERENCE: Final = re.compile(
    r"(?<![a-z0-9.@/_-])(?P<word>[a-z]{1,6})(?=[a-z0-9-]{0,40}\d)\d{0,8}(?P<rest>(?:-[a-z0-9]{1,12}){1,4})(?![a-z0-9@-])"
)
"""The number of an order or a report as companies write it: letters, then groups: `CAS-881204-K2L9`."""
NO_REFERENCE: Final = re.compile(
    r"(?:.*(?:nya|ku)|hp|wa|no|tel|telp?|tlp|call|hub|cp|nik|ktp|rek|va|bca|bni|bri|pass?|pw|pwd|seed|itu|ini|is|to|ya|yg"
    r"|di|ke|was|my|her|his)"
)
"""What a dash may follow before a number that is none."""
LAST_FOUR: Final = re.compile(
    r"(?:[后後末尾](?:四|4)位(?:数字)?|尾号|尾號|last (?:four|4)(?: digits?)?|ending(?: in| with)?"
    r"|(?:4|empat) (?:angka|digit) (?:terakhir|belakang)(?:nya)?|(?:ber)?akhir(?:an|nya){0,2}|ujungnya)"
    r"(?:[\s:=]|is|are|nya|是|为|of|the|card|kartu){0,5}\d{4}(?!\d)"
)
"""The last four digits, given to name a card or a number: what support asks for."""
TAILED_WORD: Final = re.compile(
    r"kartu|card|debit|kredit|credit|visa|master|rek(?:ening)?|account|(?<![a-z])(?:no|nomor|hp|number|phone|wa)(?![a-z])|[卡号账帳]|手机"
)
GIVEN: Final = re.compile(
    r"(?<![a-z])(?:(?:di|meng|ng)?(?:kasih?|ksi?h|asih)|(?:di|men[yg]?|n[yg]?)?(?:s?ebut|t?ulis|k?etik|k?irim|krm)"
    r"|(?:di|mem)?(?:bilang|blg|baca|beri(?:tahu|tau)?)|(?:di|men?|meny|ny)?s?ampai(?=kan|in)|(?:di|me)?masuk(?=k?an|in)"
    r"|(?:di|mem|men)?(?:input|isi|share|forward|dikte|serah))(?:in|k?an|i)?(?![a-z])"
    r"|(?<![a-z])(?:gave|giv(?:e[ns]?|ing)|told|tell(?:s|ing)?|said|typed?|enter(?:ed)?|sent|read|shared?|provided|forwarded"
    r"|dictated|texted|repl(?:y|ied)|answered)(?![a-z])"
    r"|(?<![a-z])(?:di|mem|men)?(?:bal[ae]s|jawab)(?![a-z])|(?<![a-z])(?:di|mem|meny)?(?:bagi|s?ebar)(?:k?an|in)(?![a-z])"
    r"|(?<![a-z])(?:muncul|ke?lihat?an|keliatan|terlihat|tertulis|(?:bunyi|tulisan)(?:nya)?|shows?|showed"
    r"|popped up|appear(?:s|ed)|(?:use|gunakan)\s$)(?![a-z])|显示|写着|泄露|告知"
    r"|[给給]|告[诉訴知]|[报報念说說发發输輸填读讀](?:[给給]|了|入)"
)
"""Handing over: what is handed over there, and is no sum, date or reference, was a code."""

CARD_WORD: Final = re.compile(r"kartu|card|debit|kredit|credit|(?<![a-z])atm|visa|master|amex|卡")
ACCOUNT_WORD: Final = re.compile(
    r"(?<![a-z])(?:no)?rek(?:ening|nya)?(?![a-z])|(?<![a-z])a/?c(?:ct|count|c)?(?![a-z])|virtual|(?<![a-z])va(?![a-z])"
    r"|(?<![a-z])(?:bca|bni|bri|bsi|mandiri|cimb|permata|jago|danamon|btn)(?![a-z])|账[户号]|帳[戶號]|收款"
)
PART_OF_CODE: Final = re.compile(
    r"(?:(?<![a-z])(?:first|last|front|depan(?:nya)?|awal(?:an|nya)?|pertama|belakang(?:nya)?|akhir(?:an|nya)?|terakhir|tengah(?:nya)?"
    r"|middle)(?![a-z])(?:[\s:=,]|two|three|four|dua|tiga|empat|[2-4](?!\d)|digits?|angka|numbers?|is|are|was|itu|nya){0,6}"
    r"|[前后後末中](?:[二两三四2-4]位?|面)(?:数字?)?(?:[是为:\s,]){0,3})"
    rf"(\d{{2,4}}(?!\d)|{HAN}{{2,4}}(?!{HAN}))"
)
"""A code told in parts: the first three, the last three."""
