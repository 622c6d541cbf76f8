// COTEJO_EVERY_CPU before a function: it is compiled for every kind of x86-64, and the loader picks. A loop over floats
// is several times as fast with AVX2 and AVX-512. What the function calls must be inlined into it, or is compiled for
// the baseline. Sanitizers do not bear the early resolver.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define COTEJO_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define COTEJO_EVERY_CPU
#endif
