#!/usr/bin/env bash
# demonstrate.sh [COUNT]: COUNT (1000) verifications of credito-personal, half of them of a genuine application and half with one planted fault each, kept as the
# service keeps them (with a longer deadline, hence --any-plan); then what a stricter policy would have decided. Takes the models and some minutes, most of them for the specimens, which are kept in planted-work.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/bin/planted" --work "${WORK:-planted-work}" --keep "$folder/data" --count "${1:-1000}" --only 'identity.*' --only 'contract.*' --only 'geolocation.*' --only 'watchlist.*'
cat > "$folder/stricter.yaml" <<'POLICY'
decision:
  reject:
    - { codes: [ identity.* ], min_severity: critical, min_confidence: 0.99 }
    - { codes: [ selfie_video.* ], min_severity: critical, min_confidence: 0.97 }
    - { codes: [ contract.*_mismatch, contract.text_changed ], min_severity: critical, min_confidence: 0.8 }
  approve: { all_checks: pass, min_confidence: 0.9 }
  otherwise: review
  quality_control:
    sample: { approve: 0.05, reject: 0.1 }
POLICY
"$build/bin/cotejo" what-if credito-personal --any-plan --policy "$folder/stricter.yaml" --data "$folder/data"
