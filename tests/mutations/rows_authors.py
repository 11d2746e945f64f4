"""Mistakes by another hand: written down from the guide and the pack alone, without a look at the rules.

What was said by no rule, or by one that was about something else, was mended; then they came here. Each names
the rule that tells a person what to mend.
"""
# ruff: noqa: E501 (what an author wrote stands in one piece, wrong letters too)

import re
from collections.abc import Callable

from mutation import Mutation
from rows_texts import says

Change = Callable[[str], str]


def once(old: str, new: str) -> Change:
    """Exchanges the first place of *old*."""
    return after("", old, new)


def after(head: str, old: str, new: str) -> Change:
    """Exchanges the first *old* behind *head*."""

    def change(whole: str) -> str:
        at = whole.index(old, whole.index(head))
        return f"{whole[:at]}{new}{whole[at + len(old) :]}"

    return change


def pattern(form: str, new: str) -> Change:
    """Exchanges what *form* describes."""

    def change(whole: str) -> str:
        changed, count = re.subn(form, new, whole, count=1, flags=re.MULTILINE | re.DOTALL)
        assert count == 1, form
        return changed

    return change


def plain(key: str, text: str) -> Change:
    """Writes a text without quotes."""
    return pattern(rf"^{re.escape(key)}: [^\n]*", f"{key}: {text}".replace("\\", r"\\"))


def both(*changes: Change) -> Change:
    """Makes several changes of one file."""

    def change(whole: str) -> str:
        for one in changes:
            whole = one(whole)
        return whole

    return change


MUTATIONS = (
    Mutation(
        "a line indented with a tab",
        "SYN005",
        "tree.yaml",
        change=once("    cause: fraud\n    confidence: low", "\tcause: fraud\n    confidence: low"),
    ),
    Mutation(
        "non-breaking space pasted into the indentation",
        "SYN005",
        "tree.yaml",
        change=once("    cause: fraud\n    confidence: low", "\xa0   cause: fraud\n    confidence: low"),
    ),
    Mutation(
        "zero-width space pasted from a chat",
        "SYN005",
        "text/id.yaml",
        change=says("funds.no_repeat", "Jangan mengirim pembayaran\u200b yang sama dua kali."),
    ),
    Mutation(
        "quotes dropped from a text with a colon",
        "SYN000",
        "text/id.yaml",
        change=plain("step.send_more_money", "Jangan mengirim uang lagi: jangan untuk biaya"),
    ),
    Mutation(
        "the closing quote forgotten",
        "SYN000",
        "text/zh-Hans.yaml",
        change=once('客服”也不行。"\nfunds.no_otp.why', "客服”也不行。\nfunds.no_otp.why"),
    ),
    Mutation(
        "inner quotes not escaped",
        "SYN000",
        "text/en.yaml",
        change=says(
            "step.say_cannot_login",
            'Say in the first sentence: "I cannot log in, so I cannot use the help in the app."',
        ),
    ),
    Mutation(
        "full-width colon after the key (Chinese input method)",
        "SYN000",
        "text/zh-Hans.yaml",
        change=once('step.guess_pin_again: "', 'step.guess_pin_again："'),
    ),
    Mutation(
        "-{id: …}",
        "SYN000",
        "tree.yaml",
        change=once("      - {id: dead, to: channel_moved}", "      -{id: dead, to: channel_moved}"),
    ),
    Mutation(
        "] forgotten in a list",
        "SYN000",
        "tree.yaml",
        change=after(
            "  scam_transfer:",
            "do_not: [send_more_money, pay_recovery_helper, keep_talking, share_code]",
            "do_not: [send_more_money, pay_recovery_helper, keep_talking, share_code",
        ),
    ),
    Mutation(
        "merge conflict left in",
        "SYN000",
        "tree.yaml",
        change=once(
            "    claims: [never_asks_transfer, iasc_one_hour]\n",
            "<<<<<<< HEAD\n    claims: [never_asks_transfer, iasc_one_hour]\n=======\n    claims: [never_asks_transfer]\n>>>>>>> wording\n",
        ),
    ),
    Mutation(
        "to:bot_only", "SYN001", "tree.yaml", change=once("{id: bot, to: bot_only}", "{id: bot, to:bot_only}")
    ),
    Mutation(
        "option id yes without quotes",
        "SYN001",
        "tree.yaml",
        change=after("  red_flag:", '{id: "yes"', "{id: yes"),
    ),
    Mutation(
        "last_seen without quotes",
        "SYN004",
        "channels.yaml",
        change=after("- id: id_phone_1500729", 'last_seen: "2026-09-21"', "last_seen: 2026-09-21"),
    ),
    Mutation(
        "telephone number without quotes",
        "SYN004",
        "channels.yaml",
        change=once('value: "1500729"', "value: 1500729"),
    ),
    Mutation(
        "full-width comma in a list (Chinese input method)",
        "SCH001",
        "tree.yaml",
        change=after(
            "  emergency:",
            "short: [have_blocked_id, call_own_bank,",
            "short: [have_blocked_id， call_own_bank,",
        ),
    ),
    Mutation(
        "semicolons in a list",
        "SCH001",
        "tree.yaml",
        change=after(
            "  scam_transfer:",
            "do_not: [send_more_money, pay_recovery_helper, keep_talking, share_code]",
            "do_not: [send_more_money; pay_recovery_helper; keep_talking; share_code]",
        ),
    ),
    Mutation("Cyrillic о in an id", "SCH001", "tree.yaml", change=once("to: bot_only}", "to: bоt_only}")),
    Mutation(
        "follow_up's steps one level too far left",
        "SCH001",
        "tree.yaml",
        change=after(
            "  pay_first:",
            "      steps: [report_police, write_timeline]",
            "    steps: [report_police, write_timeline]",
        ),
    ),
    Mutation(
        "one id instead of a list",
        "SCH001",
        "tree.yaml",
        change=after("  emergency_zh:", "funds: [no_more_money]", "funds: no_more_money"),
    ),
    Mutation(
        "when: {window: night}",
        "SCH001",
        "tree.yaml",
        change=after("  notice_when:", "window: [night]", "window: night"),
    ),
    Mutation(
        "kind: questions",
        "SCH001",
        "tree.yaml",
        change=after("  product:", "kind: question", "kind: questions"),
    ),
    Mutation(
        "P30M (months) for PT30M (minutes)",
        "SCH001",
        "tree.yaml",
        change=after("  own_network:", "{after: PT30M}", "{after: P30M}"),
    ),
    Mutation(
        "working_days: 0",
        "SCH001",
        "tree.yaml",
        change=after("  topup_pending:", "{working_days: 2,", "{working_days: 0,"),
    ),
    Mutation(
        "date as 21.09.2026",
        "SCH001",
        "channels.yaml",
        change=after("- id: id_email_gopay", 'last_seen: "2026-09-21"', 'last_seen: "21.09.2026"'),
    ),
    Mutation(
        "31 June",
        "SCH001",
        "channels.yaml",
        change=after("- id: id_email_gopay", 'last_seen: "2026-09-21"', 'last_seen: "2026-06-31"'),
    ),
    Mutation(
        "covers: fund-6",
        "SCH001",
        "tree.yaml",
        change=after("  outage:", "covers: [cause-1,", "covers: [fund-6, cause-1,"),
    ),
    Mutation(
        "a fingerprint typed by hand",
        "SCH001",
        "lock/id.yaml",
        change=once('funds.no_repeat: "', 'funds.no_repeat: "0000'),
    ),
    Mutation(
        "modeline with a path that leads nowhere",
        "SCH003",
        "text/id.yaml",
        change=once("$schema=../../schema/", "$schema=../schema/"),
    ),
    Mutation(
        "modeline of another file",
        "SCH003",
        "channels.yaml",
        change=once("$schema=../schema/channels.schema.json", "$schema=../schema/tree.schema.json"),
    ),
    Mutation(
        "to: unauthorized_payment",
        "REF001",
        "tree.yaml",
        change=once("to: unauthorised_payment}", "to: unauthorized_payment}"),
    ),
    Mutation("start: redflag", "REF001", "tree.yaml", change=once("start: red_flag", "start: redflag")),
    Mutation(
        "window: [nite]",
        "REF002",
        "tree.yaml",
        change=after("  notice_when:", "window: [night]", "window: [nite]"),
    ),
    Mutation(
        "a row tests a fact that the table does not list",
        "TAB007",
        "tree.yaml",
        change=after(
            "  notice_when:",
            "{when: {window: [night]}, to: bank_window}",
            "{when: {window: [night], network: [ok]}, to: bank_window}",
        ),
    ),
    Mutation(
        "an inference with an answer that is no option",
        "REF003",
        "tree.yaml",
        change=after("  other_apps:", "answer: none_work", "answer: nothing"),
    ),
    Mutation(
        "same_as names the option itself",
        "REF004",
        "tree.yaml",
        change=once("{id: unsure, same_as: payer}", "{id: unsure, same_as: unsure}"),
    ),
    Mutation(
        "a prevention item under funds",
        "REF005",
        "tree.yaml",
        change=after("  lost_number:", "funds: [call_bank]", "funds: [save_contacts]"),
    ),
    Mutation(
        "a claim that nothing rests on",
        "REF006",
        "tree.yaml",
        change=after("  transaction_held:", "claims: [held_words, lock_reasons]", "claims: [lock_reasons]"),
    ),
    Mutation(
        "an outcome with the id of a question",
        "REF007",
        "tree.yaml",
        change=once("\n  overload:", "\n  product:"),
    ),
    Mutation(
        "'something else' leads back to the door",
        "TERM001",
        "tree.yaml",
        change=once("{id: outside, to: not_support}", "{id: outside, to: symptom}"),
    ),
    Mutation(
        "the only way to an outcome pointed elsewhere",
        "REACH001",
        "tree.yaml",
        change=once("to: bot_only}", "to: channel_moved}"),
    ),
    Mutation(
        "a question whose answers change nothing",
        "TERM002",
        "tree.yaml",
        change=after(
            "  other_sites:", "{id: none_work, to: own_network}", "{id: none_work, to: help_page_fails}"
        ),
    ),
    Mutation(
        "limits say fewer questions than there are",
        "TERM004",
        "tree.yaml",
        change=once("max_questions: 8", "max_questions: 4"),
    ),
    Mutation(
        "'unknown' forgotten in a row",
        "TAB001",
        "tree.yaml",
        change=after("  week_sort:", "window: [ordinary, night, unknown]", "window: [ordinary, night]"),
    ),
    Mutation(
        "night in two rows",
        "TAB002",
        "tree.yaml",
        change=after(
            "  notice_when:",
            "window: [ordinary, holiday, unknown]",
            "window: [ordinary, night, holiday, unknown]",
        ),
    ),
    Mutation(
        "an inference from 'unknown'",
        "TAB005",
        "tree.yaml",
        change=after(
            "  fails_how:",
            "{when: {network: [broken]}, answer: network_words}",
            "{when: {network: [broken, unknown]}, answer: network_words}",
        ),
    ),
    Mutation(
        "same evidence, two answers",
        "INF001",
        "tree.yaml",
        change=after(
            "  fails_how:",
            "      - {when: {network: [broken]}, answer: network_words}\n",
            "      - {when: {network: [broken]}, answer: network_words}\n      - {when: {network: [broken]}, answer: wont_open}\n",
        ),
    ),
    Mutation(
        "evidence answers the red flag",
        "INF002",
        "tree.yaml",
        change=once(
            "    alarm: true\n",
            '    alarm: true\n    infer:\n      - {when: {network: [broken]}, answer: "no"}\n',
        ),
    ),
    Mutation(
        "--brand gopay_cz answers 'Indonesian'",
        "INF003",
        "tree.yaml",
        change=once(
            "{when: {brand: [gopay_cz]}, answer: gopay_cz}", "{when: {brand: [gopay_cz]}, answer: gopay_id}"
        ),
    ),
    Mutation(
        "option of the Czech GoPay leads into the Indonesian questions",
        "CON008",
        "tree.yaml",
        change=after("  your_gopay:", "{id: gopay_cz, to: czech_side}", "{id: gopay_cz, to: symptom}"),
    ),
    Mutation(
        "table sends the Czech brand into the Indonesian questions",
        "CON008",
        "tree.yaml",
        change=once(
            "{when: {brand: [gopay_cz]}, to: czech_side}", "{when: {brand: [gopay_cz]}, to: symptom}"
        ),
    ),
    Mutation(
        "an Indonesian contact for the wallet without an operator",
        "CON008",
        "tree.yaml",
        change=after("  wallet_zh:", "route: []", "route: [id_phone_1500729, id_email_gopay]"),
    ),
    Mutation(
        "the Indonesian mailbox for Czech payers",
        "CON009",
        "tree.yaml",
        change=after(
            "  czech_gopay:", "route: [cz_email_support,", "route: [id_email_gopay, cz_email_support,"
        ),
    ),
    Mutation(
        "the Czech arbiter for an Indonesian wallet",
        "CON009",
        "tree.yaml",
        change=after("  account_blocked:", "to: [bi_phone,", "to: [cz_arbiter, bi_phone,"),
    ),
    Mutation(
        "red flag: not sure means no",
        "ASK002",
        "tree.yaml",
        change=once('{id: unsure, same_as: "yes"}', '{id: unsure, same_as: "no"}'),
    ),
    Mutation(
        "first aid of a harmless outcome",
        "ASK002",
        "tree.yaml",
        change=after("  flag_gopay:", "advise: emergency", "advise: topup_pending"),
    ),
    Mutation(
        "alarm: false on the red flag",
        "OUT003",
        "tree.yaml",
        change=once("    alarm: true", "    alarm: false"),
    ),
    Mutation(
        "the same option twice",
        "ASK009",
        "tree.yaml",
        change=after(
            "  other_sites:",
            "      - {id: none_work, to: own_network}",
            "      - {id: none_work, to: own_network}\n      - {id: none_work, to: help_page_fails}",
        ),
    ),
    Mutation(
        "look again long after it was to be taken further",
        "OUT009",
        "tree.yaml",
        change=after("  balance_display:", "recheck:  {after: PT4H}", "recheck:  {after: P4D}"),
    ),
    Mutation(
        "critical outcome: look again in three weeks",
        "OUT016",
        "tree.yaml",
        change=both(
            after("  shared_code:", "{after: PT1H}", "{after: P21D}"),
            after("  shared_code:", "escalate: {after: P1D}", "escalate: {after: P30D}"),
        ),
    ),
    Mutation(
        "'do not pay again' put among the things to do",
        "OUT015",
        "tree.yaml",
        change=both(
            after(
                "  outage:",
                "- use_other_means\n",
                "- use_other_means\n      - repeat_payment\n",
            ),
            after("  outage:", "do_not: [repeat_payment, ", "do_not: ["),
        ),
    ),
    Mutation(
        "'switch off call forwarding' among the things not to do",
        "OUT015",
        "tree.yaml",
        change=both(
            after("  shared_code:", "      - check_forwarding\n", ""),
            after("  shared_code:", "do_not: [share_code,", "do_not: [check_forwarding, share_code,"),
        ),
    ),
    Mutation(
        "in-app help for somebody who cannot log in",
        "CON006",
        "tree.yaml",
        change=after(
            "  account_blocked:",
            "route: [id_phone_1500729,",
            "route: [id_inapp_gopay_help, id_phone_1500729,",
        ),
    ),
    Mutation(
        "the central bank before the provider",
        "OUT008",
        "tree.yaml",
        change=after(
            "  topup_pending:", "route: [id_inapp_gojek_help,", "route: [bi_phone, id_inapp_gojek_help,"
        ),
    ),
    Mutation(
        "a retired number in a route",
        "CON007",
        "tree.yaml",
        change=after(
            "  topup_overdue:", "id_phone_1500729, id_email_gopay]", "id_phone_02150849000, id_email_gopay]"
        ),
    ),
    Mutation(
        "only accounts for announcements as the route of a fraud case",
        "OUT004",
        "tree.yaml",
        change=after(
            "  unauthorised_payment:",
            "route: [id_phone_1500729, id_inapp_gopay_guarantee, id_inapp_gojek_help, id_inapp_gopay_help, id_email_gopay, id_web_bantuan, iasc, police_110]",
            "route: [id_instagram, id_x]",
        ),
    ),
    Mutation(
        "a route emptied without saying why",
        "OUT001",
        "tree.yaml",
        change=after(
            "  savings_jago:",
            "route: [jago_phone, jago_email, id_jago, id_inapp_gojek_help, id_inapp_gopay_help]",
            "route: []",
        ),
    ),
    Mutation(
        "an old number printable again",
        "REG004",
        "channels.yaml",
        change=after("- id: id_phone_02150849000", "print: never", "print: allow"),
    ),
    Mutation(
        "a look-alike host called an official page",
        "REG010",
        "channels.yaml",
        change=after(
            "- id: id_web_help_gopay",
            "https://gopay.co.id/blog/cara-mengenali-customer-service-palsu",
            "https://gopay.co.id-bantuan.com/blog/cara-mengenali",
        ),
    ),
    Mutation(
        "a source dated next year",
        "REG013",
        "channels.yaml",
        change=after("- id: id_phone_1500729", 'date: "2026-09-21"', 'date: "2027-09-21"'),
    ),
    Mutation(
        "last_seen newer than any source",
        "REG013",
        "channels.yaml",
        change=after("- id: id_email_gopay", 'last_seen: "2026-09-21"', 'last_seen: "2026-11-20"'),
    ),
    Mutation(
        "the value of a contact one letter off",
        "REG017",
        "channels.yaml",
        change=once('value: "customerservice@gopay.co.id"', 'value: "customerservice@g0pay.co.id"'),
    ),
    Mutation(
        "a free-mail address as support",
        "REG017",
        "channels.yaml",
        change=once('value: "podpora@gopay.cz"', 'value: "podpora.gopay@gmail.com"'),
    ),
    Mutation(
        "a shortened link",
        "REG017",
        "channels.yaml",
        change=once('value: "https://patrolisiber.id"', 'value: "https://bit.ly/patrolisiber"'),
    ),
    Mutation(
        "a digit short of a country's number",
        "REG018",
        "channels.yaml",
        change=once('value: "+420228224267"', 'value: "+42022822426"'),
    ),
    Mutation(
        "http:// for a site",
        "REG003",
        "channels.yaml",
        change=once('value: "https://iasc.ojk.go.id"', 'value: "http://iasc.ojk.go.id"'),
    ),
    Mutation(
        "a mobile number as support",
        "REG005",
        "channels.yaml",
        change=once('value: "1500729"', 'value: "+6281234567890"'),
    ),
    Mutation(
        "grade A although only a newspaper says so",
        "REG012",
        "channels.yaml",
        change=after("- id: ojk_phone", "grade: B", "grade: A"),
    ),
    Mutation(
        "grade A, source 'a public repository'",
        "CLM001",
        "claims.yaml",
        change=once("{id: held_words, grade: C", "{id: held_words, grade: A"),
    ),
    Mutation(
        "a claim from the future",
        "CLM002",
        "claims.yaml",
        change=once(
            'date: "2026-09-21", note: "Footer of the GoPay site, transcribed',
            'date: "2062-09-21", note: "Footer of the GoPay site, transcribed',
        ),
    ),
    Mutation(
        "a holiday that lasts a year and a week",
        "CAL001",
        "calendar.yaml",
        change=once('{from: "2026-03-18", to: "2026-03-24"}', '{from: "2025-03-18", to: "2026-03-24"}'),
    ),
    Mutation(
        "no_otp turned into a thing to do",
        "SAFE008",
        "checklists.yaml",
        change=once("{id: no_otp, do: false,", "{id: no_otp, do: true,"),
    ),
    Mutation(
        "do: true for a thing not to do",
        "SAFE008",
        "checklists.yaml",
        change=once("{id: no_repeat, do: false,", "{id: no_repeat, do: true,"),
    ),
    Mutation(
        "complain_now names a step that is gone",
        "REF010",
        "case.yaml",
        change=once("tell_gopay_call, have_blocked,", "tell_support, have_blocked,"),
    ),
    Mutation(
        "drafts in a language without words",
        "REF010",
        "case.yaml",
        change=once("{brand: gopay_cz, lang: en}", "{brand: gopay_cz, lang: cs}"),
    ),
    Mutation(
        "targets for a brand that does not exist",
        "REF010",
        "targets.yaml",
        change=once("  gopay_cz:\n    provider:", "  gopay_czech:\n    provider:"),
    ),
    Mutation(
        "home_brands names nobody",
        "REF010",
        "lookalikes.yaml",
        change=once("home_brands: [gopay_id,", "home_brands: [gopay,"),
    ),
    Mutation(
        "drafts for the Indonesian wallet go to the Czech company",
        "CASE001",
        "case.yaml",
        change=once(
            "{brand: gopay_id, channels: [id_email_gopay]}", "{brand: gopay_id, channels: [cz_email_support]}"
        ),
    ),
    Mutation(
        "nobody is named who gets complaints about the Czech company",
        "CASE004",
        "case.yaml",
        change=once("  - {brand: gopay_cz, channels: [cz_email_support]}\n", ""),
    ),
    Mutation(
        "complaints about the wallet go to a menu of its app",
        "CASE004",
        "case.yaml",
        change=once(
            "{brand: gopay_id, channels: [id_email_gopay]}",
            "{brand: gopay_id, channels: [id_inapp_gopay_help]}",
        ),
    ),
    Mutation(
        "complaints about the wallet go to a mailbox that no route has",
        "CASE004",
        "case.yaml",
        change=once(
            "{brand: gopay_id, channels: [id_email_gopay]}", "{brand: gopay_id, channels: [id_email_gojek]}"
        ),
    ),
    Mutation(
        "an example of a sum with a word that nobody explains",
        "CASE005",
        "case.yaml",
        change=once("[250rb,", "[250 mark,"),
    ),
    Mutation(
        "an example of a sum in another currency",
        "CASE005",
        "case.yaml",
        change=once("[250rb,", '["€ 25",'),
    ),
    Mutation(
        "the page of the company that proves a contact has lost its date",
        "REG019",
        "channels.yaml",
        change=after("id: id_web_help_gopay", 'date: "2026-02-02"', "date: null"),
    ),
    Mutation(
        "evidence for a cause left out",
        "CASE002",
        "case.yaml",
        change=once("  - {cause: network, needs: [note.text]}\n", ""),
    ),
    Mutation(
        "a check of http://",
        "SAFE006",
        "targets.yaml",
        change=once("https://help.gopay.com/", "http://help.gopay.com/"),
    ),
    Mutation(
        "a language tag that no text has",
        "I18N017",
        "terms.yaml",
        change=once("words: {en: [OTP], id: [OTP], zh-Hans:", "words: {en: [OTP], id: [OTP], zh:"),
    ),
    Mutation(
        "a word both used and avoided",
        "I18N017",
        "terms.yaml",
        change=once("avoid: {zh-Hans: [馀额, 余款]}", "avoid: {zh-Hans: [余额, 余款]}"),
    ),
    Mutation(
        "quotes dropped; ' #' cuts the rest off",
        "I18N016",
        "text/id.yaml",
        change=plain(
            "step.repeat_payment",
            "Jangan bayar lagi # sebelum Anda tahu bagaimana nasib pembayaran yang pertama.",
        ),
    ),
    Mutation(
        "typographic quotes round the text instead of straight ones",
        "I18N016",
        "text/zh-Hans.yaml",
        change=plain("step.guess_pin_again", "“不要再猜 PIN。”"),
    ),
    Mutation(
        "a text that went through the wrong encoding",
        "I18N016",
        "text/zh-Hans.yaml",
        change=says("funds.no_repeat", "ä¸è¦ä»ä¸¤æ¬¡ã"),
    ),
    Mutation(
        "a text lost its characters on the way",
        "I18N016",
        "text/zh-Hans.yaml",
        change=says("funds.no_repeat", "????????????"),
    ),
    Mutation(
        "TODO left in", "I18N016", "text/id.yaml", change=says("step.dial_codes", "TODO jangan menekan kode")
    ),
    Mutation("a text of a blank", "I18N016", "text/zh-Hans.yaml", change=says("step.dial_codes", " ")),
    Mutation(
        "a Chinese sentence in the Indonesian file",
        "I18N016",
        "text/id.yaml",
        change=says("step.guess_pin_again", "不要再猜 PIN。"),
    ),
    Mutation(
        "a translation that stops in the middle",
        "I18N016",
        "text/id.yaml",
        change=says("step.report_scam_at_once", "Kalau uang terkirim ke penipu, segera"),
    ),
    Mutation(
        "an exception slipped in: 'except to official support'",
        "SAFE007",
        "text/en.yaml",
        change=says("funds.no_otp", "Never give your OTP or PIN to anyone, except to official support."),
    ),
    Mutation(
        "'kecuali CS resmi'",
        "SAFE007",
        "text/id.yaml",
        change=says(
            "funds.no_otp", "Jangan pernah memberikan OTP atau PIN kepada siapa pun, kecuali CS resmi."
        ),
    ),
    Mutation(
        "'官方客服除外'",
        "SAFE007",
        "text/zh-Hans.yaml",
        change=says("funds.no_otp", "绝不要把验证码（OTP）或 PIN 给任何人，官方客服除外。"),
    ),
    Mutation(
        "Never → Try not to (all languages' lock confirmed)",
        "SAFE007",
        "text/en.yaml",
        change=says("step.share_code", "Try not to give an OTP, PIN, password or log-in link to anyone."),
    ),
    Mutation(
        "'jangan pernah' → 'sebaiknya tidak'",
        "I18N010",
        "text/id.yaml",
        change=says(
            "step.share_code",
            "Sebaiknya tidak memberikan OTP, PIN, kata sandi, atau tautan login kepada siapa pun.",
        ),
    ),
    Mutation(
        "'Jangan' lost",
        "I18N010",
        "text/id.yaml",
        change=says(
            "step.delete_app",
            "Hapus aplikasi dan datanya: Anda mungkin tidak bisa masuk lagi, dan jejaknya hilang.",
        ),
    ),
    Mutation(
        "'不要' lost",
        "I18N010",
        "text/zh-Hans.yaml",
        change=says("step.split_payment", "为了能通过，把付款拆成几笔小的。"),
    ),
    Mutation(
        "'does not cover' → 'covers' in a translation",
        "I18N018",
        "text/id.yaml",
        change=says(
            "claim.guarantee_excludes",
            "Jaminan Saldo Kembali menanggung kode, PIN, atau tautan yang Anda berikan, penipuan penjual, dan penipuan hadiah.",
        ),
    ),
    Mutation(
        "Yes and no swapped in a translation",
        "I18N013",
        "text/id.yaml",
        change=both(says("red_flag.opt.yes", "Tidak"), says("red_flag.opt.no", "Ya")),
    ),
    Mutation(
        "Yes and no swapped in Chinese",
        "I18N013",
        "text/zh-Hans.yaml",
        change=both(says("red_flag.opt.yes", "没有"), says("red_flag.opt.no", "有")),
    ),
    Mutation(
        "two options read alike",
        "ASK011",
        "text/id.yaml",
        change=both(
            says("other_apps.opt.none_work", "Ya, semua yang lain lancar"),
            says("other_apps.opt.all_work", "Ya, semua yang lain lancar"),
        ),
    ),
    Mutation(
        "60 minutes → 30 menit",
        "I18N014",
        "text/id.yaml",
        change=says("step.wait_60_minutes", "Tunggu 30 menit tanpa mencoba lagi."),
    ),
    Mutation(
        "60 days → 90 天",
        "I18N014",
        "text/zh-Hans.yaml",
        change=says("claim.guarantee_60_days", "余额保障的理赔，要在 90 天内申请。"),
    ),
    Mutation(
        "a placeholder translated",
        "I18N004",
        "text-ui/id.yaml",
        change=says("ui.question_number", "Pertanyaan {nomor}"),
    ),
    Mutation(
        "a number in full-width digits",
        "I18N005",
        "text/zh-Hans.yaml",
        change=says("step.have_blocked", "拨打１５００７２９，请他们马上冻结您的账户。"),
    ),
    Mutation(
        "a site with 'dot'",
        "I18N005",
        "text/id.yaml",
        change=says(
            "step.read_footer",
            "Ketik gopay titik co titik id, lalu baca nomor telepon dan email di bagian paling bawahnya.",
        ),
    ),
    Mutation(
        "an address with (at)",
        "I18N005",
        "text/id.yaml",
        change=says(
            "step.have_blocked",
            "Tulis ke customerservice (at) gopay.co.id dan minta akun Anda diblokir sekarang juga.",
        ),
    ),
    Mutation(
        "OTP as 'sandi OTP'",
        "I18N010",
        "text/id.yaml",
        change=says("outcome.otp_missing.title", "Sandi OTP belum datang"),
    ),
    Mutation(
        "traditional characters",
        "I18N009",
        "text/zh-Hans.yaml",
        change=says("step.guess_pin_again", "不要再猜 PIN，帳戶餘額會被凍結。"),
    ),
    Mutation(
        "'Your money is safe.'",
        "SAFE009",
        "text/en.yaml",
        change=says(
            "outcome.overload.summary", "The service is busy. Your money is safe. It passes by itself."
        ),
    ),
    Mutation(
        "'uang Anda aman' in a translation only",
        "SAFE009",
        "text/id.yaml",
        change=says(
            "outcome.overload.summary",
            "Layanannya sedang penuh. Uang Anda aman. Ini biasanya selesai dengan sendirinya.",
        ),
    ),
    Mutation(
        "'您的钱是安全的' in a translation only",
        "SAFE009",
        "text/zh-Hans.yaml",
        change=says("outcome.overload.summary", "服务太忙了。您的钱是安全的。一般会自己恢复。"),
    ),
    Mutation(
        "an answer time nobody stated",
        "SAFE009",
        "text-channels/en.yaml",
        change=says("channel.id_email_gopay.how", "Write what happened. They answer within 24 hours."),
    ),
    Mutation(
        "a translation that asks for the code",
        "ASK004",
        "text/zh-Hans.yaml",
        change=says(
            "step.write_one_case",
            "写一份完整的说明：您是谁、发生了什么、什么时候、多少钱，并附上您的验证码（OTP）和凭证。",
        ),
    ),
    Mutation(
        "an emoji in a text",
        "I18N007",
        "text/id.yaml",
        change=says("step.guess_pin_again", "Jangan menebak PIN lagi. 🙏"),
    ),
    Mutation(
        "an exemption that nothing needs",
        "LINT002",
        "tree.yaml",
        change=after(
            "  outage:", "    route: [", "    # lint: allow OUT005 only one kind here\n    route: ["
        ),
    ),
    Mutation(
        "a contact in a comment of the tree",
        "CON004",
        "tree.yaml",
        change=once(
            "  # ------------------------------------------------------------------ something is blocked\n",
            "  # ------------------------------------------------------------------ something is blocked\n  # ask Budi, budi@gopay.co.id\n",
        ),
    ),
    Mutation(
        "saved as 'Unicode' by an editor of Windows",
        "SYN005",
        "text/zh-Hans.yaml",
        change=once("", ""),
        encoding="utf-16",
    ),
    Mutation(
        "saved in the encoding of a country",
        "SYN005",
        "text/zh-Hans.yaml",
        change=once("", ""),
        encoding="gb18030",
    ),
    Mutation(
        "a copy beside the tree, which nothing reads",
        "SCH006",
        "tree (1).yaml",
        change=lambda _: "format: gopay-help/tree@1\n",
    ),
    Mutation(
        "a story saved as .yml, which is never played",
        "SCH006",
        "scenarios/c70.yml",
        change=lambda _: "id: c70\n",
    ),
    Mutation("a story beside the tree", "SCH006", "c70.yaml", change=lambda _: "id: c70\n"),
    Mutation(
        "a lock of a language that is not declared",
        "SCH006",
        "lock/ms.yaml",
        change=lambda _: 'step.keep_proof: "0229e266"\n',
    ),
    Mutation(
        "a translation pasted under the wrong key",
        "I18N015",
        "text/id.yaml",
        change=lambda whole: says(
            "step.keep_receipt", re.search(r'^step\.take_receipt_back: "(.*)"$', whole, re.MULTILINE)[1]
        )(whole),
    ),
)
