"""What people write around a secret, in the languages of Indonesia, English and Chinese, as patterns.

Every pattern is bounded and runs on folded text (small letters, plain digits), so that a text of any make
is read in linear time. These are words that people write, not words that they read.
"""

import re
from bisect import bisect_left, bisect_right
from typing import Final

# The ten digits: a closed class in each language, also as typed in haste, with a vowel left out.
# One such word says nothing; only several in a row are read as a number.
_OF_INDONESIA: Final = (
    # Indonesian and Malay, in full and in haste
    "no?l|ko?so?n?g|sifar|sa?tu|dua|ti?ga|[ea]?mpa?t|pa?pat|li?ma|[ea]?n[ea]?m|tu?ju?h?|d?[ea]?la?pa?n|se?mbi?la?ng?"
    # Javanese, plain and polite
    "|siji|setunggal|loro|kalih|te?lu|tigo|sekawan|limo|gangsal|pitu|wolu|sang[ao]|songo"
    # Sundanese
    "|enol|hiji|tilu|opat|gene?p|dalapan|salapan"
    # Minangkabau
    "|ciek|duo|ampek|tujuah|sambilan"
    # Batak
    "|sada|tolu|onom|[uw]alu"
    # Balinese, Madurese, Banjarese, Buginese
    "|besik|dadua|nenem|kutus|settong|dhuwa'?|tello'?|empa'?|lema'?|ennem|petto'?|ballu'?|sanga'|talu|ampat|seddi"
    "|tellu|eppa|enneng|arua|asera"
)
_OF_ENGLISH: Final = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_OF_PINYIN: Final = "ling|yi|er|san|si|wu|liu|qi|ba|jiu|yao"
WORD: Final = (
    rf"(?:(?:{_OF_INDONESIA})(?:\s(?:puluh|belas|likur))?|sebelas|sabelas|sewelas|rolas|sepuluh|sapuluh|selawe"
    rf"|dobel|double|dabel|triple|tripel|{_OF_ENGLISH}|{_OF_PINYIN}"
    r"|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
    r"(?:nya)?(?![a-z])"
)
"""A digit, a ten, or how often the next one stands there."""
HAN: Final = "[零〇一二三四五六七八九幺两兩洞拐勾壹贰貳叁參肆伍陆陸柒捌玖]"

_SEP: Final = r"(?:[\s,.\-/;:|…_*+'\"~>&!]{1,4})"
_SCALE: Final = (
    r"(?:ribu|rb|rebu|ewu|juta|jt|ratus|milyar|hundred|thousand|million|grand|bucks|dollars?)(?![a-z])"
)
_NO_SUM: Final = rf"(?!\s?{_SCALE})"
SPELLED: Final = re.compile(rf"(?<![a-z]){WORD}(?:{_SEP}{WORD}){{3,19}}{_NO_SUM}")
SPELLED_IN_PART: Final = re.compile(
    rf"(?<![a-z\d.,:])(?<!\d[\s,.\-])(?=(?:\d{_SEP}){{0,8}}{WORD})(?:{WORD}|\d)"
    rf"(?:{_SEP}(?:{WORD}|\d(?!\d))){{3,19}}{_NO_SUM}"
)
SPELLED_AS_ONE: Final = re.compile(
    r"(?<![a-z])(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
    r"|zero|one|two|three|four|five|six|seven|eight|nine){4,19}(?![a-z])"
)
"""Without a space between them."""
SPELLED_HAN: Final = re.compile(rf"{HAN}(?:[\s,、.\-/…]{{0,2}}{HAN}){{3,18}}(?!\s?[年月万萬千百十])")

_UNIT: Final = (
    r"(?:rupiah|perak|juta|jt|detik|menit|jam|hari|minggu|bulan|tahun|kali|orang|digits?|angka|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?|times|people|transa\w{1,8}|trx)(?![a-z])"
)
COUNTED: Final = re.compile(
    rf"(?<![a-z])(?:{WORD}|se(?:ratus|ribu))(?:{_SEP}(?:{WORD}|se(?:ratus|ribu)|ratus|ribu|hundred|thousand|and)(?![a-z]))"
    rf"{{1,12}}(?!\s?{_UNIT})"
)
"""A number in words as it is counted, not digit by digit: only a word for a code tells it from a sum."""
PIECE: Final = re.compile(
    rf"(?<![a-z]){WORD}(?:{_SEP}{WORD}){{1,3}}{_NO_SUM}(?!\s?{_UNIT})"
    rf"|{HAN}(?:[\s,、.\-]?{HAN}){{1,3}}(?![^\W\d_]?[年月日号天点次个笔万千百十元块分秒小])"
    r"|(?<![\w.,:/+#%$\-])(?<!\d\s)(?<!(?<![a-z])ke\s)(?<!(?<![a-z])rw\s)(?<!(?<![a-z])rt\s)(?<!(?<![a-z])no\s)(?<!call\s)(?<!dial\s)"
    rf"(?P<digits>\d(?:[\s.\-]?\d){{1,2}})(?![\w%]|[\s.\-,/:]{{0,2}}\d)(?!\s?(?:{_UNIT}|{_SCALE}))"
)
"""Part of a number: too short to be read alone."""
THEN: Final = re.compile(
    r"(?<![a-z])(?:and|then|next|after|plus|dan|terus|trus|lalu|sama|lanjut|habis|abis|belakangnya|sisanya)(?![a-z])|然后|再|和|还有|接着"
)
DIGIT_IN_WORDS: Final = re.compile(rf"(?<![a-z]){WORD}|{HAN}")
REPEATED: Final = re.compile(
    rf"(?:(?<![\d\w])[4-8]|[四五六八])\s?个\s?(?:{HAN}|\d)|(?:全部?|都)(?:部?[是为])?\s?(?:{HAN}|\d)(?!\d)"
    r"|(?<![a-z\d])(?:four|six|all|4|6)\s(?:(?:zero|one|two|three|four|five|seven|eight|nine)(?:e?s)|sixes|\d'?s)(?![a-z])"
    rf"|(?<![a-z\d])(?:angka\s)?(?:{WORD}|\d)(?:nya)?\s(?:semua(?:nya)?|(?:di(?:kali|ulang)\s|x\s?)(?:enam|empat|6|4)"
    r"|(?:enam|empat|6|4)\s?(?:x|kali))"
    r"(?![a-z\d])"
    rf"|(?<![a-z])semua(?:nya)?\s(?:angka\s)?(?:{WORD}|\d)(?!\d)"
)
"""A number told by how often one digit stands in it: 六个一, six ones, satu semua."""


GAP: Final = r"[\s.:=#'\"(\-]{0,6}"
SEP: Final = r"[\s.\-_,/*|·]"


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

NOT_A_CODE: Final = tuple(
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

MAYBE_NOT_A_CODE: Final = tuple(
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
    rf"|((?<![a-z]){WORD}"
    rf"(?:[\s,\-]{{1,2}}{WORD}){{2,3}}(?![a-z])(?![\s,\-]{{1,2}}{WORD}))"
    rf"|(?<!{HAN})({HAN}(?:[\s,、.\-]?{HAN}){{2,3}})(?!{HAN}|[年月日号天点次个笔万千百十元块])"
)
WORDS_BEFORE: Final = re.compile(rf"{WORD}[\s,\-]{{1,2}}$")
EXPIRY: Final = re.compile(
    r"(?:(?<![a-z])exp(?:\.|iry|ires|ired|iration|d)?(?![a-z])|valid (?:thru|until|till|to)|good (?:thru"
    r"|until)"
    r"|(?:masa )?berlaku(?:nya)?(?: (?:sampai|hingga|s/d|sd|until))?|ke?dal[ue]wars?a|kadaluarsa|有效期"
    r"|到期(?:日|时间)?)"
    r"(?:[\s.:=,'\"(至到限]|date|tanggal|tgl|bulan|bln|nya|is|sampai|until|itu|kartu(?:nya)?|card|是|为){0,6}?"
    rf"(\d\d?\s?[/\-.|]\s?(?:20)?\d\d|(?:0[1-9]|1[0-2])\s?\d\d|(?:{DAY}\s)?{MONTH}\.?[\s\-/]?(?:20)?\d\d"
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


AFTER_WORD = 32


def same_thought(text: str, start: int, end: int) -> bool:
    """True if neither a new sentence, nor the word for a reference, nor something hidden lies between."""
    between = (BREAK, REFERENCE_WORD, BLANK)
    return not any(pattern.search(text, start, end) for pattern in between)


BLANK = re.compile("\ue000")


def named_by_a_word(text: str, since: int, start: int, end: int, reach: int = 48) -> bool:
    """True if a word for a code stands before the number in the same thought, or names it right after."""
    before = text[max(since, start - reach) : start]
    cut = max((found.end() for found in BREAK.finditer(before)), default=0)
    if SECRET_WORD.search(before, cut):
        return True
    return is_called_so(text, end)


def is_called_so(text: str, end: int) -> bool:
    """True if the words right after a number call it a code."""
    word = SECRET_WORD.search(text, end, end + AFTER_WORD)
    return word is not None and SAYS.search(text[end : word.start()]) is not None


_FAR = 240


def spoken_of(words: list[int], at: int, reach: int = _FAR) -> bool:
    """True if a word for a code stands anywhere near, before or after."""
    index = bisect_left(words, at)
    return any(abs(place - at) <= reach for place in words[max(0, index - 1) : index + 1])


def follows(text: str, words: list[int], start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and this place."""
    index = bisect_right(words, start)
    return (
        index > 0
        and start - words[index - 1] <= reach
        and CONNECT.fullmatch(text, words[index - 1], start) is not None
    )


def secret_words(text: str) -> list[int]:
    """Where the words for a code end."""
    return [found.end() for found in SECRET_WORD.finditer(text)]
