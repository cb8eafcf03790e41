// The sound of an alert, made by the browser itself: two calm tones for critical, one soft tone for high.

const NOTES = {
  critical: [
    { hz: 587.33, at: 0, seconds: 0.5, level: 0.4 },
    { hz: 440, at: 0.42, seconds: 0.7, level: 0.4 },
    { hz: 587.33, at: 1.3, seconds: 0.5, level: 0.4 },
    { hz: 440, at: 1.72, seconds: 0.9, level: 0.4 },
  ],
  high: [{ hz: 392, at: 0, seconds: 0.6, level: 0.16 }],
};
const ATTACK_S = 0.03;
const SILENCE = 0.0001;

export class Sounder {
  /** `onChange()` hears that sound became possible or impossible: browsers forbid it before the first click. */
  constructor(onChange) {
    this.onChange = onChange;
    this.played = 0;
    const unlock = () => this._unlock();
    window.addEventListener("pointerdown", unlock, { capture: true });
    window.addEventListener("keydown", unlock, { capture: true });
  }

  get isBlocked() {
    return this.context?.state !== "running";
  }

  /** Play the notes of `kind` (critical, high) at `volume` 0 to 1; false when the browser does not let it. */
  async play(kind, volume) {
    if (this.isBlocked) return false;
    this.played += 1;
    for (const note of NOTES[kind]) this._note(note, volume);
    return true;
  }

  /** A context made before the first click would only earn a warning, so it is made by the click. */
  _unlock() {
    if (!window.AudioContext) return;
    if (!this.context) {
      this.context = new AudioContext();
      this.context.addEventListener("statechange", () => this.onChange());
    }
    if (this.context.state === "suspended") this.context.resume().then(() => this.onChange(), () => null);
  }

  _note({ hz, at, seconds, level }, volume) {
    const begin = this.context.currentTime + at;
    const tone = new OscillatorNode(this.context, { type: "sine", frequency: hz });
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setValueAtTime(SILENCE, begin);
    gain.gain.linearRampToValueAtTime(Math.max(SILENCE, level * volume), begin + ATTACK_S);
    gain.gain.exponentialRampToValueAtTime(SILENCE, begin + seconds);
    tone.connect(gain).connect(this.context.destination);
    tone.start(begin);
    tone.stop(begin + seconds);
  }
}
