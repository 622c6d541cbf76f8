/* Makes every type of abi.h reachable from an exported function, so that its debug information is compared with the last release's. */
#include <cotejo/abi.h>

const cotejo_entry *carry_entry(const cotejo_entry *entry);
const cotejo_entry *carry_entry(const cotejo_entry *entry) { return entry; }

#define CARRY(type)                                \
  const type *carry_##type(const type *value);     \
  const type *carry_##type(const type *value) { return value; }

CARRY(cotejo_bytes)
CARRY(cotejo_sink)
CARRY(cotejo_image)
CARRY(cotejo_frames)
CARRY(cotejo_audio)
CARRY(cotejo_value)
CARRY(cotejo_region)
CARRY(cotejo_input)
CARRY(cotejo_output)
CARRY(cotejo_item)
CARRY(cotejo_failure)
CARRY(cotejo_request)
CARRY(cotejo_response)
CARRY(cotejo_call)
CARRY(cotejo_host)
CARRY(cotejo_log)
CARRY(cotejo_models)
CARRY(cotejo_component)
CARRY(cotejo_factory)
