"""The services that guides want running, and the ports at which they usually are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DOCKER = "docker"  # no port: it answers through a socket file


@dataclass(frozen=True, slots=True)
class Usual:
    """One service: its `key` in the configuration, its name for people, its usual ports (IANA's or its own)."""

    key: str
    title: str
    ports: tuple[int, ...]
    names: tuple[str, ...]
    schemes: tuple[str, ...] = ()


_TABLE = (
    ("postgresql", "PostgreSQL", (5432,), "PostgreSQL|Postgres|TimescaleDB|PostGIS|pg_isready|psql", "postgres|postgresql"),
    ("mysql", "MySQL", (3306,), "MySQL", "mysql"),
    ("mariadb", "MariaDB", (3306,), "MariaDB", "mariadb"),
    ("redis", "Redis", (6379,), "Redis|redis-cli|Valkey|KeyDB", "redis|rediss"),
    ("mongodb", "MongoDB", (27017,), "MongoDB|Mongo|mongosh|mongod", "mongodb"),
    ("kafka", "Kafka", (9092,), "Apache Kafka|Kafka|Redpanda", "kafka"),
    ("rabbitmq", "RabbitMQ", (5672,), "RabbitMQ", "amqp|amqps"),
    ("elasticsearch", "Elasticsearch", (9200,), "Elasticsearch|ElasticSearch", "elasticsearch"),
    ("opensearch", "OpenSearch", (9200,), "OpenSearch", ""),
    ("nats", "NATS", (4222,), "NATS", "nats"),
    ("minio", "MinIO", (9000,), "MinIO", "minio"),
    ("memcached", "Memcached", (11211,), "Memcached", "memcached"),
    ("cassandra", "Cassandra", (9042,), "Cassandra|ScyllaDB", "cassandra"),
    ("clickhouse", "ClickHouse", (8123, 9000), "ClickHouse", "clickhouse"),
    ("influxdb", "InfluxDB", (8086,), "InfluxDB", ""),
    ("neo4j", "Neo4j", (7687,), "Neo4j", "bolt|neo4j"),
    ("cockroachdb", "CockroachDB", (26257,), "CockroachDB", "cockroachdb"),
    ("zookeeper", "ZooKeeper", (2181,), "ZooKeeper", "zookeeper"),
    ("etcd", "etcd", (2379,), "etcd", ""),
    ("consul", "Consul", (8500,), "Consul", ""),
    ("vault", "Vault", (8200,), "HashiCorp Vault|Vault", ""),
    ("temporal", "Temporal", (7233,), "Temporal server|Temporal", ""),
    ("prometheus", "Prometheus", (9090,), "Prometheus", ""),
    ("grafana", "Grafana", (3000,), "Grafana", ""),
    ("ollama", "Ollama", (11434,), "Ollama", ""),
    ("localstack", "LocalStack", (4566,), "LocalStack", ""),
    ("nginx", "nginx", (80,), "nginx", ""),
    (DOCKER, "the Docker daemon", (), "Docker daemon|Docker Desktop|Docker Engine|Docker", ""),
)  # fmt: skip
SERVICES = tuple(
    Usual(key, title, ports, tuple(names.split("|")), tuple(schemes.split("|")) if schemes else ())
    for key, title, ports, names, schemes in _TABLE
)
KEYS = tuple(one.key for one in SERVICES)

_BY_NAME = {name.lower(): one for one in SERVICES for name in one.names}
_BY_SCHEME = {scheme: one for one in SERVICES for scheme in one.schemes}
_MENTION = re.compile(
    r"(?<![\w./-])(?:{})(?:@[\d.]{{1,9}})?(?![\w/-]|\.\w)".format(
        "|".join(
            map(re.escape, sorted((name for one in SERVICES for name in one.names), key=len, reverse=True))
        )
    ),
    re.IGNORECASE | re.ASCII,
)
_HERE = frozenset(("localhost", "127.0.0.1", "[::1]", "::1", "0.0.0.0"))
_ADDRESS = re.compile(
    r"(?:(?<![\w+.-])(?P<scheme>[a-z][a-z0-9+]{1,20})://(?:[^\s/@`'\"<>]{1,200}@)?)?"
    r"(?<![\w.-])(?P<host>\[[0-9a-fA-F:]{2,39}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}))(?::(?P<port>\d{1,5})(?![\w.:]))?"
)
_PORT = re.compile(r"\bport:?[\s`]{1,4}(?P<port>\d{1,5})(?![\w.])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """Where something answers: `host` is "" for this machine, `scheme` that of a URL or "", `port` None where unsaid."""

    host: str
    port: int | None
    scheme: str


def mentions(text: str) -> Iterator[Usual]:
    """The services that a text names, each once."""
    seen = (_BY_NAME[found[0].split("@", maxsplit=1)[0].lower()] for found in _MENTION.finditer(text))
    yield from dict.fromkeys(seen)


def by_scheme(scheme: str) -> Usual | None:
    """The service that URLs with this scheme are of: `redis` of `redis://…`."""
    return _BY_SCHEME.get(scheme.split("+", maxsplit=1)[0])


def addresses(text: str) -> Iterator[Address]:
    """The addresses in a text: URLs, `host:port`, `port 5433`."""
    for found in _ADDRESS.finditer(text):
        port = int(found["port"]) if found["port"] else None
        host = found["host"].lower()
        local = host in _HERE
        if not (found["scheme"] or (port and (local or "." in host))) or (
            port is not None and not 0 < port < 65536
        ):
            continue
        yield Address("" if local else host, port, found["scheme"] or "")
    for found in _PORT.finditer(text):
        if 0 < int(found["port"]) < 65536:
            yield Address("", int(found["port"]), "")
