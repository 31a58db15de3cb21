"""What is drawn of letters' rooms on pages of others."""

from rptc.letters.procedures.named import followed_on
from rptc.parts import Part, register


def _follows(context, page):
    match = context["request"].resolver_match
    followed = followed_on(match.view_name) if match else []
    return {"followed": followed} if followed else None


register("page.follows", Part(10, "letters/procedures/_follows.html", _follows))
