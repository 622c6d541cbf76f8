# Sourced by the scripts beside it: progress lines with the time they took, and one way to fail.
STARTED_AT=$(date +%s)

step() { printf '\n[%4ds] %s\n' "$(($(date +%s) - STARTED_AT))" "$*"; }

note() { printf '        %s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

total() { printf '\n%s: %s in %d s\n' "$(basename "$0")" "${1:-done}" "$(($(date +%s) - STARTED_AT))"; }
