#!/usr/bin/env bash
# What checking and generating a service crate costs, beside what progenitor makes of the same service's
# OpenAPI: CPU seconds, dependencies built, no incremental state. Needs python3 and
# `cargo install cargo-progenitor`.
#
#     generator/benches/against-progenitor.sh dws vpc iam
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_INCREMENTAL=0
xtask() { cargo run --quiet --release --package xtask -- "$@"; }
cpu() { # the label, then the command
    local label=$1 TIMEFORMAT='%U %S'
    shift
    { time "$@" >"$work/out" 2>&1; } 2>"$work/time" || { cat "$work/out"; exit 1; }
    awk -v label="$label" '{ printf "%-24s %6.2f s\n", label, $1 + $2 }' "$work/time"
}

xtask openapi --out "$work/openapi" >/dev/null
mkdir "$work/clients"
printf '[workspace]\nresolver = "3"\nmembers = ["*"]\n' >"$work/clients/Cargo.toml"
for service in "$@"; do
    python3 generator/benches/to-openapi-3.0.py "$work/openapi/$service.json" "$work/$service.json"
    cpu "$service progenitor generate" cargo progenitor --input "$work/$service.json" \
        --output "$work/clients/$service" --name "client-$service" --version 0.1.0 --license-name MIT
    cpu "$service xtask regen" xtask regen --check --service "$service"
done
for service in "$@"; do
    cargo check --quiet -p "huaweicloud-$service"
    CARGO_TARGET_DIR="$work/target" cargo check --quiet --manifest-path "$work/clients/$service/Cargo.toml"
done
for _ in 1 2 3; do
    for service in "$@"; do
        touch "generated/services/$service/src/lib.rs" "$work/clients/$service/src/lib.rs"
        cpu "$service check" cargo check --quiet -p "huaweicloud-$service"
        cpu "$service check, progenitor" env CARGO_TARGET_DIR="$work/target" \
            cargo check --quiet --manifest-path "$work/clients/$service/Cargo.toml"
    done
done
