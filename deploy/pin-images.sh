#!/bin/sh
# Write deploy/images.env: the base images with the digests that the registry gives for their tags now. Run it where
# the registry can be reached, read the difference, commit the file, and build with --env-file deploy/images.env.
set -eu
target="${1:-$(dirname "$0")/images.env}"
draft="$target.$$"
trap 'rm -f "$draft"' EXIT
while read -r name image; do
    digest="$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')"
    case "$digest" in
        sha256:????????????????????????????????????????????????????????????????) ;;
        *) echo "$image: no digest but '$digest'" >&2; exit 1 ;;
    esac
    echo "$name=$image@$digest"
done > "$draft" <<IMAGES
PYTHON_IMAGE python:3.12-slim
POSTGRES_IMAGE postgres:17
REDIS_IMAGE redis:7
IMAGES
mv "$draft" "$target"
cat "$target"
