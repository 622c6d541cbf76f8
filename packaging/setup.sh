#!/usr/bin/env bash
# Installs the Debian packages that building, running and testing Cotejo needs. Needs root or sudo, and Debian 12.
# Installs nothing, and asks apt nothing, when they are all there already.
#   packaging/setup.sh [--with bench|fuzz|tidy|training]… [--check]
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/progress.sh"

GROUPS_WANTED=(build run models test)
CHECK_ONLY=false
while [ $# -gt 0 ]; do
  case $1 in
    --with) GROUPS_WANTED+=("${2:?--with needs a group}"); shift 2 ;;
    --check) CHECK_ONLY=true; shift ;;
    *) fail "unknown argument '$1'" "usage: packaging/setup.sh [--with bench|fuzz|tidy|training]… [--check]" ;;
  esac
done

require_debian_12() {
  local id="" version=""
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && echo "${ID:-}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  fi
  [ "$id" = debian ] && [ "$version" = 12 ] ||
    fail "expected Debian 12, found ${id:-an unknown system} ${version:-}" \
         "The package names and versions in packaging/debian-packages.txt are those of Debian 12 (bookworm)."
}

packages_of() { # group -> names
  awk -v wanted="[$1]" '{ sub(/#.*/, "") } /^\[/ { on = ($1 == wanted); next } on && NF { print $1 }' "$HERE/debian-packages.txt"
}

# npm may come from elsewhere than Debian, and Debian's nodejs would then fight with it.
is_provided() { [ "$1" = models ] && command -v npm >/dev/null; }

wanted_packages() {
  local group
  for group in "${GROUPS_WANTED[@]}"; do
    [ -n "$(packages_of "$group")" ] || fail "debian-packages.txt has no group '$group'"
    is_provided "$group" || packages_of "$group"
  done | sort -u
}

missing_packages() {
  comm -23 <(wanted_packages) \
           <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" { print $2 }' | sort -u)
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
  else sudo env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

require_debian_12
wanted_packages >/dev/null
mapfile -t MISSING < <(missing_packages)
if [ ${#MISSING[@]} -eq 0 ]; then
  total "all packages are installed already"
  exit 0
fi
if $CHECK_ONLY; then
  fail "${#MISSING[@]} packages are missing" "${MISSING[@]}"
fi
[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
  fail "needs root to install packages, and there is no sudo" "Run it as root once: packaging/setup.sh"

step "Installing ${#MISSING[@]} Debian packages: ${MISSING[*]}"
as_root apt-get -q -o Acquire::Retries=3 -o APT::Update::Error-Mode=any update ||
  fail "the Debian package lists could not be fetched" \
       "Is there a network, and does /etc/apt name a reachable mirror with bookworm in it? apt's own words are above."
as_root apt-get -q -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install --no-install-recommends "${MISSING[@]}" >"${SETUP_LOG:=$(mktemp)}" 2>&1 || {
  tail -n 20 "$SETUP_LOG" >&2
  fail "apt could not install the packages" "Its last lines are above, all of them in $SETUP_LOG."
}
rm -f "$SETUP_LOG"
mapfile -t MISSING < <(missing_packages)
[ ${#MISSING[@]} -eq 0 ] || fail "apt reported success, yet these are not installed: ${MISSING[*]}"
total "packages installed"
