// COTEJO_EVERY_CPU before a function compiles it for several x86-64 instruction sets, of which the loader picks the
// best: a loop over floats is several times as fast with AVX2 and AVX-512. Functions that it calls must be inlined,
// since otherwise they are compiled for the baseline. It has no effect with sanitizers, which do not work in a resolver
// that runs so early.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define COTEJO_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define COTEJO_EVERY_CPU
#endif
