# Builds everything into one virtual environment, then copies that and nothing else.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/jensen
ENV PATH=/opt/jensen/bin:$PATH
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY adapters adapters
COPY bot bot
COPY seeds seeds
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && pip uninstall --yes hatchling packaging pathspec pluggy tomlkit trove-classifiers pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home jensen
COPY --from=build /opt/jensen /opt/jensen
ENV PATH=/opt/jensen/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    JENSEN_HOME=/data \
    JENSEN_HTTP_HOST=0.0.0.0 \
    JENSEN_HTTP_PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['JENSEN_HTTP_PORT'] + '/healthz', timeout=4)"]
CMD ["jensen", "run"]
