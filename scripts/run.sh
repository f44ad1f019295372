#!/bin/sh
# run.sh VENV: brings the paper up as in production. Steps that are done are skipped.
set -eu
umask 077
python=$1/bin/python
step() { echo "-- $*"; }
mkdir -p var

if [ -z "${SECRET_KEY:-}" ] && ! grep -qs '^SECRET_KEY=.' "${ENV_FILE:-.env}"; then
  if [ ! -s var/secret-key ]; then
    step "a secret key, kept in var/secret-key"
    "$python" -c 'import secrets; print(secrets.token_urlsafe(50))' > var/secret-key
  fi
  SECRET_KEY=$(cat var/secret-key)
  export SECRET_KEY
fi

# What is wrong in the environment, or a port that is taken, ends the start here.
static=$("$python" -c 'from newsroom import settings; from operations import ports
ports.claim(settings.BIND_ADDRESS, settings.PORT)
print(settings.STATIC_ROOT)')

step "database"
"$python" manage.py migrate --verbosity 0

step "demo paper"
"$python" manage.py demo

# What collectstatic writes last tells how fresh the rest is; no such file is an error,
# which counts as a reason too.
manifest=$static/staticfiles.json
if [ -n "$(find newsroom/static requirements.txt -newer "$manifest" 2>&1)" ]; then
  step "style sheets, fonts and scripts"
  "$python" manage.py collectstatic --noinput --verbosity 0
fi

step "web server"
exec "$1/bin/gunicorn" -c python:newsroom.gunicorn newsroom.wsgi
