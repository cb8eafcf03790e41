// What the person looks at: an alert, a camera, or nothing. The map, the queue and the drawer follow it.

export class Selection {
  constructor(store) {
    this.store = store;
    this.alertId = null;
    this.cameraCode = null;
    this.isOpen = false;
    this._listeners = new Set();
  }

  onChange(listener) {
    this._listeners.add(listener);
  }

  /** Choose an alert; `open` also opens the drawer, otherwise an open drawer follows. */
  chooseAlert(id, { open = true } = {}) {
    const alert = this.store.alert(id);
    this._set(id, alert?.cam ?? null, open || this.isOpen);
  }

  chooseCamera(code) {
    this._set(null, code, true);
  }

  /** Take over what was chosen in another window; a drawer that is open here follows, and is closed with it. */
  follow(alertId, cameraCode, open) {
    const isNothing = !alertId && !cameraCode;
    this._set(alertId, cameraCode, !isNothing && (open || this.isOpen));
  }

  close() {
    this.isOpen = false;
    this._tell();
  }

  clear() {
    this._set(null, null, false);
  }

  _set(alertId, cameraCode, isOpen) {
    Object.assign(this, { alertId, cameraCode, isOpen });
    this._tell();
  }

  _tell() {
    const chosen = { alertId: this.alertId, cameraCode: this.cameraCode, isOpen: this.isOpen };
    for (const listener of this._listeners) listener(chosen);
  }
}
