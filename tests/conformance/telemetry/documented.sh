#!/usr/bin/env bash
# documented.sh CORE: the names of metrics and events in the sources are those in CORE/telemetry/README.md, and no others.
set -euo pipefail
cd "$1"
sources() { find . -name '*.cpp' -print0 | xargs -0 cat | tr -d '\n' | tr -s ' '; }

# Names stand in the first column of a section's table, in backquotes.
page() { sed -n "/^## $1/,/^## /p" telemetry/README.md | grep '^|' | cut -d'|' -f2 | grep -o '`[a-z_.]*`' | tr -d '`' | sort -u; }

compare() { # what, names in the sources
  [ -n "$2" ] || { echo "no $1 found in the sources: this test reads them wrongly"; exit 1; }
  diff <(echo "$2") <(page "$1") || { echo "$1: < is in the sources alone, > in telemetry/README.md alone"; exit 1; }
}

metrics=$({ sources | grep -oE '\.Name\("cotejo_[a-z_]+"\)' | sed 's/.*"cotejo_//; s/".*//'
            sources | grep -oE 'gauge\( ?"[a-z_]+"' | grep -oE '"[a-z_]+"' | tr -d '"'; } | sort -u)
events=$(sources | grep -oE '(\.(debug|info|warning|error)\( ?|write\(level, ?)"[a-z]+\.[a-z_]+"' | grep -oE '[a-z]+\.[a-z_]+"$' | tr -d '"' | sort -u)
compare Metrics "$metrics"
compare Log "$events"
