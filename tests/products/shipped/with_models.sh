# Sourced by the tests beside it, with BUILD set: `cotejo` runs the program. Ends the test with 77 (skipped) where the models are not fetched; a mistake in
# configs/ is no reason to skip anything.
cotejo=(timeout 60 "$BUILD/bin/cotejo")
if ! "${cotejo[@]}" check-config configs --plugins "$BUILD/plugins" >/dev/null 2>&1; then
  "${cotejo[@]}" check-config configs --plugins "$BUILD/plugins" --without-models || exit 1
  echo "no models: packaging/fetch-models.sh"
  exit 77
fi
