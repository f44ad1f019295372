/* What this reader has set, put in place before anything is drawn. Kept in this browser alone. */

try {
  const set = JSON.parse(localStorage.getItem("settings")) ?? {};
  for (const name of ["theme", "size", "numbers"]) {
    if (set[name]) document.documentElement.dataset[name] = set[name];
  }
} catch {
  /* Storage is blocked: the page reads as it does for everybody. */
}
