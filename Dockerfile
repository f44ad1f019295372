# The paper as one image: the locked packages, the code, and its static files.
# Starting it never touches the schema: run `python manage.py migrate` as a step of its own.

FROM python:3.13-slim-bookworm AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary=:all: -r requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND_ADDRESS=0.0.0.0 \
    PORT=8000 \
    MEDIA_ROOT=/media \
    PAGE_CACHE=/pages \
    STATIC_ROOT=/static
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# What is written at run time is in /media and /pages; the key here signs nothing.
RUN SECRET_KEY=only-while-the-image-is-built-and-nowhere-afterwards \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q . \
 && install -d -o 10001 -g 10001 /media /pages
USER 10001:10001
EXPOSE 8000
VOLUME /media /pages
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "python:newsroom.gunicorn", "newsroom.wsgi"]
