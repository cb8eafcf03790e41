// The pages outside of the console: a clock, a look at the password, and waiting for the database.

const TIME_ZONE = "Asia/Ho_Chi_Minh";
const ASK_EVERY_MS = 1000;

startClock();
startPassword();
startWaiting();

function startClock() {
  const clock = document.querySelector(".entrance-clock");
  if (!clock) return;
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: TIME_ZONE, timeStyle: "medium" });
  const date = new Intl.DateTimeFormat("en-GB", { timeZone: TIME_ZONE, day: "2-digit", month: "2-digit", year: "numeric" });
  const tick = () => {
    clock.querySelector("b").textContent = time.format();
    clock.querySelector("span").textContent = date.format();
  };
  tick();
  clock.hidden = false;
  setInterval(tick, 1000);
}

function startPassword() {
  const field = document.getElementById("password");
  const show = document.querySelector(".entrance-show");
  if (!field || !show) return;
  show.hidden = false;
  show.addEventListener("click", () => {
    const isHidden = field.type === "password";
    field.type = isHidden ? "text" : "password";
    show.textContent = isHidden ? show.dataset.hide : show.dataset.show;
    field.focus();
  });
  const caps = document.getElementById("caps");
  const look = (event) => (caps.hidden = !event.getModifierState?.("CapsLock"));
  field.addEventListener("keydown", look);
  field.addEventListener("keyup", look);
}

/** Ask until everything is there, show what has come, then load the page that was asked for. */
function startWaiting() {
  const list = document.querySelector(".entrance-parts");
  if (!list) return;
  const ask = async () => {
    try {
      const health = await (await fetch("/api/v1/health", { cache: "no-store" })).json();
      for (const line of list.children) showPart(list, line, health.parts[line.dataset.part]);
      if (health.ready) {
        if (window.location.pathname === "/starting") window.location.assign("/");
        else window.location.reload();
        return;
      }
    } catch {
      // The console itself is away for a moment: ask again.
    }
    setTimeout(ask, ASK_EVERY_MS);
  };
  setTimeout(ask, ASK_EVERY_MS);
}

function showPart(list, line, isDone) {
  line.dataset.state = isDone ? "done" : "waiting";
  const words = isDone ? list.dataset.done : list.dataset.waiting;
  const shown = line.querySelector("em");
  if (shown.textContent !== words) shown.textContent = words;
}
