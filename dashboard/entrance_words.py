"""The words of the pages outside of the console, as (Vietnamese, English)."""

ENTRANCE_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Trung tâm điều hành đô thị thông minh", "Smart city operations centre"),
    "other_language": ("English", "Tiếng Việt"),
    "credit": (
        "Bản đồ © những người đóng góp OpenStreetMap, ODbL 1.0",
        "Map © OpenStreetMap contributors, ODbL 1.0",
    ),
    "notice": (
        "Mỗi lần đăng nhập, thao tác và xem hình ảnh đều được ghi vào nhật ký.",
        "Every sign-in, every action and every look at a picture is written to the log.",
    ),
    "sign_in.heading": ("Đăng nhập", "Sign in"),
    "sign_in.lead": ("Dành cho người trực và công an phường.", "For operators and the ward police."),
    "sign_in.username": ("Tên đăng nhập", "Username"),
    "sign_in.password": ("Mật khẩu", "Password"),
    "sign_in.show": ("Hiện", "Show"),
    "sign_in.hide": ("Ẩn", "Hide"),
    "sign_in.caps": ("Phím Caps Lock đang bật.", "Caps Lock is on."),
    "sign_in.button": ("Đăng nhập", "Sign in"),
    "sign_in.wrong": (
        "Tên đăng nhập hoặc mật khẩu không đúng.",
        "The username or the password is not right.",
    ),
    "sign_in.throttled": (
        "Đã sai quá nhiều lần. Hãy thử lại sau 15 phút, hoặc nhờ quản trị đặt lại mật khẩu.",
        "Too many wrong tries. Try again in 15 minutes, or ask the administrator for a new password.",
    ),
    "sign_in.away": (
        "Cơ sở dữ liệu chưa trả lời. Hãy thử lại sau giây lát.",
        "The database does not answer. Try again in a moment.",
    ),
    "starting.heading": ("Trung tâm đang khởi động", "The centre is starting"),
    "starting.lead": (
        "Trang này tự chuyển sang đăng nhập khi mọi thứ sẵn sàng.",
        "This page turns into the sign-in by itself when everything is there.",
    ),
    "starting.again": ("Đang chờ cơ sở dữ liệu trở lại", "Waiting for the database to come back"),
    "starting.again.lead": (
        "Trang này tự tiếp tục khi có lại dữ liệu; không cần làm gì.",
        "This page goes on by itself when the data is back; nothing needs to be done.",
    ),
    "starting.database": ("Cơ sở dữ liệu", "Database"),
    "starting.database.what": ("nơi giữ mọi dữ liệu của trung tâm", "where everything is kept"),
    "starting.migrations": ("Cấu trúc dữ liệu", "Its tables"),
    "starting.migrations.what": (
        "được tạo hoặc cập nhật khi khởi động",
        "made or brought up to date at the start",
    ),
    "starting.state": ("Dữ liệu đầu tiên", "The first data"),
    "starting.state.what": ("camera, đơn vị và cảnh báo đang có", "the cameras, units and alerts there are"),
    "starting.done": ("xong", "done"),
    "starting.waiting": ("đang chờ", "waiting"),
    "refused.heading.403": ("Trang này không dành cho vai trò của bạn", "This page is not for your role"),
    "refused.heading.404": ("Không có trang này", "There is no such page"),
    "refused.heading": ("Yêu cầu không được nhận", "The request was not taken"),
    "refused.home": ("Về bản đồ", "To the map"),
    "refused.sign_out": ("Đăng xuất", "Sign out"),
    "password.heading": ("Đổi mật khẩu", "Change your password"),
    "password.lead": (
        "Mật khẩu ban đầu chỉ dùng một lần. Hãy đặt mật khẩu của riêng bạn.",
        "The first password is good for once. Choose one of your own.",
    ),
    "password.old": ("Mật khẩu hiện tại", "Present password"),
    "password.new": ("Mật khẩu mới (ít nhất 12 ký tự)", "New password (12 characters or more)"),
    "password.again": ("Nhập lại mật khẩu mới", "The new password again"),
    "password.button": ("Đổi mật khẩu", "Change it"),
    "password.wrong": ("Mật khẩu hiện tại không đúng.", "The present password is not right."),
    "password.short": ("Mật khẩu mới cần ít nhất 12 ký tự.", "The new password needs 12 characters or more."),
    "password.long": ("Mật khẩu mới dài quá 200 ký tự.", "The new password is longer than 200 characters."),
    "password.same": (
        "Mật khẩu mới phải khác mật khẩu cũ.",
        "The new password must differ from the old one.",
    ),
    "password.differ": (
        "Hai lần nhập mật khẩu mới không giống nhau.",
        "The two new passwords are not the same.",
    ),
}


def say(key: str, language: str) -> str:
    """Return the words of `key` in `language` (vi or en)."""
    vietnamese, english = ENTRANCE_WORDS[key]
    return english if language == "en" else vietnamese
