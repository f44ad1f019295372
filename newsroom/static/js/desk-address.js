/** Addresses as they stand in a text: hears "prose:address", and answers with one that has no trackers
    and no detours, is ours without its host, and breaks no markup; or with none, if it leads nowhere. */
const TRACKING = /^(?:utm_.*|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|(?:fb|g|d|y|ms|tw)clid|igshid|[gw]braid|ref_(?:src|url))$/i;
const GOOGLE = /^(?:www\.)?google\.[a-z.]+$/;
const OUTLOOK = /\.safelinks\.protection\.outlook\.com$/;

function cleaned(href) {
  if (/^mailto:[^?\s]/i.test(href)) return href.split("?")[0];
  if (!/^https?:\/\/[^/?#]/i.test(href) || !URL.canParse(href)) return "";
  const { host, origin, pathname, searchParams } = new URL(href);
  const isDetour = (GOOGLE.test(host) && pathname === "/url") || OUTLOOK.test(host);
  const behind = isDetour && (searchParams.get("q") ?? searchParams.get("url"));
  if (behind) return cleaned(behind);
  const [, bare, search, hash] = href.match(/^([^?#]*)\??([^#]*)(.*)$/s);
  const kept = search.split("&").filter((part) => part && !TRACKING.test(part.split("=")[0]));
  const whole = (origin === location.origin ? pathname : bare) + (kept.length ? `?${kept.join("&")}` : "") + hash;
  return whole.replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt().toString(16).padStart(2, "0")}`);
}

document.addEventListener("prose:address", ({ detail }) => (detail.address = cleaned(detail.address)));
