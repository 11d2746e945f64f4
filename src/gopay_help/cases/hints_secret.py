"""Secrets that have no shape of their own, or almost none: the words around them give them away.

As in `hints`: patterns of what people write, bounded, on folded text.
"""

import re
from typing import Final

from gopay_help.cases.hints import DAY as _DAY
from gopay_help.cases.hints import MONTH
from gopay_help.cases.hints_numbers import HAN
from gopay_help.cases.hints_numbers import WORD as NUMBER_WORD

CVV_WORD: Final = re.compile(
    r"(?<![a-z])cv[vcn]2?(?:nya|ku)?(?![a-z])|security (?:code|number)|kode keamanan|安全[码碼]|验证值"
    r"|[末后][三3][码碼位]"
)
BACK_WORD: Final = re.compile(
    r"(?<![a-z])(?:belakang(?:nya)?|back|behind)(?![a-z])|背面|背后|卡背|后面|反面"
    r"|(?<![a-z0-9])(?:3|tiga|three)[\s\-]?(?:angka|digits?|nomor|numbers?)(?:nya)?(?![a-z])|[三3]位数?"
)
"""Where the three digits of a card stand, or that they are three. Only near a card: alone they say little."""
THREE: Final = re.compile(
    rf"(?<![\d.,/:+])(?<!\d[\s\-])(\d{{3,4}}(?![\d%])(?!\s?[\s.\-:,/]\d{{3}}(?!\d))"
    rf"|\d(?:[\s.\-]\d){{2,3}}(?!\s?[\s.\-]?\d))"
    rf"(?!\s?(?:rb|ribu|jt|juta|k|x|kali|menit|jam|hari|digits?|angka|%|次|天|元|万|位)(?![a-z]))"
    rf"|((?<![a-z]){NUMBER_WORD}"
    rf"(?:[\s,\-]{{1,2}}{NUMBER_WORD}){{2,3}}(?![a-z])(?![\s,\-]{{1,2}}{NUMBER_WORD}))"
    rf"|(?<!{HAN})({HAN}(?:[\s,、.\-]?{HAN}){{2,3}})(?!{HAN}|[年月日号天点次个笔万千百十元块])"
)
WORDS_BEFORE: Final = re.compile(rf"{NUMBER_WORD}[\s,\-]{{1,2}}$")
EXPIRY: Final = re.compile(
    r"(?:(?<![a-z])exp(?:\.|iry|ires|ired|iration|d)?(?![a-z])|valid (?:thru|until|till|to)|good (?:thru"
    r"|until)"
    r"|(?:masa )?berlaku(?:nya)?(?: (?:sampai|hingga|s/d|sd|until))?|ke?dal[ue]wars?a|kadaluarsa|有效期"
    r"|到期(?:日|时间)?)"
    r"(?:[\s.:=,'\"(至到限]|date|tanggal|tgl|bulan|bln|nya|is|sampai|until|itu|kartu(?:nya)?|card|是|为){0,6}?"
    rf"(\d\d?\s?[/\-.|]\s?(?:20)?\d\d|(?:0[1-9]|1[0-2])\s?\d\d|(?:{_DAY}\s)?{MONTH}\.?[\s\-/]?(?:20)?\d\d"
    r"|(?:20)?\d\d年\d{1,2}月?|\d{1,2}月(?:20)?\d\d年?|(?:(?:bulan|bln|month)\s)?\d{1,2},?\s(?:tahun|thn|th|year)\s(?:20)?\d\d)(?!\d)"
)
_AND: Final = r"(?:[\s,;|/&+]|dan|sama|trus|terus|lalu|and|then|plus|和|还有|，){1,6}"
AFTER_CARD: Final = re.compile(
    rf"{_AND}(?:an\.?\s|a/n\s)?((?:0?[1-9]|1[0-2])\s?[/\-|]\s?(?:20)?\d\d|(?:0[1-9]|1[0-2])(?:2[5-9]|3\d))(?!\d)(?:{_AND}(\d{{3,4}})(?!\d))?"
)
"""What a card number is followed by where somebody copies all of it."""
MONTH_TO_COME: Final = re.compile(
    rf"((?<![a-z\d]){MONTH}\.?[\s\-/]?(?:20)?(?:2[6-9]|3\d)(?!\d)|(?<![\d/.\-])(?:0[1-9]|1[0-2])\s?[/|]\s?(?:20)?(?:2[6-9]|3\d)(?![\d/.\-]))"
)
"""A month of a year that is not over: beside the code on the back, the end of a card."""
ALONE: Final = re.compile(r"[.!?:;]\s{1,2}([\w\s,\-]{3,24})(?=[.!?;]|$|\n)")
"""A short sentence: if it is nothing but a number, the answer to what was asked before."""
CVV_AFTER_EXPIRY: Final = re.compile(rf"{_AND}(\d{{3,4}})(?![\d.,:/])(?!\s?(?:rb|ribu|jt|juta|k\b|kali|x\b))")

PASSWORD_WORD: Final = (
    r"(?:(?<![a-z])(?:pa?s+w[ou]?r?d|passwd|passphrase|pass|pwd?|(?:kata\s?)?sandi|kata\s?kunci)(?:\s?nya"  # noqa: S105 (a pattern)
    r"|ku|mu|s)?(?![a-z])"
    r"|密[码碼]|口令)"
)
PASSWORD: Final = re.compile(
    PASSWORD_WORD
    + r"(?P<between>(?:\s?(?:saya|aku|gue|gw|sy|my|the|akun|account|gopay|gojek|email|wifi|baru|lama|yang"
    r"|yg|kan|nya|for|is|was"
    r"|adalah|itu|cuman?|hanya|just|only|就|只|为|是)(?![a-z])){0,5})"
    r"(?P<sign>\s{0,2}[:=]{1,2}\s{0,2}|\s{1,2}|(?<=[码碼令是为]))(?P<word>[!-~]{4,64})"
)
NEAR_PASSWORD: Final = re.compile(PASSWORD_WORD)
SHAPED: Final = re.compile(r"(?<![!-~])[\"'(\[]?([!-~]{6,40})|(?<=[^\x00-\x7f])([!-~]{6,40})")
"""A piece of text that could be a password, to be looked at more closely."""
ORDINARY: Final = re.compile(
    r"(?:rp|idr|rm|usd|\$)?[\d.,]+(?:[a-z]{1,6})?|[\d/:.\-+x]+|\d{1,2}(?:jan|feb|mar|apr|mei|may|jun|jul"
    r"|agu|aug|sep|o[ck]t|nov|de[cs])\d*"
    r"|(?:iphone|ipad|redmi|xiaomi|samsung|galaxy|oppo|vivo|realme|infinix|poco|note|android|windows|mate"
    r"|pixel)[\w-]*"
    r"|[a-z]+(?:-[a-z]+)*|(?:https?:|www\.).*|[\w.-]+\.[a-z]{2,6}(?:/.*)?|[a-z]{1,3}/[a-z/]+|@.*|\w+\(.*\)"
)
"""What has letters and digits and is no password: sums, devices, addresses, plain words."""

RECOVERY_WORD: Final = re.compile(
    r"(?:recovery|rescue|back-?\s?up|pemulihan|cadangan)(?:\s?(?:codes?|key|kode|kunci|phrase))?(?:nya)?"
    r"|(?<![a-z])seed(?![a-z])|mnemonic|(?:kunci|secret) (?:rahasia|key)|恢复(?:[码碼]|密钥)"
    r"|备[用份](?:[码碼]|密钥)|救援[码碼]"
)
RECOVERY_CODE: Final = re.compile(
    r"(?<![a-z0-9-])(?:(?=[a-z0-9-]{0,60}\d)[a-z0-9]{3,10}(?:-[a-z0-9]{3,10}){1,7}"
    r"|(?:(?=[a-z]{0,3}\d)[a-z0-9]{4}\s){1,7}(?=[a-z]{0,3}\d)[a-z0-9]{4}"
    r"|(?=[a-z]{0,14}\d)(?=\d{0,14}[a-z])[a-z0-9]{8,24}|\d{8,14})(?![a-z0-9-])"
)
RECOVERY_SHAPE: Final = re.compile(
    r"(?<![a-z0-9-])(?=[a-z0-9-]{0,60}\d)(?=[a-z0-9-]{0,60}[a-z])[a-z0-9]{3,8}(?:-[a-z0-9]{3,8}){2,7}(?![a-z0-9-])"
)
"""Groups as such codes are printed; there the word may stand anywhere near."""
SEED_WORD: Final = re.compile(r"(?<![a-z])seed(?![a-z])|phrase|mnemonic|(?<![a-z])frasa|助记词|恢复词")
SEED: Final = re.compile(
    r"[:=：是\"“\n]\s{0,2}((?:(?:\d{1,2}[.)]\s?)?[a-z]{3,12}[\s,]{1,2}){11,23}[a-z]{3,12}(?![a-z])"
    r"|(?:[\u4e00-\u9fff]{1,3}[\s、,]{1,2}){11,23}[\u4e00-\u9fff]{1,3})"
)

PAPER_WORD: Final = re.compile(
    r"passports?|pas?por|护照|護照|kita[sp]|(?<![a-z])(?:sim|npwp|mykad|n?ric|fin|ssn|ktp|nik)(?:nya"
    r"|ku)?(?![a-z])"
    r"|(?<![a-z])id(?:entity)? ?(?:card|number|no)|social security|licen[cs]e|nomor identitas"
    r"|kartu (?:identitas|keluarga)"
    r"|通行[证證]|证件|身份[证證]|驾[照驶]|居留|台胞证|回乡证"
)
PAPER_NUMBER: Final = re.compile(
    r"(?<![a-z0-9@/.])(?!(?:rp|idr|rm|usd|sgd)[\s.]{0,2}\d)((?=[a-z0-9.\-\s]{0,30}\d{3})(?:[a-z]{1,3}\s)?(?:[a-z]{0,4}\d{1,12}[a-z]{0,4}(?:"
    r"[.\-\s]\d{2,8}[a-z]?|[.\-][a-z\d]{1,8}){0,5}))"
    r"(?![a-z0-9@])"
)
PAPER_SHAPES: Final = (
    re.compile(
        r"(?<![a-z0-9])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?![a-z0-9])"
    ),
    re.compile(r"(?<!\d)\d\d\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    re.compile(r"(?<![\d-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d\d-\d{4}(?![\d-])"),
)
"""A Chinese identity number; an Indonesian tax number; a Malaysian identity number."""

QUESTION: Final = re.compile(
    r"ibu (?:kandung|gadis)(?:nya)?|gadis ibu|nama ibu(?:ku|mu|nya)?|我?(?:妈妈?|母亲)(?:名字"
    r"|姓名)?(?=[叫是姓])|mother'?s? (?:maiden )?name|maiden name|母亲(?:的)?(?:姓名|名字|名|姓)"
    r"|妈妈的?(?:名字|姓名|姓)"
    r"|hewan peliharaan(?:nya)?|peliharaan(?: pertama)?|nama (?:kucing|anjing|kecil|gadis)|first pet"
    r"|pet'?s? name|childhood (?:friend|nickname)"
    r"|sekolah (?:dasar|pertama)|sd pertama|first school|(?:elementary|primary) school|first (?:car|teacher"
    r"|boss|job)|mobil pertama"
    r"|motor pertama|kota (?:ke)?lahir(?:an)?|tempat lahir|city of birth|birth ?place|(?:favou?rite"
    r"|favorit)(?:\s[a-z]{3,8})?"
    r"|(?:guru|makanan|warna) favorit|宠物(?:的|叫什么)?(?:名字?)?|小学(?:名字?|校名)?|出生(?:地|城市)"
    r"|班主任(?:的)?(?:名字?)?"
)
"""Questions whose answer opens an account."""
ASKED: Final = re.compile(
    r"(?:secret|security) (?:question|answer)s?|pertanyaan (?:rahasia|keamanan)|jawaban rahasia|密保|安全问题"
)
ANSWER: Final = re.compile(
    r"(?<![a-z])(?:answer(?:ed)?|(?:men)?jawab(?:an|nya|annya)?|jwb(?:n|nya)?|namanya)(?![a-z])|答案|回答|答"
)
NAME_THERE: Final = re.compile(
    r"(?:(?<![a-z])(?:si|pak|bu|bpk|mr|mrs)\.?\s)?[A-Z][\w'.’-]{1,20}(?:\s(?:\d{1,3}\s)?[A-Z][\w'.’-]{1,20}){0,4}"
    r"(?:\s\d{1,3}(?![\w.,:/%]))?"
)
NAME_NEXT: Final = re.compile(r"[\s:,\"“]{0,3}([a-z][a-z'.-]{2,20})(?![a-z])")
NAME_HAN: Final = re.compile(
    r"[是叫为:填姓案了\s(]\s?[\"“「]?([\u4e00-\u9fff]{2,10})[\"”」]?(?=[\s,.;!，。；！、]|$)"
)
NAME_SAID: Final = re.compile(
    r"(?:[:=]|(?<![a-z])(?:is|adalah|itu|ialah)(?![a-z]))\s{0,2}([a-z][a-z'.-]{2,20})(?![a-z])"
)
NO_NAME: Final = re.compile(
    r"(?:saya|aku|gue|gw|tidak|tdk|gak?|ga|nggak|salah|benar|bener|wrong|not|correct|right|the|my|asked"
    r"|yang|yg|sudah|udah|please|tolong"
    r"|i|he|she|they|it|gopay|gojek|otp|pin|nik|ktp|cs|wa|whatsapp|rp|idr|indonesia|bank|bca|bni|bri"
    r"|mandiri)\.?",
    re.IGNORECASE,
)

SERVICE: Final = re.compile(
    r"(?<![a-z])(?:gmail|e?-?mail|fb|facebook|ig|instagram|tiktok|netflix|shopee|tokopedia|lazada|ovo|dana"
    r"|gojek|gopay|wifi|icloud"
    r"|apple id|google|(?:bca|bni|bri|mandiri|m)[\s-]?(?:mobile|banking)|brimo|livin|klikbca|akun|login"
    r"|user(?:name|id)?)"
    r"[\s:=/\-]{1,3}([!-~]{6,40})"
)
"""A note of accounts: the name of a service, and what lets one in."""
QUOTED: Final = re.compile(r"[\"'“‘「『`]([^\"'”’」』`\n]{4,40})[\"'”’」』`]")
NO_PASSWORD: Final = re.compile(
    r"(?:wrong|not|in|incorrect|invalid|correct|right|the|my|your|a|an|no|never|always|being|been|very|too"
    r"|weak|strong|same|still|asked"
    r"|needed|required|changed?|reset|expired|blocked|locked|stolen|lost|gone|known|hacked|leaked|ok|fine"
    r"|safe|secret|refused|accepted"
    r"|salah|benar|bener|betul|tidak|tdk|gak?|ga|nggak|ngga|gk|belum|blm|sudah|udah|udh|sdh|saya|aku|gue|gw"
    r"|sy|lupa|hilang|bocor|ketahuan"
    r"|ganti|diganti|direset|diblokir|terblokir|kadaluarsa|sama|yang|yg|apa|dan|atau|ke|di|dari|untuk|buat"
    r"|terus|trus|bisa|harus|kalau"
    r"|kalo|itu|ini|nya|masih|malah|kok|kuat|lemah|aman|rahasia|dicuri|dibobol|kosong|baru|lama|and|or|to"
    r"|for|from|on|is|was|it|that)\.?"
)
"""What is said of a password and is none."""

TOKEN_WORD: Final = re.compile(
    r"(?<![a-z])(?:access |auth |api |session |login |refresh )?(?:token|cookie|session(?:\s?id)?|sesi"
    r"|sessid|api.?key|bearer|jwt"
    r"|magic link|secret key|auth key)(?:nya|ku)?(?![a-z])|令牌|会话"
)
OPAQUE_SHORT: Final = re.compile(r"(?<![!-~])[\"'(<]?([a-z0-9_.~+/=:-]{8,200})")
