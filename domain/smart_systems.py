"""The eight smart systems that the centre joins, with their words in Vietnamese and English."""

from enum import StrEnum


class SmartSystem(StrEnum):
    """The key of a system on the wire and in the database."""

    SECURITY_CAMERAS = "security_cameras"
    FIREFIGHTING = "firefighting"
    URBAN_ADMINISTRATION = "urban_administration"
    HEALTHCARE = "healthcare"
    EDUCATION = "education"
    TOURISM = "tourism"
    PUBLIC_SERVICES = "public_services"
    INFORMATION_SECURITY = "information_security"


SYSTEM_WORDS: dict[SmartSystem, tuple[str, str]] = {
    SmartSystem.SECURITY_CAMERAS: ("Hệ thống camera an ninh thông minh", "Smart security cameras"),
    SmartSystem.FIREFIGHTING: ("Hệ thống phòng cháy chữa cháy thông minh", "Smart firefighting"),
    SmartSystem.URBAN_ADMINISTRATION: ("Hệ thống quản lý đô thị thông minh", "Smart urban administration"),
    SmartSystem.HEALTHCARE: ("Hệ thống y tế thông minh", "Smart healthcare"),
    SmartSystem.EDUCATION: ("Hệ thống quản lý giáo dục thông minh", "Smart education"),
    SmartSystem.TOURISM: ("Hệ thống du lịch thông minh", "Smart tourism"),
    SmartSystem.PUBLIC_SERVICES: ("Hệ thống dịch vụ công trực tuyến", "Online public services"),
    SmartSystem.INFORMATION_SECURITY: (
        "Hệ thống giám sát, điều hành an toàn thông tin",
        "Information security operations",
    ),
}
