#!/usr/bin/env bash
# compare.sh SDK COMPILER WORK: the types of abi.h against those of the last release; and that the comparison can fail.
set -euo pipefail
SDK=$1 COMPILER=$2 WORK=$3
HERE=$(cd "$(dirname "$0")" && pwd)
BASELINE=$SDK/abi/cotejo-abi-1.xml
mkdir -p "$WORK"

carrier() { # folder of cotejo/abi.h, name -> library
  "$COMPILER" -std=c11 -g -gdwarf-4 -O0 -fPIC -shared -I "$1" -o "$WORK/$2.so" "$HERE/carrier.c"
}
# Fails unless each difference is a field behind what was the end of its struct.
only_additions() {
  awk '
    /^(Leaf changes|Changed leaf types) summary:|^$|^.struct cotejo_[a-z_]*. changed:$|data member insertions?:$/ { next }
    /^Removed\/Changed\/Added (functions|variables) summary: 0 Removed, 0 Changed,/ { next }
    /^  type size changed from [0-9]+ to [0-9]+ \(in bits\)$/ { end = $5; next }
    /^    .*, at offset [0-9]+ \(in bits\)/ { sub(/.*, at offset /, ""); if ($1 + 0 >= end) next }
    { bad = 1 }
    END { exit bad }'
}
as_released() { # name of a library
  local code=0
  abidiff --leaf-changes-only "$BASELINE" "$WORK/$1.so" >"$WORK/$1.txt" 2>&1 || code=$?
  case $code in
    0) ;;
    4 | 12) only_additions <"$WORK/$1.txt" ;; # types changed
    *) cat "$WORK/$1.txt"; echo "abidiff failed (packaging/setup.sh installs it)"; exit 1 ;;
  esac
}
changed() { # name, sed script -> a header that differs
  mkdir -p "$WORK/$1/cotejo"
  sed -e "$2" "$SDK/include/cotejo/abi.h" >"$WORK/$1/cotejo/abi.h"
  ! cmp -s "$SDK/include/cotejo/abi.h" "$WORK/$1/cotejo/abi.h" || { echo "$1: the header is as it was"; exit 1; }
  carrier "$WORK/$1" "$1"
}

carrier "$SDK/include" now
as_released now || {
  cat "$WORK/now.txt"
  echo "abi.h differs from the last release in more than additions at a struct's end: sdk/ABI.md says what may change."
  echo "For a new release, packaging/release-sdk.sh writes the baseline anew."
  exit 1
}

changed appended 's|^} cotejo_host;|  const void *appended;\n} cotejo_host;|'
as_released appended || { cat "$WORK/appended.txt"; echo "an addition at the end must be allowed"; exit 1; }
changed padded 's|^  cotejo_bytes key;|  uint32_t fitted;\n  cotejo_bytes key;|'
! as_released padded || { echo "a field between two others must be found"; exit 1; }
changed inserted 's|^  uint32_t abi_minor;|  uint32_t inserted;\n  uint32_t abi_minor;|'
! as_released inserted || { echo "a field between two others must be found"; exit 1; }
changed widened 's|^  int32_t retriable;|  int64_t retriable;|'
! as_released widened || { echo "a field that became wider must be found"; exit 1; }
changed resigned 's|cotejo_status (\*conclude)(const struct cotejo_call \*call, int32_t verdict|cotejo_status (*conclude)(const struct cotejo_call *call, int64_t verdict|'
! as_released resigned || { echo "another signature must be found"; exit 1; }
