#!/usr/bin/env bash
# make.sh [--prove] SDK INTO: the reference as HTML; fails when anything public says nothing of itself. --prove: shows that it can fail, too.
set -euo pipefail
PROVE=false
if [ "$1" = --prove ]; then PROVE=true; shift; fi
SDK=$1 INTO=$2

make_docs() { # SDK, folder
  rm -rf "$2"
  mkdir -p "$2"
  local version
  version=$(sed -n 's/^#define COTEJO_SDK_VERSION "\([^"]*\)".*/\1/p' "$1/include/cotejo/plugin.hpp")
  sed -e "s|@COTEJO_SDK_VERSION@|$version|; s|@SDK_DIR@|$1|g; s|@DOCS_DIR@|$2|g" "$1/docs/Doxyfile.in" >"$2/Doxyfile"
  doxygen "$2/Doxyfile" >"$2/log.txt" 2>&1 || { cat "$2/log.txt" "$2/warnings.txt"; return 1; }
}

make_docs "$SDK" "$INTO"
$PROVE || exit 0
COPY=$INTO/undocumented
mkdir -p "$COPY"
cp -r "$SDK"/{include,docs,README.md,ABI.md,CHANGELOG.md} "$COPY/"
printf 'namespace cotejo {\nvoid says_nothing();\n}\n' >>"$COPY/include/cotejo/types.hpp"
if make_docs "$COPY" "$INTO/proof" >"$INTO/proof.txt"; then
  echo "an undocumented function went unnoticed"
  exit 1
fi
grep -q says_nothing "$INTO/proof.txt"
