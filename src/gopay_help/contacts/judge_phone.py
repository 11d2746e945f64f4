"""Whose a number is, or which official one it imitates."""

from rapidfuzz.distance import OSA

from gopay_help.contacts.answer import Answer, invalid, of_known, unknown, why
from gopay_help.contacts.dial_code import forwards_calls, is_code, stops_forwarding
from gopay_help.contacts.known import Known, KnownValues
from gopay_help.contacts.lookalikes import PhonePlan
from gopay_help.contacts.phone import MIN_SIMILAR, Dialled, country, inland, keys, read_number
from gopay_help.model.verification import ValueVerdict


class PhoneJudge:
    """Judges numbers: codes first, then known ones, then imitations."""

    def __init__(self, values: KnownValues, plan: PhonePlan) -> None:
        self._phones = values.phones
        self._plan = plan
        numbers = ((inland(key, plan.country_code), key) for key, _ in values.official_numbers())
        self._imitated = [(digits, key) for digits, key in numbers if len(digits) >= MIN_SIMILAR]

    def judge(self, text: str) -> Answer:
        """The answer for a number as typed."""
        if is_code(text):
            return self._code(text)
        number = read_number(text)
        if number is None:
            letters = any(map(str.isalpha, text)) and any(map(str.isdigit, text))
            return invalid(text, "letters_in_number" if letters else "cannot_read_number")
        answer = self.judge_number(number)
        return answer.noting(why("extension", extension=number.extension)) if number.extension else answer

    def _code(self, text: str) -> Answer:
        if forwards_calls(text, self._plan):
            reason = why("forwarding", cancel=self._plan.cancel)
            return Answer(ValueVerdict.DANGER, text.strip(), (reason,))
        harmless = stops_forwarding(text, self._plan)
        return unknown(text.strip(), why("forwarding_off" if harmless else "dial_code"))

    def judge_number(self, number: Dialled) -> Answer:
        """The answer for digits."""
        forms = keys(number, self._plan.country_code)
        if known := self.known(forms):
            return of_known(known, forms[0])
        if abroad := country(forms[0], self._plan.region):
            # Prefixes of other countries hold an official number by chance: many Chinese ones begin with it.
            return unknown(forms[0], why("foreign_number", country=abroad))
        if official := self._imitates(number.digits, inland(forms[0], self._plan.country_code)):
            rule = "phone_contains" if official in number.digits else "phone_one_off"
            return Answer(ValueVerdict.LOOKALIKE, forms[0], (why(rule, official=official),))
        return unknown(forms[0], why("number_not_listed"))

    def known(self, forms: tuple[str, ...]) -> Known | None:
        """Whose the number is, in whatever form it is registered."""
        return next((self._phones[form] for form in forms if form in self._phones), None)

    def _imitates(self, *typed: str) -> str | None:
        for official, _ in self._imitated:
            for digits in typed:
                if official in digits or OSA.distance(digits, official, score_cutoff=1) <= 1:
                    return official
        return None
