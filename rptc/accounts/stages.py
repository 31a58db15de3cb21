"""The second step of the login, and the telephone on which it is left out for 30 days."""

from allauth.mfa import stages
from allauth.mfa.internal.flows import trust
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled


class SecondFactor(stages.AuthenticateStage):
    def _should_handle(self, request):
        user = self.login.user
        if user is None or not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return False
        return not (user.may_be_remembered and is_remembered(request, user))


def is_remembered(request, user):
    """By a cookie of after the last time that all devices were logged out, for this password and
    this second factor. Asked at each login anew: a role that was given since may want it again."""
    remembered = trust.create_config_fingerprint(user)
    since = user.logged_out_at.timestamp() if user.logged_out_at else 0
    return any(
        issued.fingerprint == remembered and issued.at > since
        for issued in trust.decode_trust_cookie(request)
    )


class Remember(stages.TrustStage):
    """ "Ingat perangkat ini": asked of those alone who may say yes."""

    def handle(self):
        return super().handle() if self.login.user.may_be_remembered else (None, True)
