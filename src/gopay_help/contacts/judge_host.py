"""Whose a host is, or whom it imitates."""

from gopay_help.contacts.answer import Answer, of_known, of_mark, unknown, why
from gopay_help.contacts.host_marks import HostMarks
from gopay_help.contacts.hostname import Host
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.letters import odd_letters
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.model.verification import ValueVerdict


class HostJudge:
    """Judges hosts: known first, then disguise, then name."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: HostMarks) -> None:
        self._values = values
        self._data = data
        self._marks = marks

    def judge(self, host: Host) -> Answer:
        """The answer for one host."""
        if host.numeric:
            return unknown(host.ascii, why("bare_address"))
        if known := self._values.host(host.ascii, host.registered):
            return of_known(known, host.ascii)
        if host.ascii in self._data.places.app_names:
            return unknown(host.ascii, why("app_name"))
        if host.registered in self._data.contested:
            return unknown(host.ascii, why("contested"))
        return self._with_letters(self._stranger(host), host)

    def _stranger(self, host: Host) -> Answer:
        if official := self._marks.embedded(host.ascii):
            reason = why("embedded_host", official=official, owner=host.registered)
            return Answer(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if official := self._marks.put_together(host):
            reason = why("words_put_together", official=official, owner=host.registered)
            return Answer(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if mark := self._marks.in_host(host):
            return of_mark(mark, host.ascii, host.registered)
        if not host.labels and host.suffix in self._data.places.shared:
            return unknown(host.ascii, why("shared_host"))
        return unknown(host.ascii)

    @staticmethod
    def _with_letters(answer: Answer, host: Host) -> Answer:
        if not host.odd:
            return answer
        return answer.noting(why("odd_letters", letters=", ".join(odd_letters(host.shown)), wire=host.ascii))
