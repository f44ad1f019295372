/* What this browser remembers, and what the reader has set, put in place before anything
   is drawn. Where storage is blocked, full or absent, nothing is remembered. */

const memory = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      return {};
    }
  },
  set(name, known) {
    try {
      localStorage.setItem(name, JSON.stringify(known));
      return true;
    } catch {
      return false;
    }
  },
  show(set) {
    this.settings = set;
    for (const name of ["theme", "size", "numbers"]) {
      if (set[name]) document.documentElement.dataset[name] = set[name];
      else delete document.documentElement.dataset[name];
    }
  },
};

function element(name, fields, ...inside) {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...inside);
  return made;
}

memory.show(memory.get("settings"));
