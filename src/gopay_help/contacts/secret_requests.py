"""Whether a sentence asks for something that only its reader may have, and what in it asks for nothing.

`Words` makes patterns of a pack's lists: whole words with the endings that may be joined to them; short
names may be spelled out (o-t-p); words of other scripts are found anywhere. Every pattern is bounded: time
is linear.

`Negations` takes out what is forbidden, what others are said to ask, what the sender does himself, what is
done already: such a stretch loses its verb and no more, so that a request beside it is still seen. It
reaches only over words that it knows, never over a comma, and on from verb to verb only where nothing is to
come to the sender. In doubt nothing is taken out: a missed request for a secret is the worst that can
happen here.

`SecretRequests` finds the thing beside a verb of asking, in a question, or in a plea, in whatever order, or
if it is to come to the sender by whatever verb. A code is often named in one sentence and asked for in the
next.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from unicodedata import category, normalize

_SPELLED: Final = 4
"""Names of up to so many letters may be spelled out."""
_ABBREVIATED: Final = re.compile(r"\b([A-Za-z]{1,3})\.(?=\s[a-z0-9])")
_HAN: Final = "\u3400-\u9fff"
_APART: Final = re.compile(rf"(?<=[{_HAN}])[ \-_*\u00b7\u2022\u3010\u3011]{{1,2}}(?=[{_HAN}])")
_DOTTED: Final = re.compile(r"(?<![\w.])(?:[a-z]([.\-_*]))(?:[a-z]\1){1,11}[a-z](?![\w.])")
_SPACED: Final = re.compile(r"(?<!\w)(?:[a-z0] ){3,11}[a-z](?!\w)")
_MIXED: Final = re.compile(r"(?<![\w.])(?=[0-9]?[a-z])[0-9a-z]{2,20}(?![\w.])")
_LETTERS: Final = str.maketrans("013457", "oieast")
_SIMPLE: Final = str.maketrans(
    "驗證碼發轉賬帳號戶錢帶銀幣確認領獎貸積優點擊連結網頁開關註冊買賣單運費遞裝載軟體儲繳納稅聯絡係幫處資訊這個麼時間過說話們會員團隊專業務風險標準還應經營簡機組實現續門從項讓給請為內訂購貨價額凍異雙響進無線當遠寶貝類歡樂賺穩補貼學習試衝視頻語電圖書館層級歲後裡邊兒東車輛違罰據檢國際總統數導師盤產億萬與對於長復製黃將來臨區聽寫讀喚屬許龍馬鳥魚紅藍綠莆亰禮➕裙薇葉醫軍見覺記錄講謝識譯議護報場塊壞夠頭奪奮婦媽孫審屆島帥幾庫廠廣張強彈憑態慶憂懷戰擔擇換撥擾攤敗敵斷舊晝暫曆條極樓樣橋檔權歷歸殺氣決況淚淨測溝滯滿漲漢潔潛濟濫灣災烏煙煩熱燈爭爺爾牆牽犧狀獨獲環畢畫療盜盡監盧睏瞭矚礙禍種稱窮競筆範築簽籌紀約純紙細終絕維緊緝編練縣縮績繞繼罷羅義聞聰職肅脫腦臉臺興艦艱藝節藥蘇蝦術衛複襲計討訓託設訴診詐評詞詢該詳誤誰課調談諒論諾謀謹讚豐負財貢貧販貪責貯貴賀賊賓賞賠賢質賭贈贏趕跡踐軌較輕輪輯輸辦辭農遊達適選遺郵鄉醜釋針釘鉛鈔銷鋪錯鍵鎖鏈鐘鐵閉閒閱陣陸陽階隨隱隻雜離難霧靈靜頂順須預頒頓頗題顧顯飛飯飲餘駕駛駐驅驚骯髒鬆鬧鮮鴻麗麥黨齊齡匯倉倫偉側偵備傳債傷傾僅僑僱兌兩則剛創劃劇劑勁動勝勞勢協卻厭參問啟喪喬嘗噴嚴圍園圓執堅堿塗奧寧尋岡幹廢廳彙徑徵",
    "验证码发转账帐号户钱带银币确认领奖贷积优点击连结网页开关注册买卖单运费递装载软体储缴纳税联络系帮处资讯这个么时间过说话们会员团队专业务风险标准还应经营简机组实现续门从项让给请为内订购货价额冻异双响进无线当远宝贝类欢乐赚稳补贴学习试冲视频语电图书馆层级岁后里边儿东车辆违罚据检国际总统数导师盘产亿万与对于长复制黄将来临区听写读唤属许龙马鸟鱼红蓝绿葡京礼加群微叶医军见觉记录讲谢识译议护报场块坏够头夺奋妇妈孙审届岛帅几库厂广张强弹凭态庆忧怀战担择换拨扰摊败敌断旧昼暂历条极楼样桥档权历归杀气决况泪净测沟滞满涨汉洁潜济滥湾灾乌烟烦热灯争爷尔墙牵牺状独获环毕画疗盗尽监卢困了瞩碍祸种称穷竞笔范筑签筹纪约纯纸细终绝维紧缉编练县缩绩绕继罢罗义闻聪职肃脱脑脸台兴舰艰艺节药苏虾术卫复袭计讨训托设诉诊诈评词询该详误谁课调谈谅论诺谋谨赞丰负财贡贫贩贪责贮贵贺贼宾赏赔贤质赌赠赢赶迹践轨较轻轮辑输办辞农游达适选遗邮乡丑释针钉铅钞销铺错键锁链钟铁闭闲阅阵陆阳阶随隐只杂离难雾灵静顶顺须预颁顿颇题顾显飞饭饮余驾驶驻驱惊肮脏松闹鲜鸿丽麦党齐龄汇仓伦伟侧侦备传债伤倾仅侨雇兑两则刚创划剧剂劲动胜劳势协却厌参问启丧乔尝喷严围园圆执坚碱涂奥宁寻冈干废厅汇径征",
)
_ENDING: Final = r"[.!?\n\r;\u3002\uff01\uff1f]"
_END: Final = re.compile(rf"(?<!{_ENDING}){_ENDING}+(?=\s|\Z)|\n|[\u3002\uff01\uff1f!?]")
_NOTHING: Final = r"(?!)"


class Words:
    """The word lists of a pack, as patterns. A list that a pack does not have is never found."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._ending = f"(?:-?(?:{any_of(lists.get('endings', ()))}))?" if lists.get("endings") else ""
        self._spelled = {word for word in lists.get("secret", ()) if len(word) <= _SPELLED}
        self._parts: dict[tuple[str, ...], str] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def any(self, *names: str) -> str:
        """A part of a pattern: any word of these lists."""
        if names not in self._parts:
            self._parts[names] = self._any({word for name in names for word in self._lists.get(name, ())})
        return self._parts[names]

    def pattern(self, *names: str) -> re.Pattern[str]:
        """The same, ready to search with."""
        if names not in self._patterns:
            self._patterns[names] = re.compile(self.any(*names))
        return self._patterns[names]

    def loose(self, name: str) -> str:
        """Any word of the list, whatever letters or digits stand beside it."""
        return any_of(self._lists.get(name, ()))

    def _any(self, words: set[str]) -> str:
        """The words by first letter, that letter bare in front: so a search leaps from one to the next."""
        groups: dict[str, list[str]] = {}
        for word in _longest_first(words):
            groups.setdefault(word[0], []).append(self._rest(word))
        return f"(?:{'|'.join(self._group(first, rests) for first, rests in groups.items()) or _NOTHING})"

    def _group(self, first: str, rests: Sequence[str]) -> str:
        letter, some = re.escape(first), f"(?:{'|'.join(rests)})"
        if not first.isascii():
            return letter + some
        return rf"{letter}(?<![a-z0-9]{letter}){some}{self._ending}(?![a-z0-9])"

    def _rest(self, word: str) -> str:
        """All of *word* but its first letter."""
        if word in self._spelled:
            return "".join(r"[ .\-_*]?" + re.escape(letter) for letter in word[1:])
        if not word.isascii():
            return re.escape(word[1:])
        return rf"{self._ending}\s{{1,3}}".join(map(re.escape, word[1:].split(" ")))


def any_of(words: Iterable[str]) -> str:
    """A part of a pattern: any of *words*, the longest first; of none it matches nothing, not everything."""
    return "|".join(map(re.escape, _longest_first(words))) or _NOTHING


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def tidy(text: str) -> str:
    """*text* with every letter in its usual form, and without letters that nobody sees."""
    usual = normalize("NFKC", text)
    unseen = {ord(char): None for char in set(usual) if category(char) == "Cf"}
    return usual.translate(unseen)


def undisguised(text: str) -> str:
    """*text*, in small letters, as it is read aloud: no gaps in words, no digits for letters."""
    if not text.isascii():
        text = _APART.sub("", text.translate(_SIMPLE))
    text = _DOTTED.sub(lambda found: found[0].replace(found[1], ""), text)
    text = _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    return _MIXED.sub(_with_letters, text)


def _with_letters(found: re.Match[str]) -> str:
    """A word with digits among its letters, k0de, in letters; codes and quantities as they are."""
    word = found[0]
    digits = sum(map(str.isdigit, word))
    among = word[-1].isalpha() and (word[0].isalpha() or word[0] == "0")
    return word.translate(_LETTERS) if among and 0 < digits * 2 <= len(word) - 1 else word


def sentences(text: str) -> list[str]:
    """The sentences of *text*; a point after a short word that goes on small is an abbreviation."""
    return [part.strip() for part in _END.split(_ABBREVIATED.sub(r"\1 ", text)) if part.strip()]


GAP: Final = r"[^,;:\uff0c\uff1b\uff1a\n]"
"""Anything within one breath."""
_NEXT: Final = r"[ \-/]{0,3}"
_TELLING: Final = ("ask", "urged", "want", "report", "aloud")
_DOING: Final = ("paying", "pay", "move", "screen", "access", "shift", "act")
_OPEN: Final = "(?:[\u201c\u2018\u300c\u300e]|(?<!\\w)[\"'])"
_CLOSE: Final = "(?:[\u201d\u2019\u300d\u300f]|[\"'](?!\\w))"
_BREATH: Final = re.compile("[,;:\uff0c\uff1b\uff1a]")
_NAMED: Final = re.compile(
    "[\u201c\u300c\u300e\u300a][^\u201c-\u201d\u300a-\u300f\n]{1,12}[\u201d\u300d\u300f\u300b]"
)
"""A name or a word between quotation marks: what it says, nobody is asked."""
_CHAIN: Final = 3
FORBIDDEN: Final = " \u2205 "
"""Stands where a verb stood that nobody is asked to obey."""
_LEFT_OUT: Final = " \u2026 "


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as it was written, and as it is read once the guards have been over it."""

    written: str
    read: str
    calm: str
    """Also without clauses about what others ask; empty if it calls something a fraud. For lesser signs."""
    bare: str
    """With all that it forbids: keeping a secret is asked for so."""


class Negations:
    """Reads sentences; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._innocent = words.pattern("innocent")
        self._fraud = words.pattern("scam")

    def sentence(self, written: str) -> Sentence:
        """*written* with what asks for nothing left out."""
        bare = self._innocent.sub(_LEFT_OUT, undisguised(written.casefold()))
        read = self._without_negated(bare)
        if self._fraud.search(bare):
            return Sentence(written, read, "", bare)
        calm = self._told_of.sub(_LEFT_OUT, bare)
        return Sentence(written, read, read if calm == bare else self._without_negated(calm), bare)

    def live(self, sentence: str) -> str:
        """The clauses of a sentence that may want something of their reader now.

        A clause is idle if it forbids, denies, tells what is done, what the sender does or what others say,
        or ends as what is done does; unless a word beside that makes it a request all the same.
        """
        bare = _NAMED.sub(_LEFT_OUT, sentence)
        live = ", ".join(clause for clause in _BREATH.split(bare) if not self._is_idle(clause))
        return self._words.pattern("inert").sub(_LEFT_OUT, live)

    def _is_idle(self, clause: str) -> bool:
        words = [match.lastgroup for match in self._idle_or_alive.finditer(clause)]
        return "alive" not in words and ("idle" in words or self._ended.search(clause) is not None)

    @cached_property
    def _idle_or_alive(self) -> re.Pattern[str]:
        """An idle word and what it governs, for "need not first pay" is no "first pay"; or one that wants."""
        word = self._words.any
        return re.compile(rf"(?P<idle>{word('idle')}\w{{0,3}})|(?P<alive>{word('alive')})")

    @cached_property
    def _ended(self) -> re.Pattern[str]:
        return re.compile(rf"{self._words.any('ended')}\W*\Z")

    def _without_negated(self, sentence: str) -> str:
        for guard in self._of_the_sender:
            sentence = guard.sub(_LEFT_OUT, sentence)
        return self._of_others(sentence)

    def _of_others(self, sentence: str) -> str:
        """*sentence* without what nobody should do, and what somebody else is said to want."""
        sentence = self._quoted.sub(_LEFT_OUT, sentence)
        left, at = [], 0
        for found in self._forbidden.finditer(sentence):
            if found.start() >= at:
                left += [
                    sentence[at : found.start()],
                    FORBIDDEN,
                    found["forbidden"] or found["wanted"] or "",
                    " ",
                ]
                at = self._end_of_chain(sentence, found)
        return "".join((*left, sentence[at:]))

    def _end_of_chain(self, sentence: str, found: re.Match[str]) -> int:
        """Where the verbs end that hang on the one that was found: ask you to send, give or tell."""
        at = found.end()
        for _ in range(_CHAIN):
            more = self._more.match(sentence, at)
            if more is None and found["wanted"] is not None:
                more = self._more_of_others.match(sentence, at)
            if more is None:
                break
            at = more.end()
        return at

    @cached_property
    def _told_of(self) -> re.Pattern[str]:
        """What others ask, or the sender never asks, and the rest of that clause."""
        word = self._words.any
        never = rf"{word('never')}(?:{_NEXT}{word('filler')}){{0,6}}{_NEXT}"
        return re.compile(rf"(?:{word('others')}{GAP}{{0,40}}?|{never}){word('report')}{GAP}{{0,200}}")

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        return re.compile(rf"{self._words.any('others')}[^\n]{{0,40}}?{_OPEN}[^\n]{{0,160}}?{_CLOSE}")

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        """A prohibition, or somebody else, up to the verb; the things named on the way stay."""
        word = self._words.any
        between = rf"(?:{_NEXT}{word('filler', 'secret', 'code', 'identity')}){{0,6}}"
        return re.compile(
            rf"{word('never')}(?P<forbidden>{between}){_NEXT}{word(*_TELLING, *_DOING)}"
            rf"|{word('others')}(?P<wanted>{GAP}{{0,40}}?){word('report')}"
        )

    @cached_property
    def _more(self) -> re.Pattern[str]:
        """The next verb: asked of somebody, or right behind; if the sender gains by it, only after "or"."""
        word = self._words.any
        links = rf"(?:{_NEXT}{word('and', 'filler')}){{0,4}}{_NEXT}"
        mine = rf"(?!{GAP}{{0,30}}?{word('me')})"
        verb = word(*_TELLING, *_DOING)
        nor = rf"(?:{_NEXT}{word('filler')}){{0,2}}{_NEXT}{word('or')}{_NEXT}"
        return re.compile(rf"{_NEXT}{word('made_to')}{_NEXT}{verb}|{nor}{verb}|{links}{verb}{mine}")

    @cached_property
    def _more_of_others(self) -> re.Pattern[str]:
        """The same some words on, after a link: asks you to open a page and type."""
        word = self._words.any
        mine = rf"(?!{GAP}{{0,30}}?{word('me')})"
        further = rf"(?: \w{{1,12}}){{0,4}} {word('and')}(?:{_NEXT}{word('and')}){{0,2}}{_NEXT}"
        return re.compile(rf"{further}{word('ask', 'urged', 'aloud')}{mine}")

    @cached_property
    def _of_the_sender(self) -> tuple[re.Pattern[str], ...]:
        """What the sender will do, what is done, and where the code itself is told."""
        word = self._words.any
        will, done, own = rf"{word('speaker')} ?{word('will')}", word("done"), rf"(?:{word('speaker')} ?)?"
        thing = word("secret", "code")
        told = rf"{thing}\W{{0,3}}(?:\w{{1,6}}\W{{1,3}})?\d{{4,8}}(?!\d)"
        return tuple(
            map(
                re.compile,
                (
                    rf"{will}{GAP}{{0,8}}?{word('hurry', 'act')}",
                    rf"{will} {{0,2}}(?:\w{{1,12}} )?{word('ask', 'paying')}",
                    rf"{done} ?{own}{word('paying', 'pay', 'passive')}",
                    rf"{done} ?{word('speaker')} ?{word('ask')}",
                    rf"(?<!ke )(?<!to ){word('speaker')} ?{word('ask')}(?={GAP}{{0,20}}?{thing})",
                    rf"{word('enter')}{GAP}{{0,30}}?{told}",
                ),
            )
        )


_TOLD: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""A sentence that holds a code tells it; what follows is not a request for it."""
_SHORT: Final = 25
"""A question of so few letters is about what was named before."""


class SecretRequests:
    """Reads sentences that guards have been over; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._sure = re.compile(self._sure_thing)
        self._perhaps = re.compile(self._perhaps_thing)
        word = words.any
        self._give_me = re.compile(rf"{word('ask')}{GAP}{{0,3}}?{word('me')}")
        self._never_any = re.compile(rf"{FORBIDDEN.strip()}[^.!?\n]{{0,200}}?[,\uff0c\u3001] ?{word('or')}")
        thing = word("secret", "code")
        self._told = re.compile(
            rf"{thing}\W{{0,3}}\d{{4,8}}(?!\d)|(?<!\d)\d{{4,8}} ?\([^()\d]{{0,20}}?{thing}\)"
        )
        self._other_code = re.compile(rf"(?:{word('count')}[ \-]?{word('digits')} ?)?{word('other_code')}")

    def commands(self, sentence: str) -> bool:
        """True if it tells its reader to give something, or says that the sender needs it."""
        return (
            self._has(sentence, "ask")
            or self._has(sentence, "want")
            or self._urges.search(sentence) is not None
        )

    def for_identity(self, sentence: str) -> bool:
        """True if it asks for papers or a face."""
        return self._has(sentence, "identity") and self.commands(sentence)

    def for_secret(self, sentence: str, before: Sequence[str]) -> bool:
        """True if it asks for a secret, named in it or in the sentences *before* it."""
        sentence = self._told.sub(" \u2026 ", sentence)  # nobody asks for what he tells
        own = self._without_other_codes(sentence)
        commands = self.commands(self._behind_a_prohibition(own))
        if self._sure.search(own) and (commands or self._asks(self._asked_sure, own)):
            return True
        came = any(self._has(part, "inbox") or self._names(part) for part in (*before, sentence))
        if self._perhaps.search(sentence) and (came or self._has(sentence, "aloud")):
            return commands or self._hands_over(sentence) or self._asked_perhaps.search(sentence) is not None
        if self._has(sentence, "relay") and self._has(" ".join((*before, sentence)), "mail"):
            return self._has(sentence, "me")
        if not any(map(self._names, before)):
            return False
        if commands and (self._has(sentence, "me") or self._has(sentence, "tell")):
            return True
        return self._hands_over(sentence) or (len(sentence) <= _SHORT and self._has(sentence, "question"))

    def _behind_a_prohibition(self, sentence: str) -> str:
        """What of *sentence* can ask for the thing in it: not what stands before it is forbidden."""
        thing, forbidden = self._sure.search(sentence), sentence.find(FORBIDDEN)
        return sentence[forbidden:] if thing and 0 <= forbidden < thing.start() else sentence

    def _asks(self, asked: re.Pattern[str], sentence: str) -> bool:
        rest = self._words.pattern("only", "small").sub("", self._sure.sub("", sentence))
        nothing_else = self._has(sentence, "only") and not any(map(str.isalnum, rest))  # just the code, sir
        return asked.search(sentence) is not None or self._has(sentence, "how_much") or nothing_else

    def asks_for_itself(self, sentence: str) -> bool:
        """True if somebody who is told of a fraud is asked, all the same, to give the sender something."""
        if self._never_any.search(sentence) and not (
            self._has(sentence, "please") or self._has(sentence, "only")
        ):
            return False
        return self._has(sentence, "to_me") or self._give_me.search(sentence) is not None

    def _hands_over(self, sentence: str) -> bool:
        """True if something is to come to the sender, by whatever verb, and nothing beside forbids that."""
        return any(
            self._has(breath, "to_me") and FORBIDDEN not in breath and not self._has(breath, "never")
            for breath in _BREATH.split(sentence)
        )

    def _names(self, sentence: str) -> bool:
        """True if a secret is named but not told."""
        return self._sure.search(self._without_other_codes(sentence)) is not None and not _TOLD.search(
            sentence
        )

    def _without_other_codes(self, sentence: str) -> str:
        """*sentence* without codes of shops and parcels: alone they are nobody's secret."""
        return self._other_code.sub(" \u2026 ", sentence)

    def _has(self, text: str, name: str) -> bool:
        return self._words.pattern(name).search(text) is not None

    @property
    def _sure_thing(self) -> str:
        word = self._words.any
        return rf"(?:{word('secret', 'code')}|{word('count')}[ \-]?{word('digits')})"

    @property
    def _perhaps_thing(self) -> str:
        return rf"(?:{self._sure_thing}|{self._words.any('digits', 'other_code')})"

    @cached_property
    def _asked_sure(self) -> re.Pattern[str]:
        return self._asked(self._sure_thing)

    @cached_property
    def _asked_perhaps(self) -> re.Pattern[str]:
        return self._asked(self._perhaps_thing)

    def _asked(self, thing: str) -> re.Pattern[str]:
        """The thing in a question or a plea."""
        question, plea = self._words.any("question"), self._words.any("plea")
        after = rf"{GAP}{{0,30}}?{question}|[ \-]{{0,2}}(?:\w{{1,12}} ){{0,3}}{plea}"
        return re.compile(rf"{thing}(?:{after})|(?:{question}{GAP}{{0,20}}?|{plea} {{0,2}}){thing}")

    @cached_property
    def _urges(self) -> re.Pattern[str]:
        """A form that is a command after a word of urging; or nobody but the sender is to have it."""
        word = self._words.any
        nobody_but_me = rf"{word('except')}\W{{0,3}}(?:\w{{1,8}} )?{word('me')}"
        return re.compile(rf"{word('please')}{GAP}{{0,20}}?{word('urged')}|{nobody_but_me}")
