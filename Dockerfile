# One image for every service and the gateway; the command chooses.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python3 -m venv /venv
COPY requirements.txt .
# Wheels only: this image has no compiler, and nothing is built from unseen sources.
RUN /venv/bin/pip install --quiet --require-hashes --only-binary :all: -r requirements.txt \
 && /venv/bin/pip uninstall --quiet --yes setuptools pip

FROM python:3.11-slim
RUN echo 'unionhall:x:10001:' >> /etc/group \
 && echo 'unionhall:x:10001:10001::/app:/usr/sbin/nologin' >> /etc/passwd \
 && mkdir /documents && chown 10001:10001 /documents
COPY --from=build /venv /venv
WORKDIR /app
# .dockerignore lets in only what runs.
COPY . .
RUN python3 -m compileall -q .
ENV PATH=/app:/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER unionhall
ENTRYPOINT ["unionhall"]
CMD ["--help"]
