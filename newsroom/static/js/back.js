/* For who comes back to the front: how many stories have new facts since the last visit. */

const line = document.getElementById("back");
const { moments, zone: timeZone, one, many, only, since } = line.dataset;

/* A visit lasts as long as its tab. */
function lastVisit() {
  try {
    sessionStorage.visit ??= localStorage.visit ?? "";
    localStorage.visit = new Date().toISOString();
    return new Date(sessionStorage.visit);
  } catch {
    return NaN;
  }
}

const last = lastVisit();
const fresh = moments.split(" ").filter((moment) => new Date(moment) > last).length;
if (fresh) {
  const day = Date.now() - last < 6 * 86_400_000 ? { weekday: "long" } : { day: "numeric", month: "long" };
  const form = { ...day, hour: "2-digit", minute: "2-digit", timeZone };
  const said = last.toLocaleString(document.documentElement.lang, form);
  const on = last.toLocaleDateString("sv", { timeZone }); // as addresses have it
  const link = document.createElement("a");
  link.textContent = only;
  link.href = since.replace("2000-01-01", on);
  line.append((fresh === 1 ? one : many).replace("%n", fresh).replace("%t", said), " ", link);
  line.hidden = false;
}
