/* A whole plugin in C11, with nothing but abi.h: fails unless the applicant consented.
 *
 *   cc -std=c11 -pedantic -Wall -Wextra -Werror -O2 -fPIC -shared -fvisibility=hidden -Wl,-z,defs -I $PREFIX/include -o consent.so consent.c
 */
#include <cotejo/abi.h>
#include <string.h>

#define TEXT(literal) ((cotejo_bytes){literal, sizeof literal - 1})

static const char kDeclaration[] =
    "{\"id\": \"check.consent\", \"version\": \"1.0.0\", \"summary\": \"The applicant consented\","
    " \"concurrency\": \"parallel\", \"params\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {}},"
    " \"models\": [], \"produces\": [], \"codes\": [\"consent.missing\"],"
    " \"consumes\": [{\"port\": \"consent\", \"name\": \"application.consent\", \"type\": \"boolean\", \"required\": true,"
    " \"many\": false, \"summary\": \"What the applicant ticked\"}]}";

/* It has no params: nothing but an empty object is taken. */
static int is_empty_object(cotejo_bytes json) {
  const char *text = json.data;
  uint64_t braces = 0;
  for (uint64_t i = 0; i < json.size; ++i) {
    if (strchr(" \t\r\n", text[i])) continue;
    if (text[i] != "{}"[braces % 2] || ++braces > 2) return 0;
  }
  return json.size == 0 || braces == 2;
}

static const char *id(uint32_t index) { return index == 0 ? "check.consent" : NULL; }

static cotejo_status describe(uint32_t index, cotejo_bytes params, const cotejo_sink *out, const cotejo_sink *error) {
  if (index != 0) return COTEJO_UNSUPPORTED;
  if (!is_empty_object(params)) {
    error->write(error, TEXT("this component has no params"));
    return COTEJO_INTERNAL;
  }
  out->write(out, TEXT(kDeclaration));
  return COTEJO_OK;
}

static cotejo_status run(void *self, const cotejo_call *call) {
  const cotejo_input *consent = call->input(call, 0, 0);
  static const uint32_t kPort = 0;
  (void)self;
  if (!consent || !consent->value) return call->conclude(call, COTEJO_UNDECIDED, 1);
  if (consent->value->integer) return call->conclude(call, COTEJO_PASS, consent->probability);
  cotejo_item missing = {0};
  missing.struct_size = sizeof missing;
  missing.severity = COTEJO_CRITICAL;
  missing.confidence = consent->probability;
  missing.code = TEXT("consent.missing");
  missing.ports = &kPort;
  missing.port_count = 1;
  call->item(call, &missing);
  return call->conclude(call, COTEJO_FAIL, consent->probability);
}

static void destroy(void *self) { (void)self; }

static cotejo_status create(uint32_t index, const cotejo_host *host, cotejo_bytes params, cotejo_component *out,
                            const cotejo_sink *error) {
  (void)host, (void)params, (void)error;
  if (index != 0) return COTEJO_UNSUPPORTED;
  *out = (cotejo_component){sizeof(cotejo_component), NULL, run, destroy};
  return COTEJO_OK;
}

static const cotejo_factory kChecks = {sizeof(cotejo_factory), 1, id, describe, create};
static const cotejo_factory *factory(const char *kind) { return strcmp(kind, COTEJO_CHECK) == 0 ? &kChecks : NULL; }

__attribute__((visibility("default"))) extern const cotejo_entry cotejo_entry_v1;
const cotejo_entry cotejo_entry_v1 = {sizeof(cotejo_entry), COTEJO_ABI_MAJOR, COTEJO_ABI_MINOR, "consent", "1.0.0", "none", NULL, factory};
