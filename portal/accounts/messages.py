"""What Flask-Security tells people, in our words; our own catalogues translate them."""


def _(message: str) -> str:
    """Mark for the catalogues; it is translated when it is shown."""
    return message


MESSAGES = {
    "API_ERROR": (_("Fill in the form and send it once more"), "error"),
    "EMAIL_NOT_PROVIDED": (_("Fill in your e-mail address"), "error"),
    "INVALID_EMAIL_ADDRESS": (
        _("Write the e-mail address in full, for example name@hospital.be"),
        "error",
    ),
    "PASSWORD_NOT_PROVIDED": (_("Fill in the password"), "error"),
    "INVALID_PASSWORD": (_("This is not your current password. Type it once more"), "error"),
    "PASSWORD_INVALID_LENGTH": (
        _("Choose a password of at least %(length)s and at most 128 characters"),
        "error",
    ),
    "PASSWORD_IS_THE_SAME": (_("Choose a password that differs from the current one"), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_("Type the same password in both fields"), "error"),
    "PASSWORD_RESET_EXPIRED": (
        _("This link worked for %(within)s only. Ask for a new one here."),
        "info",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        _("This link does not work, or no longer. Ask for a new one here."),
        "info",
    ),
    "PASSWORD_RESET_NO_LOGIN": (_("Your new password is in use. Sign in with it."), "success"),
    "PASSWORD_CHANGE": (
        _("Your new password is in use. Whoever was signed in with the old one is signed out."),
        "success",
    ),
}
