#!/bin/sh
# docker-test.sh: what docs/operations.md says of deploying, done with a real engine: builds the
# image, starts it read-only beside PostgreSQL, shows the demo, saves and publishes a
# story by HTTP, stops. Everything that it made is removed; only the images stay.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
compose="docker compose --project-name newsroom-test --env-file /dev/null"
POSTGRES_PASSWORD=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
SECRET_KEY=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
PORT=${PORT:-$("$python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')}
export POSTGRES_PASSWORD SECRET_KEY PORT
step() { echo "-- $*"; }

step "compose file"
$compose config --quiet
step "image"
docker build --quiet --tag newsroom:local .
trap '$compose logs --tail 40 >&2; $compose down --volumes --timeout 5' EXIT
step "PostgreSQL, migrations, web server"
$compose up --detach --no-build
step "demo paper"
said=$($compose exec -T web python manage.py demo)
echo "   $(docker image inspect --format '{{.Size}}' newsroom:local) bytes of image"
step "a reader, an editor"
"$python" scripts/smoke.py "http://127.0.0.1:$PORT" editor "${said##*: }"
step "stopping"
$compose stop
$compose ps --all --format '{{.Service}} {{.State}} {{.ExitCode}}'
trap - EXIT
$compose down --volumes
