#!/bin/sh
# Installs what package-lock.json names, unless that is what is there already.
set -eu
cd "$(dirname "$0")"
installed=node_modules/.installed-lock.json
if cmp -s package-lock.json "$installed"; then
  exit 0
fi
# None of these packages needs an install script, so none gets to run one.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
cp package-lock.json "$installed"
