# Varnish before the paper: a page is kept for as long as `Surrogate-Control` says, served
# for ten seconds more while it is fetched anew, and for days while the paper is down.
vcl 4.1;

import std;

backend paper {
    .host = "127.0.0.1";
    .port = "8000";
    # Not ready is down: pages are then served as they are.
    .probe = { .url = "/readyz"; .interval = 2s; .timeout = 2s; .window = 2; .threshold = 1; }
}

sub vcl_recv {
    if (req.url ~ "^/(admin/|healthz|readyz)") {
        return (pass);
    }
    unset req.http.Cookie;  # to the paper all readers are the same
    if (std.healthy(req.backend_hint)) {
        set req.grace = 10s;
    }
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Control ~ "stale-if-error=") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*max-age=(\d+).*", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*stale-if-error=(\d+).*", "\1s"), 0s);
        unset beresp.http.Surrogate-Control;
    }
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
}

sub vcl_deliver {
    set resp.http.X-Cache = "MISS";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    }
}
