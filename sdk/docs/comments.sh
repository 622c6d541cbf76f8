#!/bin/sh
# Turns the comments of a header into Doxygen's: those before a declaration, those behind a member, those behind an opening brace, and the
# opening one of the file. Lines of `// ---- title; words` begin a group whose members share what is said of the first.
exec awk -v file="${1##*/}" '
  function end_group() { if (grouped) print "/// @}"; grouped = 0 }
  # `int a, b; // words` says the words of both
  function split_members(line, words,   n, parts, i, type) {
    sub(/;.*/, "", line)
    n = split(line, parts, ", ")
    type = parts[1]
    sub(/ = .*/, "", type)
    sub(/[*]?[a-z_0-9]+$/, "", type)
    sub(type, "", parts[1])
    for (i = 1; i <= n; ++i) print type parts[i] "; /**< " words " */"
  }
  !/^\/\// { begun = 1 }
  !begun && /^\/\/   / { sub(/^\/\/ /, "///   "); print; next } # code, as Markdown wants it
  NR == 1 && /^\/\// { print "/// @file " file; print "///" }
  NR == 1 && /^\/\* / { sub(/^\/\* /, "/** @file " file "\n * "); print; next }
  /^ *(private:|public:|};)/ { end_group() }
  /^[ \t]*\/\* ----/ { print ""; next }
  /^[ \t]*\/\/ ---- / {
    end_group()
    sub(/^[ \t]*\/\/ ---- /, "")
    title = words = $0
    if (!sub(/[;:] .*/, "", title)) words = ""
    sub(/^[^;:]*[;:] /, "", words)
    print "/// @name " title "\n/// @{"
    print ""
    if (words != "") print "/// " words
    grouped = 1
    next
  }
  /^[ \t]*\/\// { sub(/\/\/ ?/, "/// "); print; next }
  /^[ \t]*\/\*/ { sub(/\/\*/, "/**"); print; next }
  /^  uint32_t struct_size;$/ { print $0 " /**< bytes of this struct as whoever filled it knows it; see COTEJO_HAS */"; next }
  /^ *[A-Za-z_:0-9 ]+ [*]?[a-z_0-9]+( = [^,()]*)?(, [*]?[a-z_0-9]+( = [^,()]*)?)+; +(\/\/|\/\*) / {
    words = $0
    sub(/^[^;]*; +(\/\/|\/\*) /, "", words)
    sub(/ \*\/$/, "", words)
    split_members($0, words)
    next
  }
  /^enum .*\};  \/\/ / { words = $0; sub(/.*  \/\/ /, "", words); sub(/  \/\/ .*/, ""); print "/// " words; print; next }
  /(\{|^ *template <.*>) +\/\/ / { words = $0; sub(/.*  \/\/ /, "", words); sub(/  \/\/ .*/, ""); print "/// " words; print; next }
  /\{ \/\* / { words = $0; sub(/.*\{ /, "", words); sub(/^\/\*/, "/**", words); sub(/ \/\* .*/, ""); print words; print; next }
  !/^#(if|endif|include)/ && /[^ ] +\/\/ / { sub(/ \/\/ /, " ///< "); print; next }
  !/^#(if|endif|include)/ && /[^ ] +\/\* / { sub(/ \/\* /, " /**< "); print; next }
  { print }
  END { end_group() }' "$1"
