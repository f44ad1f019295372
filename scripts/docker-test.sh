#!/bin/sh
# docker-test.sh: a whole paper with a real engine, from a clone of what is committed: started,
# read, published in, restarted, upgraded, without its database, restored. Everything that it
# made is removed; only images stay. SHORT=1 keeps the database away for 30 s, not 10 minutes;
# STEPS="publish stop" takes these steps alone; `docker-test.sh ready` says whether it could run.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
needs="It needs a Docker engine (20.10 or newer), docker compose (2.20) and Python 3.11"
docker version >/dev/null 2>&1 || { echo "docker-test: no engine answers. $needs." >&2; exit 1; }
docker compose version >/dev/null 2>&1 || { echo "docker-test: no docker compose. $needs." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "docker-test: $needs." >&2; exit 1; }

# Images that are here are not asked for again: an engine may have no way out.
for image in $(sed -n 's/^FROM \([^ ]*\).*/\1/p' Dockerfile | sort -u) \
  $(sed -n 's/^ *image: \([a-z/]*:[0-9.]*\)$/\1/p' docker-compose.yml); do
  docker image inspect "$image" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$image" ||
    { echo "docker-test: the image $image can't be had." >&2; exit 1; }
done

[ "${1:-}" != ready ] || exit 0
exec "$python" -m scripts.docker_test
