// Who is signed in, as the page was told when it was made; the server checks every right again.

const card = () => document.getElementById("person")?.dataset ?? {};

export const accountId = () => Number(card().account ?? -1);
export const role = () => card().role ?? "";
export const accountLanguage = () => card().language ?? document.getElementById("still")?.dataset.language ?? "vi";
export const may = (right) => (card().rights ?? "").split(" ").includes(right);
export const csrfToken = () => document.cookie.match(/(?:^|; )opscenter_csrf=([^;]*)/)?.[1] ?? "";

/** Send something that changes the centre's state; the token shows that this page asked for it. */
export function post(path, body = {}) {
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrfToken() },
    body: JSON.stringify(body),
  });
}
