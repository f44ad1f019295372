# The paper as one image: the locked packages, the code, its static files, and PostgreSQL's
# own programs for backups. Two builds of one commit have the same files.

FROM python:3.13-slim-trixie AS packages
COPY requirements.txt .
# Left out: pip, what only translators and compilers read, Django's maps, and its words in
# languages that ours are not in. Compiled once, by content: the image is read-only, and
# no start looks at dates.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-compile \
    --require-hashes --only-binary=:all: -r requirements.txt \
 && /venv/bin/pip uninstall --yes --quiet pip \
 && find /venv \( -name '*.po' -o -name '*.pyi' -o -name '*.c' -o -name '*.cpp' \
    -o -name '*.h' -o -name '*.pyx' \) -delete \
 && find /venv/lib/python3.*/site-packages/django/contrib -path '*/locale/*' -name '*.mo' \
    ! -path '*/ar/*' ! -path '*/de/*' ! -path '*/en*/*' ! -path '*/es/*' \
    ! -path '*/fr/*' ! -path '*/uk/*' -delete \
 && rm -r /venv/lib/python3.*/site-packages/django/contrib/gis \
 && PYTHONHASHSEED=0 python -m compileall -q --invalidation-mode unchecked-hash /venv/lib

# pg_dump, pg_restore and psql with the libraries that the base lacks; no package of theirs.
FROM python:3.13-slim-trixie AS postgresql
RUN find /usr/lib -name '*.so*' | sort > /before \
 && apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends \
    postgresql-client-17 \
 && install -D -t /taken/usr/local/bin \
    /usr/lib/postgresql/17/bin/pg_dump /usr/lib/postgresql/17/bin/pg_restore \
    /usr/lib/postgresql/17/bin/psql \
 && for library in $(ldd /taken/usr/local/bin/* | sed -n 's/.*=> \(.*\) .*/\1/p'); do \
      grep -qx "/usr/lib/${library#*/lib/}" /before \
      || install -D -m 644 "$library" "/taken/usr/lib/${library#*/lib/}"; \
    done

FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND_ADDRESS=0.0.0.0 \
    PORT=8000 \
    MEDIA_ROOT=/media \
    PAGE_CACHE=/pages \
    STATIC_ROOT=/static
COPY --from=postgresql /taken /
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# What is written at run time is in /backups, /media and /pages; the key here signs nothing.
RUN PYTHONHASHSEED=0 python -m compileall -q --invalidation-mode unchecked-hash /app \
 && SECRET_KEY=only-while-the-image-is-built-and-nowhere-afterwards \
    python manage.py collectstatic --noinput --verbosity 0 \
 && install -d -o 10001 -g 10001 /backups /media /pages
USER 10001:10001
EXPOSE 8000
VOLUME /backups /media /pages
HEALTHCHECK --interval=5s --timeout=5s --start-period=90s CMD ["/app/deploy/healthy"]
ENTRYPOINT ["/app/deploy/entrypoint"]
CMD ["serve"]
