#!/usr/bin/env bash
# Makes what a release of the SDK leaves behind: the ABI baseline (sdk/abi/) and plugins built with this SDK (tests/conformance/released/VERSION/).
# Commit both with the release. x86-64 only, as the fixtures are binaries.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/progress.sh"
cd "$HERE/.."
VERSION=$(sed -n 's/^#define COTEJO_SDK_VERSION "\([^"]*\)".*/\1/p' sdk/include/cotejo/plugin.hpp)
MAJOR=$(sed -n 's/^#define COTEJO_ABI_MAJOR \([0-9]*\)u/\1/p' sdk/include/cotejo/abi.h)
INTO=tests/conformance/released/$VERSION
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

[ "$(uname -m)" = x86_64 ] || fail "the fixtures are made on x86-64"
command -v abidw >/dev/null || fail "abidw is missing (packaging/setup.sh installs abigail-tools)"
grep -q "^## $VERSION$" sdk/CHANGELOG.md || fail "sdk/CHANGELOG.md does not name $VERSION"
[ ! -e "$INTO" ] || [ "${1:-}" = --again ] || fail "$VERSION is released already" "--again replaces what it left behind"

step "The ABI baseline"
cc -std=c11 -g -gdwarf-4 -O0 -fPIC -shared -I sdk/include -o "$WORK/carrier.so" tests/conformance/abi/carrier.c
abidw --no-corpus-path --no-comp-dir-path --no-show-locs --out-file "sdk/abi/cotejo-abi-$MAJOR.xml" "$WORK/carrier.so"

step "Plugins built with $VERSION"
cmake -S sdk -B "$WORK/sdk" -DCMAKE_INSTALL_PREFIX="$WORK/prefix" >/dev/null
cmake --install "$WORK/sdk" >/dev/null
SMALL="-Os -ffunction-sections -fdata-sections -Wl,--gc-sections -Wl,-z,noseparate-code -Wl,--build-id=none -s"
cmake -S sdk/examples/template -B "$WORK/template" -DCMAKE_PREFIX_PATH="$WORK/prefix" -DCMAKE_CXX_FLAGS="$SMALL" >/dev/null
cmake --build "$WORK/template" --target adult >/dev/null
mkdir -p "$INTO"
cp "$WORK/template/adult.so" "$INTO/adult.so"
cc -std=c11 -fPIC -shared -fvisibility=hidden $SMALL -I sdk/include -o "$INTO/consent.so" sdk/examples/plain_c/consent.c
mkdir -p "$INTO/golden"
cp -r sdk/examples/*/golden/. "$INTO/golden/"
note "$(ls -l "$INTO"/*.so | awk '{ print $9 ": " $5 " bytes" }' | paste -sd ', ')"
total "commit sdk/abi and $INTO"
