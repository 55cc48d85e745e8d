# The check service: stateless, writes nothing, runs as nobody on a read-only root. HTTPS belongs in front of it (compose.yaml).
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock .
RUN python -m venv /opt/tavshedstjek && /opt/tavshedstjek/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/tavshedstjek/bin/pip install --no-cache-dir --no-deps . && /opt/tavshedstjek/bin/python -m compileall -q /opt/tavshedstjek/lib

FROM python:3.11-slim
COPY --from=build /opt/tavshedstjek /opt/tavshedstjek
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/tavshedstjek/bin:$PATH \
    TAVSHEDSTJEK_HOST=0.0.0.0 TAVSHEDSTJEK_LOG=json TAVSHEDSTJEK_DATA_DIR=/var/lib/tavshedstjek
USER 65534:65534
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/readyz', headers={'Host': 'localhost'}), timeout=4)"]
CMD ["tavshedstjek", "serve"]
