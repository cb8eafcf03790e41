"""One account per role for `opscenter up`, with random passwords that stay on this machine."""

from statistics import mean

from argon2 import PasswordHasher

from db.account_setup import account_by_username, create_account
from db.accounts import NewAccount
from db.connection import connect
from domain.geodesy import distance_m
from domain.places import District, Ward
from domain.roles import WARD_BOUND, Role
from opscenter.data_folder import DataFolder, write_private
from opscenter.first_password import first_password

SIGN_IN_FILE = "sign-in.txt"
_APPLICATION = "opscenter-setup"
_NAMES = {
    Role.VIEWER: "Người xem",
    Role.OPERATOR: "Trực ban",
    Role.POST: "Trực ban công an phường",
    Role.LIAISON: "Cán bộ công an phường",
    Role.SUPERVISOR: "Trưởng ca",
    Role.ADMINISTRATOR: "Quản trị viên",
    Role.AUDITOR: "Người kiểm tra",
}


def ensure_accounts(dsn: str, folder: DataFolder, district: District) -> int:
    """Make the accounts that are missing, each named after its role; return how many were made."""
    own_ward = frozenset({_middle_ward(district).code})
    made = 0
    with connect(dsn, _APPLICATION) as connection:
        for role, password in _passwords(folder).items():
            if account_by_username(connection, role) is not None:
                continue
            account = NewAccount(
                username=role,
                display_name=_NAMES[role],
                password_hash=PasswordHasher().hash(password),
                role=role,
                ward_codes=own_ward if role in WARD_BOUND else frozenset(),
                must_change_password=False,
            )
            create_account(connection, account)
            made += 1
    return made


def write_sign_in(folder: DataFolder, address: str) -> str:
    """Write names and passwords for the person at this machine; return how to sign in."""
    known = _passwords(folder)
    lines = [f"{role:15}{known[role]}" for role in Role]
    path = folder.path / SIGN_IN_FILE
    write_private(path, f"{address}\n\nusername       password\n" + "\n".join(lines) + "\n")
    return f"sign in    {Role.SUPERVISOR} / {known[Role.SUPERVISOR]}   (every role: {path})"


def _middle_ward(district: District) -> Ward:
    """Return the ward in the middle of the district, where most is to be seen."""
    lat = mean(ward.label[0] for ward in district.wards)
    lon = mean(ward.label[1] for ward in district.wards)
    return min(district.wards, key=lambda ward: distance_m(lat, lon, *ward.label))


def _passwords(folder: DataFolder) -> dict[Role, str]:
    """Return the password of each role's account."""
    return {role: folder.secret(f"account-{role}", first_password) for role in Role}
