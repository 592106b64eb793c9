"""Packages: which ones an item wants, and which manifests declare them."""

from __future__ import annotations

import pytest

from chrono_git.intent.dependencies import MANIFESTS, asks_for_packages, declares, dependencies_of

WANTED: dict[str, tuple[str, ...]] = {
    "Add dependency `zod`": ("zod",),
    "Add the `serde` and `tokio` crates": ("serde", "tokio"),
    "Install `pytest` and `ruff`": ("pytest", "ruff"),
    "Add package `@tanstack/react-query`": ("@tanstack/react-query",),
    "Add `requests>=2.0` package": ("requests",),
    "Add dependencies: `a`, `b 1.2`": ("a", "b"),
    "Run `npm install zod react@18`": ("zod", "react"),
    "添加 `zod` 依赖": ("zod",),
    "安装依赖 `zod`": ("zod",),
    "Install dependencies": (),
    "Add `foo` to `bar.py`": (),
    "Update dependencies in `package.json`": (),
    "Remove `lodash` dependency": (),
    "Run `pip install -r requirements.txt`": (),
    "": (),
}


@pytest.mark.parametrize("text", WANTED)
def test_what_an_item_wants(text: str) -> None:
    assert dependencies_of(text) == WANTED[text]


def test_what_is_called_a_dependency() -> None:
    assert asks_for_packages("Add dependency `zod`")
    assert not asks_for_packages("Install `docker`")


MANIFEST: dict[str, str] = {
    "package.json": """\
{
  "name": "react-shop",
  "description": "A shop with react and lodash",
  "keywords": ["lodash"],
  "scripts": { "test": "vitest", "lodash": "lodash --build" },
  "dependencies": {
    "react-dom": "^18.2.0",
    "@tanstack/react-query": "5.0.0",
    "left-pad": "workspace:*"
  },
  "devDependencies": { "vitest": "latest", "@types/node": "~20" }
}
""",
    "pyproject.toml": """\
[project]
name = "shop"
description = "uses httpx"
dependencies = ["requests[socks]>=2", "python-dateutil~=2.8"]
# attrs
[project.optional-dependencies]
dev = [
  "pytest>=8 ; python_version > '3.8'",
]
[tool.poetry.dependencies]
numpy = "^1.26"
[tool.ruff]
line-length = 100
""",
    "requirements.txt": "flask==3.0\nSQLAlchemy>=2  # the ORM\n-r other.txt\n# django\nrequests-mock\n",
    "Cargo.toml": """\
[package]
name = "tokio-shop"
[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
anyhow.workspace = true
[dependencies.clap]
version = "4"
[dev-dependencies]
tokio-test = "0.4"
""",
    "go.mod": """\
module github.com/me/shop
go 1.22
require (
\tgithub.com/spf13/cobra v1.8.0
\tgithub.com/go-chi/chi/v5 v5.0.1 // indirect
)
require golang.org/x/sync v0.6.0
""",
    "pom.xml": """\
<project>
  <groupId>org.me</groupId>
  <dependency>
    <groupId>org.junit.jupiter</groupId>
    <artifactId>junit-jupiter</artifactId>
  </dependency>
  <!-- guava -->
</project>
""",
    "build.gradle.kts": """\
plugins { id("org.flywaydb.flyway") version "10" }
dependencies {
    implementation("io.ktor:ktor-server-core:2.3.0")
    testImplementation(libs.mockk.core)
    // implementation("com.google.guava:guava:33")
}
""",
    "build.gradle": "dependencies {\n  implementation 'com.squareup.okhttp3:okhttp:4.12'\n}\n",
    "Gemfile": "source 'https://rubygems.org'\ngem 'rails', '~> 7'\ngem \"rspec-rails\"\n# gem 'puma'\n",
    "composer.json": '{"name": "me/shop", "require": {\n"php": "^8.2",\n"monolog/monolog": "^3"\n}}',
    "pubspec.yaml": "name: http_shop\ndescription: http\ndependencies:\n  http: ^1.0\n  flutter_bloc: any\n",
    "Shop.csproj": """\
<Project>
  <PackageReference Include="Newtonsoft.Json" Version="13.0" />
  <PackageReference Include="Serilog.Sinks.File" Version="5" />
</Project>
""",
    "Package.swift": '.package(url: "https://github.com/apple/swift-log.git", from: "1.0.0"),\n',
    "mix.exs": 'defp deps do\n  [{:phoenix, "~> 1.7"}]\nend\n',
    "vcpkg.json": '{ "dependencies": [\n  "fmt",\n  "boost-asio"\n] }',
}

DECLARED: list[tuple[str, str, int | None]] = [
    ("package.json", "react-dom", 7),
    ("package.json", "@tanstack/react-query", 8),
    ("package.json", "left-pad", 9),
    ("package.json", "vitest", 11),
    ("package.json", "react", None),
    ("package.json", "lodash", None),
    ("package.json", "react-shop", None),
    ("package.json", "node", None),
    ("package.json", "react-query", None),
    ("pyproject.toml", "requests", 4),
    ("pyproject.toml", "Python_Dateutil", 4),
    ("pyproject.toml", "pytest", 8),
    ("pyproject.toml", "numpy", 11),
    ("pyproject.toml", "httpx", None),
    ("pyproject.toml", "shop", None),
    ("pyproject.toml", "attrs", None),
    ("pyproject.toml", "ruff", None),
    ("pyproject.toml", "dateutil", None),
    ("requirements.txt", "flask", 1),
    ("requirements.txt", "sqlalchemy", 2),
    ("requirements.txt", "django", None),
    ("requirements.txt", "requests", None),
    ("Cargo.toml", "serde", 4),
    ("Cargo.toml", "serde-json", 5),
    ("Cargo.toml", "anyhow", 6),
    ("Cargo.toml", "clap", 7),
    ("Cargo.toml", "tokio-test", 10),
    ("Cargo.toml", "tokio", None),
    ("Cargo.toml", "tokio-shop", None),
    ("go.mod", "github.com/spf13/cobra", 4),
    ("go.mod", "github.com/go-chi/chi", 5),
    ("go.mod", "golang.org/x/sync", 7),
    ("go.mod", "github.com/spf13/cob", None),
    ("go.mod", "github.com/me/shop", None),
    ("pom.xml", "junit-jupiter", 5),
    ("pom.xml", "org.junit.jupiter:junit-jupiter", 5),
    ("pom.xml", "junit", None),
    ("pom.xml", "guava", None),
    ("build.gradle.kts", "io.ktor:ktor-server-core", 3),
    ("build.gradle.kts", "ktor-server-core", 3),
    ("build.gradle.kts", "mockk-core", 4),
    ("build.gradle.kts", "ktor-server", None),
    ("build.gradle.kts", "guava", None),
    ("build.gradle", "okhttp", 2),
    ("build.gradle", "com.squareup.okhttp3:okhttp", 2),
    ("build.gradle", "retrofit", None),
    ("Gemfile", "rails", 2),
    ("Gemfile", "rspec-rails", 3),
    ("Gemfile", "rspec", None),
    ("Gemfile", "puma", None),
    ("composer.json", "monolog/monolog", 3),
    ("composer.json", "monolog", None),
    ("composer.json", "me/shop", None),
    ("pubspec.yaml", "http", 4),
    ("pubspec.yaml", "flutter_bloc", 5),
    ("pubspec.yaml", "bloc", None),
    ("Shop.csproj", "Newtonsoft.Json", 2),
    ("Shop.csproj", "Serilog.Sinks.File", 3),
    ("Shop.csproj", "Serilog", None),
    ("Shop.csproj", "Newtonsoft", None),
    ("Package.swift", "swift-log", 1),
    ("Package.swift", "log", None),
    ("mix.exs", "phoenix", 2),
    ("mix.exs", "phoenix_html", None),
    ("vcpkg.json", "fmt", 2),
    ("vcpkg.json", "boost", None),
]


@pytest.mark.parametrize(("manifest", "package", "line"), DECLARED)
def test_which_line_declares_a_package(manifest: str, package: str, line: int | None) -> None:
    assert declares(MANIFEST[manifest], package) == line


@pytest.mark.parametrize(
    "path", [*MANIFEST, "web/package.json", "requirements-dev.txt", "a/go.mod", "gradle/libs.versions.toml"]
)
def test_manifests(path: str) -> None:
    assert MANIFESTS.search(path)


@pytest.mark.parametrize(
    "path", ["package-lock.json", "src/package.py", "tsconfig.json", "Cargo.lock", "requirements.md"]
)
def test_what_is_no_manifest(path: str) -> None:
    assert MANIFESTS.search(path) is None
