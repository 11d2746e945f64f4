"""Numbers in words: the ten digits in the languages that people of Indonesia count in.

A closed class each, so all of it is here; also as it is typed in haste, with a vowel left out. One such word
says nothing; only several in a row are read as a number. Patterns as in `hints`: bounded, on folded text.
"""

import re
from typing import Final

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
