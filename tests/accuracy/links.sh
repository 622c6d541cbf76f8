#!/usr/bin/env bash
# links.sh [PAST] [LATER] [SEED]: how many links to earlier applications are found, and how many of those told are right, on invented histories through the
# real connector, check and index; the erasure of a hundred of their people. Run it where the build is (build/, or BUILD). About two minutes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
"${BUILD:-$root/build}/bin/cotejo-link-accuracy" --past "${1:-10000}" --later "${2:-2000}" --seed "${3:-1}"
