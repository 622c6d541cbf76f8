#!/usr/bin/env bash
# follow.sh README BUILD WORK: runs each ```sh block of the README, in order and in one shell, in an empty folder against a fresh installation.
set -euo pipefail
README=$1 BUILD=$2 WORK=$3
rm -rf "$WORK"
mkdir -p "$WORK/empty"
export PREFIX=$WORK/prefix
cmake --install "$BUILD" --prefix "$PREFIX" >"$WORK/install.log"
FOLDERS=$(ls "$PREFIX" | tr '\n' ' ')
[ "$FOLDERS" = "bin etc include lib share " ] || { echo "installed beside what it should be: $FOLDERS"; exit 1; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
PORT=$(free_port) ADMIN_PORT=$(free_port)
export PORT ADMIN_PORT

awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$README" >"$WORK/commands.sh"
grep -q 'find_package\|cmake -B build' "$WORK/commands.sh" || { echo "the README has no commands any more"; exit 1; }
cd "$WORK/empty"
started=$SECONDS
env -u CMAKE_PREFIX_PATH bash -euo pipefail -c 'trap "kill \$(jobs -p) 2>/dev/null || true" EXIT; . "$1"' follow "$WORK/commands.sh" >"$WORK/output.txt" 2>&1 ||
  { cat "$WORK/output.txt"; echo "a command of the guide failed"; exit 1; }
cat "$WORK/output.txt"
expect() { grep -q -- "$1" "$WORK/output.txt" || { echo "expected to see: $1"; exit 1; }; }
expect '100% tests passed'
expect 'golden       check.adult              ok   2 cases'
expect 'no mistakes'
expect 'check.adult 1.0.0'
expect '"outcome":"reject"'
expect 'adult.underage'
expect 'consent.so'

# The other kinds of component are no commands of the guide: built and checked as its reader would.
for example in Notes Glare PhoneSeen; do
  {
    echo '#include <cotejo/plugin.hpp>'
    echo '#include <algorithm>'
    echo '#include <boost/json.hpp>'
    awk -v class="class $example " '/^```cpp$/ { on = 1; text = ""; next } /^```$/ { if (on && index(text, class)) printf "%s", text; on = 0 } on { text = text $0 "\n" }' "$README"
    echo "COTEJO_PLUGIN(\"example\", \"1.0.0\", $example)"
  } >"$WORK/$example.cpp"
  "${CXX:-c++}" -std=c++20 -O1 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -I "$PREFIX/include" -o "$WORK/$example.so" "$WORK/$example.cpp" -lboost_json
  "$PREFIX/bin/cotejo-plugin-check" --quick "$WORK/$example.so" || { echo "$example of the guide does not pass the check"; exit 1; }
done
echo "followed in $((SECONDS - started)) s"
