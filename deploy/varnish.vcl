# Varnish before the two web services of the paper; docs/operators/proxy.md explains it.
#
# Two doors: `http` is for readers and the desk, by way of Caddy; `inside` is for the paper's
# own processes and the only one that takes a PURGE.
vcl 4.1;

import directors;
import std;
import vsthrottle;
import xkey;

# Ready: it has its database, its schema and room on the disk. Alive: the process answers.
# A paper that is alive and not ready still has pages of its own, and a page that says why.
probe ready {
    .url = "/readyz";
    .interval = 1s;
    .timeout = 3s;
    .window = 3;
    .threshold = 2;
    .initial = 1;
}
probe alive {
    .url = "/healthz";
    .interval = 1s;
    .timeout = 3s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}

backend web_a {
    .host = "web-a";
    .port = "8000";
    .connect_timeout = 1s;
    .probe = ready;
}
backend web_b {
    .host = "web-b";
    .port = "8000";
    .connect_timeout = 1s;
    .probe = ready;
}
backend web_a_alive {
    .host = "web-a";
    .port = "8000";
    .connect_timeout = 1s;
    .probe = alive;
}
backend web_b_alive {
    .host = "web-b";
    .port = "8000";
    .connect_timeout = 1s;
    .probe = alive;
}

sub vcl_init {
    # One address goes to one service, which then has it in memory; a second try to the other.
    new ready_ones = directors.shard();
    ready_ones.add_backend(web_a);
    ready_ones.add_backend(web_b);
    ready_ones.reconfigure();
    new alive_ones = directors.shard();
    alive_ones.add_backend(web_a_alive);
    alive_ones.add_backend(web_b_alive);
    alive_ones.reconfigure();
    # These two are asked only whether any is well.
    new some_ready = directors.round_robin();
    some_ready.add_backend(web_a);
    some_ready.add_backend(web_b);
    new some_alive = directors.round_robin();
    some_alive.add_backend(web_a_alive);
    some_alive.add_backend(web_b_alive);
}

sub vcl_recv {
    if (req.restarts == 0) {
        unset req.http.X-Whatever-Age;
        unset req.http.X-Purged;
        call say_who_asks;
    }
    if (req.method == "PURGE") {
        call purge_by_key;
    }
    # The paper would read it as its own address, and what is asked here of addresses would
    # not: no browser writes a plain letter or a slash as %6c or %2f.
    if (req.url ~ "^[^?]*%(2[Ff]|4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa])") {
        return (synth(400));
    }
    if (local.socket == "http" && req.url ~ "^/(metrics|readyz)([/?]|$)") {
        return (synth(404));
    }
    set req.backend_hint = some_ready.backend();
    call choose_encoding;
    if (req.url ~ "^/admin/") {
        call limit_desk;
        return (pass);
    }
    # To the paper all readers are the same.
    unset req.http.Cookie;
    unset req.http.Authorization;
    if (req.method != "GET" && req.method != "HEAD") {
        # Mail providers end what many of their readers follow, from a few addresses.
        # One server of the fediverse speaks for all of its people.
        if (req.url ~ "^/fediverse/") {
            call limit_fediverse;
        # A language model asks many small things for one reader.
        } elsif (req.url ~ "^/api/mcp") {
            call limit_tools;
        } elsif (req.url !~ "^/letters/") {
            call limit_letters;
        }
        return (pass);
    }
    # What somebody was given a link to is theirs alone.
    if (req.url ~ "^/(letters|shared)/") {
        return (pass);
    }
    call choose_age;
    return (hash);
}

# How old a page may be. While the paper is up, 0.4 s: 0.3 s fresh, 0.1 s more while it is
# asked for. Seven days if nobody can be asked, or if who was asked had no answer.
sub choose_age {
    set req.grace = 0.1s;
    if (req.http.X-Whatever-Age || !std.healthy(some_ready.backend())) {
        set req.http.X-Whatever-Age = "1";
        set req.grace = 7d;
    }
}

sub say_who_asks {
    # Caddy has said it, and Varnish has added who that was.
    if (local.socket == "http" && req.http.X-Forwarded-For) {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",.*", "");
    }
    # For limits: of an IPv6 address its first half is one customer.
    set req.http.X-Who = regsub(req.http.X-Forwarded-For,
        "^([0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F]*):.*", "\1");
}

# Three kinds of readers, not as many as there are browsers.
sub choose_encoding {
    set req.http.Accept-Encoding =
        regsuball(req.http.Accept-Encoding, "\b(br|gzip)\s*;\s*q=0(\.0*)?\s*(,|$)", "");
    if (req.http.Accept-Encoding ~ "\bbr\b" && req.http.Accept-Encoding ~ "\bgzip\b") {
        set req.http.Accept-Encoding = "br, gzip";
    } elsif (req.http.Accept-Encoding ~ "\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
}

# What one address may do. The paper counts failed sign-ins itself; this keeps the flood out,
# and lets a newsroom behind one address sign in at nine, or after a new key, all at once.
sub limit_desk {
    if (req.restarts > 0 || req.method != "POST") {
        return;
    }
    if (req.url ~ "^/admin/login/" &&
        vsthrottle.is_denied("sign-in " + req.http.X-Who, 30, 60s)) {
        return (synth(429));
    }
    if (req.http.Content-Type ~ "^multipart/" &&
        vsthrottle.is_denied("upload " + req.http.X-Who, 60, 60s)) {
        return (synth(429));
    }
}

sub limit_letters {
    if (req.method == "POST" &&
        vsthrottle.is_denied("letter " + req.http.X-Who, 20, 600s)) {
        return (synth(429));
    }
}

sub limit_fediverse {
    if (vsthrottle.is_denied("fediverse " + req.http.X-Who, 600, 60s)) {
        return (synth(429));
    }
}

sub limit_tools {
    if (vsthrottle.is_denied("tools " + req.http.X-Who, 120, 60s)) {
        return (synth(429));
    }
}

# Searches that the paper has to make; one that is known costs nothing.
sub limit_search {
    if (req.url ~ "^/(api/)?search/" &&
        vsthrottle.is_denied("search " + req.http.X-Who, 60, 20s)) {
        return (synth(429));
    }
}

# PURGE with `Surrogate-Key: one two three`, or `everything`. What is touched is asked for
# anew at once, and is still there if nobody can be asked. With `Surrogate-Purge: hard` it
# is gone: for what must not be seen again, whatever happens.
sub purge_by_key {
    if (local.socket != "inside") {
        return (synth(405));
    }
    if (!req.http.Surrogate-Key) {
        return (synth(400, "Surrogate-Key is missing"));
    }
    if (req.http.Surrogate-Purge == "hard") {
        set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
    } else {
        set req.http.X-Purged = xkey.softpurge(req.http.Surrogate-Key);
    }
    return (synth(200, "Purged"));
}

sub vcl_miss {
    call limit_search;
    # Nothing is kept, and what the paper can say now is for this reader alone.
    if (req.http.X-Whatever-Age) {
        return (pass);
    }
}

sub vcl_backend_fetch {
    if (std.healthy(some_ready.backend())) {
        set bereq.backend = ready_ones.backend(by = URL, alt = bereq.retries);
    } else {
        set bereq.backend = alive_ones.backend(by = URL, alt = bereq.retries);
    }
    unset bereq.http.X-Who;
    unset bereq.http.X-Whatever-Age;
    unset bereq.http.X-Unwell;
    # A connection of its own for each: one that is kept may be ended by a paper that
    # restarts just as a form is sent into it. On one network this costs 0.1 ms.
    set bereq.http.Connection = "close";
    # A page takes milliseconds; an import or a picture at the desk may take its time.
    set bereq.first_byte_timeout = 10s;
    set bereq.between_bytes_timeout = 10s;
    if (bereq.url ~ "^/admin/") {
        set bereq.first_byte_timeout = 120s;
        set bereq.between_bytes_timeout = 60s;
    } elsif (bereq.retries > 0) {
        set bereq.first_byte_timeout = 3s;
    }
}

sub vcl_backend_response {
    # What the paper says while it isn't well replaces nothing that is kept.
    if (!bereq.uncacheable && (beresp.status >= 500 ||
        (!beresp.http.Surrogate-Control && beresp.http.Cache-Control ~ "no-store"))) {
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        if (beresp.status >= 500 && bereq.retries == 0) {
            return (retry);
        }
        if (beresp.status >= 500 || beresp.status == 200) {
            set bereq.http.X-Unwell = "1";
            return (error(503));
        }
    }
    # An answer of 304 names the page as it is before it is squeezed.
    if (beresp.http.Content-Encoding && beresp.http.ETag && beresp.http.ETag !~ "^W/") {
        set beresp.http.ETag = "W/" + beresp.http.ETag;
    }
    if (beresp.http.Surrogate-Control ~ "stale-if-error=") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*max-age=(\d+).*", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*stale-if-error=(\d+).*", "\1s"), 0s);
        # Pictures have the name of their bytes, and a key by which they are purged.
        if (beresp.ttl > 0.3s &&
            !(bereq.url ~ "^/(images|cards)/" && beresp.http.Surrogate-Key)) {
            set beresp.ttl = 0.3s;
        }
    } elsif (bereq.url ~ "^/static/" && beresp.status == 200) {
        set beresp.grace = 7d;  # Their ttl, a year for hashed names, is what they say.
    }
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    if (beresp.http.xkey !~ "(^| )everything( |$)") {
        set beresp.http.xkey = beresp.http.xkey + " everything";
    }
}

sub vcl_backend_error {
    # Refused, or gone before it answered: the other one. Varnish itself sends no body
    # twice, and what has none is repeated only if it asks and changes nothing.
    if (bereq.retries < 2 && !bereq.http.X-Unwell && (bereq.method == "GET" || bereq.method == "HEAD" ||
        bereq.http.Content-Length ~ "[1-9]" || bereq.http.Transfer-Encoding)) {
        return (retry);
    }
    if (bereq.is_bgfetch) {
        return (abandon);
    }
    call unavailable;
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    return (deliver);
}

sub unavailable {
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "10";
    set beresp.http.Content-Security-Policy = "default-src 'none'; style-src 'unsafe-inline'";
    synthetic(std.fileread("/etc/varnish/unavailable.html"));
}

sub vcl_deliver {
    # Whoever was asked had no answer: what is kept, however old.
    if (resp.status >= 500 && req.restarts == 0 && !req.http.X-Whatever-Age &&
        (req.method == "GET" || req.method == "HEAD") && req.url !~ "^/(admin|letters|shared)/") {
        set req.http.X-Whatever-Age = "1";
        return (restart);
    }
    unset resp.http.xkey;
    # What a CDN before us has to know is nothing to readers. It says that it is one (RFC 8586).
    if (!req.http.CDN-Loop) {
        unset resp.http.Surrogate-Control;
        unset resp.http.Surrogate-Key;
        unset resp.http.Cache-Tag;
    }
    unset resp.http.X-Accel-Expires;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # A kept page has the name of the request that it was made for.
    unset resp.http.X-Request-ID;
    if (req.http.X-Request-ID) {
        set resp.http.X-Request-ID = req.http.X-Request-ID;
    }
    set resp.http.X-Cache = "MISS";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    }
}

sub vcl_synth {
    set resp.http.Cache-Control = "no-store";
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    if (req.http.X-Purged) {
        set resp.body = req.http.X-Purged + " purged" + {"
"};
        return (deliver);
    }
    if (resp.status == 429 || resp.status >= 500) {
        set resp.http.Content-Type = "text/html; charset=utf-8";
        set resp.http.Content-Security-Policy = "default-src 'none'; style-src 'unsafe-inline'";
    }
    if (resp.status == 429) {
        set resp.http.Retry-After = "60";
        set resp.body = std.fileread("/etc/varnish/too-many.html");
    } elsif (resp.status >= 500) {
        set resp.http.Retry-After = "10";
        set resp.body = std.fileread("/etc/varnish/unavailable.html");
    } else {
        set resp.body = resp.reason + {"
"};
    }
    return (deliver);
}
