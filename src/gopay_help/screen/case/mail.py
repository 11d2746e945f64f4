"""A message as a draft for a mail program (`.eml`) and as a `mailto:` link. No sender, no hidden copy."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from gopay_help.cases.draft import MessageDraft
from gopay_help.model.text import safe_line

MAILTO_LIMIT = 1800
"""Characters that the links of common mail programs still take."""


def render_eml(drafts: tuple[MessageDraft, ...], to: str | None) -> bytes:
    """The first draft is the message; the others follow as a translation under a line.

    `X-Unsent` makes mail programs open it as a draft. Without a proved address there is no recipient.

    Raises:
        ValueError: *to* is no plain address; the registry has none such.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if to is not None:
        if not _ADDRESS.fullmatch(to):
            raise ValueError("no plain mail address")
        message["To"] = to
    message["Subject"] = safe_line(drafts[0].subject)
    message.set_content(
        "\n----------\n\n".join(draft.body for draft in drafts), charset="utf-8", cte="base64"
    )
    message["Content-Language"] = ", ".join(draft.lang for draft in drafts)
    return message.as_bytes()


_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


def render_mailto(draft: MessageDraft, to: str) -> str | None:
    """The link with recipient, subject and text, and nothing else; None if it grew too long."""
    subject, body = (quote(text, safe="") for text in (draft.subject, draft.body))
    link = f"mailto:{quote(to, safe='@')}?subject={subject}&body={body}"
    return link if len(link) <= MAILTO_LIMIT else None
