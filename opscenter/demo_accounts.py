"""One account per role for `opscenter up`, with random passwords that stay on this machine."""

from domain.roles import Role
from opscenter.data_folder import DataFolder, write_private

SIGN_IN_FILE = "sign-in.txt"


def passwords(folder: DataFolder) -> dict[Role, str]:
    """Return the password of each role's account; the role's name is the username."""
    return {role: folder.secret(f"account-{role}") for role in Role}


def write_sign_in(folder: DataFolder, address: str) -> str:
    """Write the sign-in names and passwords for the person at this machine; return how to sign in."""
    known = passwords(folder)
    lines = [f"{role:15}{known[role]}" for role in Role]
    path = folder.path / SIGN_IN_FILE
    write_private(path, f"{address}\n\nusername       password\n" + "\n".join(lines) + "\n")
    return f"sign in    {Role.SUPERVISOR} / {known[Role.SUPERVISOR]}   (every role: {path})"
