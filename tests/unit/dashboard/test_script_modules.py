"""The page's script under an address that names its content."""

from pathlib import Path

from dashboard.script_modules import ENTRY, STYLES, Modules


def folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / ENTRY).write_text('import "./js/store.mjs";', encoding="utf-8")
    (tmp_path / "sign-in-page.mjs").write_text("", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / "js" / f"{name}.mjs").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_module_is_found_under_the_fingerprint_of_this_release_alone(tmp_path: Path) -> None:
    modules = Modules(folder(tmp_path, store="export const a = 1;"))
    assert modules.file(modules.fingerprint, "js/store.mjs") == b"export const a = 1;"
    assert modules.file("older", "js/store.mjs") is None
    assert modules.file(modules.fingerprint, "../secret.mjs") is None


def test_another_byte_makes_another_address(tmp_path: Path) -> None:
    files = folder(tmp_path, store="a")
    before = Modules(files).fingerprint
    (files / "js" / "store.mjs").write_text("b", encoding="utf-8")
    assert Modules(files).fingerprint != before


def test_the_page_starts_its_entry_and_fetches_beside_it_what_that_needs_at_once(tmp_path: Path) -> None:
    modules = Modules(folder(tmp_path, store='const later = () => import("./panel.mjs");', panel="b"))
    assert modules.links().splitlines() == [
        f'<link rel="modulepreload" href="/modules/{modules.fingerprint}/js/store.mjs">',
        f'<script type="module" async src="/modules/{modules.fingerprint}/main.mjs"></script>',
    ]


def test_the_styles_are_one_file_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("20_map", "10_page", "sign-in-page"):
        (tmp_path / f"{name}.css").write_text(f"/* {name} */", encoding="utf-8")
    modules = Modules(folder(tmp_path, store="a"))
    assert modules.file(modules.fingerprint, STYLES) == b"/* 10_page */\n/* 20_map */"
