# One image for every service of the centre; docker-compose.yml says which command each runs.
FROM python:3.13.9-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends openssl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin opscenter \
    && install --directory --owner=opscenter --mode=0700 /var/lib/opscenter/outage

WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY dashboard dashboard
COPY db db
COPY domain domain
COPY edge edge
COPY ingest ingest
COPY opscenter opscenter
COPY simulators simulators
RUN pip install --no-cache-dir --constraint constraints.txt .

USER opscenter
ENTRYPOINT ["opscenter"]
CMD ["--help"]
