# The check service in rules mode: stateless, writes nothing, runs as nobody. HTTPS belongs in front of it.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/tavshedstjek && /opt/tavshedstjek/bin/pip install --no-cache-dir .

FROM python:3.11-slim
COPY --from=build /opt/tavshedstjek /opt/tavshedstjek
ENV PYTHONDONTWRITEBYTECODE=1 PATH=/opt/tavshedstjek/bin:$PATH
USER 65534:65534
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"]
CMD ["tavshedstjek", "serve", "--host", "0.0.0.0"]
