// Put into the console's page by the bench: notes when each alert was sent, heard and painted, in ms of the
// machine's clock. A frame is painted when the task after its animation frame runs.
(() => {
  const { store, stream } = window.opscenter;
  const seen = new Map();
  let sentAt = null;
  const now = () => performance.timeOrigin + performance.now();
  const take = stream._delta.bind(stream);
  stream._delta = (message) => {
    sentAt = Date.parse(message.at);
    take(message);
  };
  const afterPaint = (run) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = run;
      channel.port2.postMessage(null);
    });
  store.on("alerts", (keys) => {
    for (const key of keys ?? []) {
      const alert = store.alert(key);
      if (!alert || seen.has(alert.cam)) continue;
      const note = { id: key, sent: sentAt, heard: now(), painted: null, isDrawn: false };
      seen.set(alert.cam, note);
      afterPaint(() => {
        note.painted = now();
        note.isDrawn = document.querySelector(`#side [data-alert="${key}"]`) !== null;
      });
    }
  });
  window.paintWatch = { seen: () => Object.fromEntries(seen), afterPaint };
})();
