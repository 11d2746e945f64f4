"""Mistakes of translators and writers: what a text says, in which language, and what it was made from."""
# ruff: noqa: E501 (what an author wrote stands in one piece)

import re

from mutation import Mutation, without_line

TREE, CHECKLISTS = "tree.yaml", "checklists.yaml"
EN, ID, ZH = "text/en.yaml", "text/id.yaml", "text/zh-Hans.yaml"


def says(key: str, text: str):
    """Writes another text for one key, in quotes."""

    def change(whole: str) -> str:
        changed, count = re.subn(rf'(?m)^{re.escape(key)}: ".*"', lambda _: f'{key}: "{text}"', whole)
        assert count == 1, key
        return changed

    return change


def also(text: str):
    """Adds lines at the end."""
    return lambda whole: f"{whole}{text}\n"


COMPLETE = (
    Mutation("a translation is missing", "I18N001", ID, change=without_line("symptom.why: ")),
    Mutation(
        "a red flag is missing in one language", "I18N001", ZH, change=without_line("red_flag.opt.unsure: ")
    ),
    Mutation("an English step without words", "I18N001", EN, change=without_line("step.share_code: ")),
    Mutation(
        "how to use a contact is missing",
        "I18N001",
        "text-channels/id.yaml",
        change=without_line("channel.id_web_help_gopay.how: "),
    ),
    Mutation(
        "what an outcome knows is missing", "OUT007", EN, change=without_line("outcome.outage.summary: ")
    ),
    Mutation("an outcome without a title", "OUT007", EN, change=without_line("outcome.pin_frozen.title: ")),
    Mutation("a text of a step that is gone", "I18N002", EN, change=also('step.gone_long_ago: "Wait."')),
    Mutation("a text of an answer that is gone", "I18N002", EN, change=also('symptom.opt.gone: "Gone"')),
    Mutation(
        "a word of the program's own, misspelt in one language",
        "I18N002",
        "text-ui/id.yaml",
        change=also('ui.emergancy: "Bertindak sekarang"'),
    ),
    Mutation("a translation without its English", "I18N002", ZH, change=also('step.nowhere: "等一等。"')),
    Mutation(
        "an English text that changed",
        "I18N003",
        EN,
        change=says("symptom.why", "Most people have another trouble behind it."),
    ),
    Mutation(
        "a red flag whose English changed",
        "I18N003",
        EN,
        change=says("red_flag.text", "Did money leave without you, or did anyone get your OTP or PIN?"),
    ),
    Mutation(
        "a translation that nobody noted", "I18N003", "lock/id.yaml", change=without_line("symptom.why: ")
    ),
    Mutation(
        "a lock of another English",
        "I18N003",
        "lock/zh-Hans.yaml",
        change=lambda whole: re.sub(r'(?m)^(symptom\.why): ".*"', r'\1: "00000000"', whole),
    ),
    Mutation(
        "English beside an answer that says something else",
        "I18N008",
        TREE,
        change=lambda whole: whole.replace(
            '{id: "no", to: which_brand}', '{id: "no", to: which_brand}  # en: Yes', 1
        ),
    ),
    Mutation(
        "Chinese without its script",
        "I18N011",
        TREE,
        "languages: [en, zh-Hans, id]",
        "languages: [en, zh, id]",
    ),
    Mutation(
        "a language without a text",
        "I18N011",
        TREE,
        "languages: [en, zh-Hans, id]",
        "languages: [en, zh-Hans, id, fr]",
    ),
    Mutation("one key in two files", "I18N012", "text-ui/id.yaml", change=also('symptom.why: "Lagi."')),
)

FORM = (
    Mutation(
        "a name to fill in is lost",
        "I18N004",
        "text-ui/id.yaml",
        change=says("ui.question_number", "Pertanyaan"),
    ),
    Mutation(
        "a name to fill in is translated",
        "I18N004",
        "text-ui/zh-Hans.yaml",
        change=says("ui.question_number", "第 {编号} 题"),
    ),
    Mutation(
        "a name in capitals",
        "I18N004",
        "text-ui/id.yaml",
        change=says("ui.question_number", "Pertanyaan {Number}"),
    ),
    Mutation(
        "a name in full-width braces",
        "I18N004",
        "text-ui/zh-Hans.yaml",
        change=says("ui.question_number", "第 ｛number｝ 题"),
    ),
    Mutation(
        "a name in apostrophes",
        "I18N004",
        "text-ui/id.yaml",
        change=says("ui.question_number", "Pertanyaan '{number}'"),
    ),
    Mutation(
        "a name that English does not fill in",
        "I18N004",
        ID,
        change=says("symptom.text", "Apa masalahnya, {name}?"),
    ),
    Mutation(
        "a link",
        "I18N005",
        ID,
        change=says("step.keep_proof", "Buka https://gopay-bantuan.example dan simpan bukti."),
    ),
    Mutation(
        "a mail address", "I18N005", ZH, change=says("step.keep_proof", "把凭证发到 help@gopay.example。")
    ),
    Mutation(
        "a telephone number in full width",
        "I18N005",
        ZH,
        change=says("step.keep_proof", "请打 ０８１２３４５６７８９。"),
    ),
    Mutation("a handle", "I18N005", ID, change=says("step.keep_proof", "Kirim ke @gopaybantuan.")),
    Mutation("a dial code", "I18N005", EN, change=says("step.keep_proof", "Dial *21* to keep it.")),
    Mutation(
        "markup of a terminal", "I18N006", ID, change=says("step.keep_proof", "[bold]Simpan bukti[/bold].")
    ),
    Mutation(
        "markup that hides where a link leads",
        "I18N006",
        ID,
        change=says("step.keep_proof", "[link=x]Simpan bukti[/link]."),
    ),
    Mutation("markup of a page", "I18N006", ZH, change=says("step.keep_proof", "<b>保存凭证</b>。")),
    Mutation("markup of a readme", "I18N006", EN, change=says("step.keep_proof", "**Keep proof**.")),
    Mutation(
        "an answer too wide for its line",
        "I18N007",
        ZH,
        change=says(
            "symptom.opt.fails",
            "付款或者转账的时候总是失败，而且每一次都提示我稍后再试一遍，怎么试都没有用",
        ),
    ),
    Mutation(
        "a mark of no certain width", "I18N007", ID, change=says("symptom.opt.fails", "① Pembayaran gagal")
    ),
    Mutation("a template", "SAFE004", EN, change=says("step.keep_proof", "Keep proof: {{ proof }}.")),
    Mutation("a shell's variable", "SAFE004", ID, change=says("step.keep_proof", "Simpan bukti di ${HOME}.")),
    Mutation(
        "an old way to fill in",
        "SAFE004",
        "text-ui/id.yaml",
        change=says("ui.first_aid", "Lakukan ini %(now)s"),
    ),
    Mutation("a key that sounds like code", "SAFE004", EN, change=also('command: "reboot"')),
)

WORDS = (
    Mutation(
        "left in English",
        "I18N009",
        ID,
        change=says(
            "step.keep_proof", "Keep proof: screenshots, times, amounts, names, numbers. Cover codes and PIN."
        ),
    ),
    Mutation(
        "a Cyrillic letter in a word",
        "I18N009",
        ID,
        change=says("step.wait_60_minutes", "Tunggu 60 m\u0435nit tanpa mencoba."),
    ),
    Mutation(
        "traditional letters among simplified ones",
        "I18N009",
        ZH,
        change=says("step.wait_60_minutes", "等 60 分鐘，這段時間不要再试。"),
    ),
    Mutation(
        "digits in full width",
        "I18N009",
        ZH,
        change=says("step.wait_60_minutes", "等 ６０ 分钟，中间不要再试。"),
    ),
    Mutation(
        "a question without its mark",
        "I18N009",
        ZH,
        change=says("other_sites.text", "别的网站和应用现在打得开"),
    ),
    Mutation(
        "never became do not",
        "I18N010",
        ZH,
        change=says("step.share_code", "不要把验证码（OTP）、PIN、密码或登录链接给任何人，“客服”也不行。"),
    ),
    Mutation(
        "never became rarely",
        "I18N010",
        ID,
        change=says("funds.no_otp", "Jangan sering memberikan OTP atau PIN kepada siapa pun, termasuk CS."),
    ),
    Mutation(
        "a prohibition that forbids nothing",
        "I18N010",
        ID,
        change=says("step.keep_talking", "Berdebat dengan mereka atau memperingatkan mereka."),
    ),
    Mutation(
        "balance by another name",
        "I18N010",
        ZH,
        change=says(
            "step.tell_by_currency",
            "看钱数：印尼盾是印尼的钱包，克朗或欧元是捷克的支付网关，人民币或 USDT 就两个都不是。",
        ),
    ),
    Mutation(
        "another kind of password",
        "I18N010",
        ID,
        change=says(
            "step.share_code",
            "Jangan pernah memberikan OTP, PIN, kata kunci, atau tautan masuk kepada siapa pun, juga tidak kepada “CS”.",
        ),
    ),
    Mutation(
        "a wallet misspelt",
        "I18N010",
        EN,
        change=says(
            "step.tell_gopay_call",
            "Call Gopay: give the account and the phone number that they used.",
        ),
    ),
)

ADVICE = (
    Mutation("a question for the PIN", "ASK004", EN, change=says("product.text", "What is your PIN?")),
    Mutation(
        "a step that wants the code",
        "ASK004",
        ID,
        change=says("step.keep_proof", "Kirimkan kode OTP Anda sebagai bukti."),
    ),
    Mutation(
        "a step that wants the card", "ASK004", ZH, change=says("step.keep_proof", "请输入银行卡号和密码。")
    ),
    Mutation(
        "worry not, and the password",
        "ASK004",
        EN,
        change=says("step.keep_proof", "Do not worry. Tell them your password, and keep proof."),
    ),
    Mutation(
        "a question that is an essay",
        "ASK005",
        EN,
        change=says(
            "product.text",
            "Look at the app first. Then look at the history. What is it about, as far as you can tell from what you see there?",
        ),
    ),
    Mutation(
        "a question too wide",
        "ASK005",
        ZH,
        change=says("product.text", "是什么事？" + "请您把看到的情况尽量详细地告诉我们" * 5),
    ),
    Mutation("and/or", "ASK007", EN, change=says("product.text", "Is it about a loan and/or savings?")),
    Mutation(
        "two questions in one", "ASK007", ID, change=says("product.text", "Tentang apa? Dan sejak kapan?")
    ),
    Mutation(
        "a question turned round twice",
        "ASK007",
        EN,
        change=says("other_sites.text", "Is it not true that no other site loads?"),
    ),
    Mutation(
        "a question turned round twice in Chinese",
        "ASK007",
        ZH,
        change=says("other_sites.text", "您不认为别的网站没有问题吗？"),
    ),
    Mutation(
        "a list without what it must have",
        "SAFE002",
        CHECKLISTS,
        "{id: call_bank, do: true, causes: [fraud],",
        "{id: call_bank, do: true, causes: [network],",
    ),
    Mutation(
        "pay twice where the service is down",
        "SAFE002",
        CHECKLISTS,
        "causes: [maintenance, peak_load, network, pending_funds, other_brand, undetermined], covers: [fund-4]",
        "causes: [peak_load, network, pending_funds, other_brand, undetermined], covers: [fund-4]",
    ),
    Mutation(
        "must have an item that there is not",
        "SAFE002",
        CHECKLISTS,
        "  peak_load: [no_repeat]",
        "  peak_load: [no_repaet]",
    ),
    Mutation(
        "advice to install it again", "SAFE003", EN, change=says("step.restart_app", "Reinstall the app.")
    ),
    Mutation(
        "advice to pay again", "SAFE003", ZH, change=says("step.note_exact_words", "再付一次，看看提示。")
    ),
    Mutation(
        "advice to reset the phone",
        "SAFE003",
        ID,
        change=says("step.restart_app", "Lakukan reset pabrik, lalu pasang ulang aplikasi."),
    ),
    Mutation(
        "advice to picture the code",
        "SAFE003",
        EN,
        change=says("step.screenshot_balance", "Send a screenshot of the code to support."),
    ),
    Mutation(
        "risky advice without a warning",
        "SAFE003",
        ID,
        change=says("step.wait_for_fix", "Pasang ulang aplikasinya."),
    ),
)

MUTATIONS = (*COMPLETE, *FORM, *WORDS, *ADVICE)
