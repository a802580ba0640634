#!/usr/bin/env bash
# Makes a copied clone ready for an image: installs what the set-up needs, runs it, and lets other users run the result.
# The Dockerfile and redistill.def both call this. REDISTILL_CACHE and REDISTILL_TENSORFLOW are set as they will be at run time.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${REDISTILL_CACHE:?the cache folder of the image}" "${REDISTILL_TENSORFLOW:?cpu or cuda}"

missing=()
command -v g++ > /dev/null || missing+=(g++)
python3 -m pip --version > /dev/null 2>&1 || missing+=(python3 python3-pip)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  rm -rf /var/lib/apt/lists/*
fi

# An image keeps whole seconds of a file's time. What is compiled below belongs to sources of these times.
find harness scripts suites package.json package-lock.json tsconfig.json -exec touch -d '2020-01-01 00:00:00 UTC' {} +

downloads=$(mktemp -d)
trap 'rm -rf "$downloads"' EXIT
export npm_config_cache="$downloads" PIP_NO_CACHE_DIR=1
# Without a GPU, which nobody has while an image is built.
REDISTILL_DEVICE=cpu node scripts/start.mjs doctor

# The image belongs to root. Whoever runs it may write here, and nowhere else.
chmod -R a+rX .
for folder in results "$REDISTILL_CACHE"/{data,decoded,teacher-cache}; do
  mkdir -p "$folder"
  chmod 1777 "$folder"
done
