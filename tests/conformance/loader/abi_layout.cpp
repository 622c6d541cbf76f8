// The ABI header alone must compile as C++20, warnings being errors.
#include <cotejo/abi.h>

static_assert(sizeof(cotejo_bytes) == 16);
