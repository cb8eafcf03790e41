// A small panel that opens under its button on the bar; Escape or a click elsewhere closes it.

export class BarPanel {
  /** `onOpen()` fills the panel; while it is open, `isOpen` says so. */
  constructor(button, panel, onOpen) {
    Object.assign(this, { button, panel, onOpen });
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", panel.id);
    button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    document.addEventListener("pointerdown", ({ target }) => {
      if (this.isOpen && !panel.contains(target) && !button.contains(target)) this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.isOpen) return;
      const hadFocus = panel.contains(document.activeElement);
      this.close();
      if (hadFocus) button.focus();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open() {
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.onOpen();
    this.panel.focus({ preventScroll: true });
  }

  close() {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }
}
