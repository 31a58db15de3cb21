from django.contrib.auth.backends import ModelBackend

from rptc.accounts.permissions import GRANTS


class RoleBackend(ModelBackend):
    """Answers has_perm() from GRANTS, so decorators and {{ perms }} need nothing of ours.

    Roles and delegations are read anew in each request: a role that ends, ends at once.
    """

    def has_perm(self, user, perm, obj=None):
        if not (user.is_authenticated and user.is_active):
            return False
        return bool(user.roles_today & GRANTS[perm]) or perm in user.delegated_today

    def has_module_perms(self, user, app_label):
        return any(
            perm.startswith(f"{app_label}.") and self.has_perm(user, perm) for perm in GRANTS
        )
