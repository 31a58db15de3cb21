from functools import cache

from django.contrib.auth.backends import ModelBackend

from rptc.accounts.models import User
from rptc.accounts.permissions import CAN_BE_DELEGATED, GRANTS
from rptc.kept import keep, sql_of


class RoleBackend(ModelBackend):
    """Answers has_perm() from GRANTS, so decorators and {{ perms }} need nothing of ours.

    Roles and delegations are read anew in each request: a role that ends, ends at once.
    """

    def get_user(self, user_id):
        sql = _one_with_powers().prepared_for(User(pk=user_id))
        user = next(iter(User.objects.raw(sql.text, sql.values)), None)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user, perm, obj=None):
        if not (user.is_authenticated and user.is_active):
            return False
        if user.roles_today & GRANTS[perm]:
            return True
        # Delegations are asked for only where one could say yes: the head's menu needs none.
        return perm in CAN_BE_DELEGATED and perm in user.delegated_today


@cache
def _one_with_powers():
    """The query of every page, written once: to have Django write it took a quarter of the time
    of a short page. It depends on the day and the user alone."""
    return keep(_with_powers, frozenset(), frozenset(), frozenset())


def _with_powers(user):
    return sql_of(User.objects.with_powers().filter(pk=user.pk))
