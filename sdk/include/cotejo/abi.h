/* Cotejo plugin ABI, major 1. C11 (and C++20) with no dependency but <stddef.h> and <stdint.h>.
 *
 * A plugin is a shared library that exports one constant, `cotejo_entry_v1`. Through it the host finds factories; a factory describes
 * and creates components; a component has one function, run(). Analyzers, sub-analyzers, connectors and checks are all called through
 * run(): they differ only in what they declare. A plugin is a pure, synchronous function over borrowed bytes: it opens no file or
 * socket, reads no clock, starts no thread, and changes no process-wide state. C++ authors include <cotejo/plugin.hpp> instead.
 *
 * Every function is marked with one of three threading rules:
 *   [control]      called by one thread at a time, and never while run() of the same component is active
 *   [worker]       called by any worker thread; by two at once on one component only if its declaration says "parallel"
 *   [thread-safe]  may be called by any thread at any time
 *
 * Ownership: an argument is borrowed until the function returns. What a plugin hands to the host is copied by the host before the
 * host's function returns. Neither side frees memory that the other allocated.
 *
 * Growth: every struct starts with `struct_size` and only ever grows at its end; test for a field that was added later with
 * COTEJO_HAS before reading it. No function throws, and no exception or longjmp may cross this boundary.
 */
#ifndef COTEJO_ABI_H
#define COTEJO_ABI_H
#include <stddef.h>
#include <stdint.h>

#define COTEJO_ABI_MAJOR 1u /* part of the entry symbol; sdk/ABI.md says when it rises */
#define COTEJO_ABI_MINOR 1u /* rises once in each release that adds something */
#ifdef __cplusplus
extern "C" {
#endif

/* True when whoever filled in `object` was built with an ABI that has `field`. */
#define COTEJO_HAS(type, object, field) ((object)->struct_size >= offsetof(type, field) + sizeof((object)->field))

/* Bytes with a length; not zero-terminated; `data` may be NULL when `size` is 0. Text is UTF-8. */
typedef struct cotejo_bytes {
  const void *data; /* the first byte */
  uint64_t size; /* number of bytes */
} cotejo_bytes; /* the one struct without struct_size: it never grows */

/* Receives an answer of variable length. Each write() appends; the host copies the text before write() returns. [control] */
typedef struct cotejo_sink {
  uint32_t struct_size;
  void (*write)(const struct cotejo_sink *sink, cotejo_bytes text); /* appends `text` */
} cotejo_sink;

typedef int32_t cotejo_status; /* one of the COTEJO_OK… values */
enum {
  COTEJO_OK = 0,
  COTEJO_CANCELLED = 1,     /* stopped because is_cancelled() said so */
  COTEJO_PENDING = 2,       /* connectors only: a request was placed; the host calls run() again with the response */
  COTEJO_INVALID_INPUT = 3, /* the evidence is at fault; say why through fail() */
  COTEJO_UNAVAILABLE = 4,   /* something that the component needs is missing (a model, a service) */
  COTEJO_UNSUPPORTED = 5,   /* the plugin understands the request but does not offer this */
  COTEJO_INTERNAL = 6       /* the plugin is at fault */
};

/* ---- Values ------------------------------------------------------------------------------------------------------------------- */

enum {
  COTEJO_TEXT = 1,    /* bytes: UTF-8 */
  COTEJO_INTEGER = 2, /* integer */
  COTEJO_NUMBER = 3,  /* number; finite */
  COTEJO_BOOLEAN = 4, /* integer: 0 or 1 */
  COTEJO_DATE = 5,    /* bytes: ISO 8601 calendar date, YYYY-MM-DD */
  COTEJO_VECTOR = 6,  /* bytes: float32 in native order */
  COTEJO_JSON = 7,    /* bytes: a JSON text */
  COTEJO_BYTES = 15,  /* bytes: the evidence as it was submitted */
  COTEJO_IMAGE = 16,  /* artifact: const cotejo_image * */
  COTEJO_FRAMES = 17, /* artifact: const cotejo_frames * */
  COTEJO_AUDIO = 18   /* artifact: const cotejo_audio * */
};

#define COTEJO_KEPT_PIXELS 1048576u /* most pixels (width x height) of an image that is declared with `keep` */

enum {
  COTEJO_GRAY8 = 1, /* 1 byte a pixel */
  COTEJO_BGR8 = 3   /* 3 bytes a pixel: blue, green, red */
};

typedef struct cotejo_image { /* A decoded picture: the whole evidence or a part of it. */
  uint32_t struct_size;
  uint32_t format; /* COTEJO_GRAY8 or COTEJO_BGR8 */
  uint32_t width, height; /* pixels */
  uint64_t stride;        /* bytes from one row to the next */
  const uint8_t *pixels; /* the first row; `height` rows of `stride` bytes */
  int64_t time_ns;        /* of a video frame: time since the start of the video; else 0 */
  /* Row-major 3x3 homography from pixel coordinates of this image to relative coordinates (0..1, origin top left) of the evidence as
     a person sees it, that is, after its orientation is applied. With it a component tells where in the evidence it read a value. */
  double to_evidence[9];
} cotejo_image;

typedef struct cotejo_frames { /* Frames that were picked from a video. */
  uint32_t struct_size;
  uint32_t count; /* number of frames */
  const cotejo_image *const *frames; /* in order of time */
  int64_t duration_ns;               /* of the whole video, not only of these frames */
} cotejo_frames;

typedef struct cotejo_audio { /* Sound, one channel. */
  uint32_t struct_size;
  uint32_t sample_rate; /* Hz */
  uint64_t count;       /* number of samples */
  const float *samples; /* -1..1 */
} cotejo_audio;

typedef struct cotejo_value { /* One value: a trait, an artifact or submitted evidence. */
  uint32_t struct_size;
  uint32_t type; /* COTEJO_TEXT to COTEJO_AUDIO: says which of the fields below holds the value */
  int64_t integer; /* for COTEJO_INTEGER and COTEJO_BOOLEAN */
  double number; /* for COTEJO_NUMBER */
  cotejo_bytes bytes; /* for COTEJO_TEXT, COTEJO_DATE, COTEJO_VECTOR, COTEJO_JSON, COTEJO_BYTES */
  const void *artifact; /* for COTEJO_IMAGE, COTEJO_FRAMES, COTEJO_AUDIO */
} cotejo_value;

/* Where a value was read: a box in relative coordinates of the evidence (0..1, origin top left). */
typedef struct cotejo_region {
  uint32_t struct_size;
  uint32_t page;   /* of a document: the page, counted from 0; else 0 */
  int64_t time_ns; /* of a video: time since its start; else 0 */
  double x, y, width, height; /* `x` and `y` are the top left corner */
} cotejo_region;

/* ---- One call ----------------------------------------------------------------------------------------------------------------- */

/* One value at a port. */
typedef struct cotejo_input {
  uint32_t struct_size;
  const cotejo_value *value;     /* NULL: the producer ran but could not find the value; see absent_reason */
  double probability;            /* 0..1, that the value is right */
  cotejo_bytes name;             /* full name, `evidence:instance.trait` */
  cotejo_bytes evidence;         /* name of the evidence that it was read from; empty when it was read from several */
  cotejo_bytes media_type;       /* of the evidence; only at a COTEJO_BYTES port */
  cotejo_bytes absent_reason;    /* the code that the producer gave; empty when there is a value */
  const cotejo_region *region;   /* may be NULL */
} cotejo_input;

/* A trait or an artifact that a component emits. */
typedef struct cotejo_output {
  uint32_t struct_size;
  cotejo_bytes key; /* the name in the component's declaration, without the instance: `curp` for `ine.front.curp` */
  const cotejo_value *value;   /* NULL: the component could not find the value; absent_reason is then required */
  double probability; /* 0..1, that the value is right */
  cotejo_bytes absent_reason;  /* a code from the declaration */
  const cotejo_region *region; /* may be NULL */
} cotejo_output;

enum { COTEJO_INFO = 0, COTEJO_MINOR = 1, COTEJO_MAJOR = 2, COTEJO_CRITICAL = 3 };

/* For cotejo_item.ports: one value, counted from 0, of a port that takes many, instead of all of them (since 1.1). */
#define COTEJO_ONE_VALUE(port, index) ((port) | ((index) + 1u) << 16)

/* An appraisal item. The host takes the item's evidence, traits and regions from the values at the named ports. */
typedef struct cotejo_item {
  uint32_t struct_size;
  int32_t severity; /* COTEJO_INFO to COTEJO_CRITICAL */
  double confidence;        /* 0..1, that the finding is right */
  cotejo_bytes code;        /* from the declaration */
  cotejo_bytes params_json; /* a JSON object whose members fill the placeholders in the reason's texts; may be empty */
  const uint32_t *ports;    /* the ports that the finding rests on: indices, or COTEJO_ONE_VALUE(port, index) */
  uint64_t port_count; /* number of elements of `ports` */
  const cotejo_region *region; /* NULL: the regions of the traits at the ports are used */
} cotejo_item;

enum { COTEJO_PASS = 1, COTEJO_FAIL = 2, COTEJO_UNDECIDED = 3 };

typedef struct cotejo_failure { /* Why a call ended with a status other than COTEJO_OK. */
  uint32_t struct_size;
  int32_t retriable; /* 1 when the same call may succeed later */
  cotejo_bytes code; /* from the declaration; empty: the host uses its own code for the status */
  cotejo_bytes message; /* for operators; must hold nothing that the applicant submitted */
} cotejo_failure;

/* Connectors only. A connector does no I/O: it places a request, the host performs it and calls run() again with the response. */
enum { COTEJO_HTTP = 1, COTEJO_INDEX = 2 };
typedef struct cotejo_request { /* What a connector asks the host to do. */
  uint32_t struct_size;
  uint32_t kind; /* COTEJO_HTTP or COTEJO_INDEX */
  cotejo_bytes service;      /* name of a service in the host's configuration, never an address */
  cotejo_bytes method;       /* HTTP method, or the index operation */
  cotejo_bytes target;       /* path and query */
  cotejo_bytes headers_json; /* a JSON object whose values are strings */
  cotejo_bytes body; /* sent unchanged */
  cotejo_bytes state;        /* anything the connector wants to know later: handed back with the response */
} cotejo_request;
typedef struct cotejo_response { /* The answer to a connector's request. */
  uint32_t struct_size;
  uint32_t step;             /* 1 for the first response, 2 for the second, … */
  int32_t status;            /* HTTP status; 0 when no response was received */
  int32_t retriable;         /* 1 when asking again may succeed; meaningful only when status is 0 */
  cotejo_bytes headers_json; /* a JSON object whose values are strings */
  cotejo_bytes body; /* as it was received */
  cotejo_bytes state; /* the `state` of the request */
  cotejo_bytes error;        /* why there is no response, such as `service.timeout`; empty when there is one */
} cotejo_response;

/* One invocation. Owned by the host, valid until run() returns. */
typedef struct cotejo_call {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  int64_t now_unix_ms;      /* when the verification was accepted: the only time that a component may use */
  cotejo_bytes today;       /* the same instant as a calendar date in the product's time zone, YYYY-MM-DD */
  const cotejo_response *response; /* connectors: NULL at the first step */
  /* Number of values at a port. Ports are counted from 0 in the order of the declaration. 0 when the port is not bound, or nothing
     was submitted for it. [worker] */
  uint64_t (*input_count)(const struct cotejo_call *call, uint32_t port);
  /* The value number `index` at a port, counted from 0; NULL when there is none. [worker] */
  const cotejo_input *(*input)(const struct cotejo_call *call, uint32_t port, uint64_t index);
  /* A zero-filled buffer that the host owns, valid until run() returns; NULL when it would exceed the call's memory limit. The host
     takes an image whose pixels lie in such a buffer without a copy: do not write to the buffer after emit(). [worker] */
  void *(*allocate)(const struct cotejo_call *call, uint64_t size);
  /* COTEJO_INVALID_INPUT when the key is not declared, the type is not the declared one, or the probability is not in 0..1. [worker] */
  cotejo_status (*emit)(const struct cotejo_call *call, const cotejo_output *output);
  cotejo_status (*item)(const struct cotejo_call *call, const cotejo_item *item);                 /* as emit() [worker] */
  cotejo_status (*conclude)(const struct cotejo_call *call, int32_t verdict, double confidence);  /* checks, once [worker] */
  cotejo_status (*request)(const struct cotejo_call *call, const cotejo_request *request);        /* connectors, then return COTEJO_PENDING [worker] */
  void (*fail)(const struct cotejo_call *call, const cotejo_failure *failure);                    /* beside a status other than COTEJO_OK [worker] */
  int64_t (*remaining_ns)(const struct cotejo_call *call); /* until the deadline; negative once it has passed [thread-safe] */
  int32_t (*is_cancelled)(const struct cotejo_call *call); /* poll at least every 50 ms; also 1 after the deadline [thread-safe] */
} cotejo_call;

/* ---- The host, as a plugin sees it ------------------------------------------------------------------------------------------------ */

typedef struct cotejo_host { /* The host; lives as long as the process. */
  uint32_t struct_size;
  uint32_t abi_minor; /* the ABI minor version of this host */
  const char *name; /* of the host, for logs */
  /* The table with this id, such as COTEJO_EXT_LOG; NULL when this host does not have it. Valid as long as the process. [thread-safe] */
  const void *(*extension)(const struct cotejo_host *host, const char *id);
} cotejo_host;

#define COTEJO_EXT_LOG "cotejo.log/1" /* id of the table cotejo_log */
enum { COTEJO_LOG_DEBUG = 0, COTEJO_LOG_INFO = 1, COTEJO_LOG_WARNING = 2, COTEJO_LOG_ERROR = 3 };
typedef struct cotejo_log { /* The log of the host. */
  uint32_t struct_size;
  /* Writes one line. Never pass evidence or personal data. [thread-safe] */
  void (*write)(const cotejo_host *host, int32_t level, cotejo_bytes message);
} cotejo_log;

#define COTEJO_EXT_MODELS "cotejo.models/1" /* id of the table cotejo_models */
typedef struct cotejo_models { /* Access to model files. */
  uint32_t struct_size;
  /* The bytes of a model that the declaration names, after the host has checked its digest; `data` is NULL when the model is not
     installed. The memory is read-only and valid as long as the process. [control] */
  cotejo_bytes (*open)(const cotejo_host *host, cotejo_bytes name);
} cotejo_models;

/* ---- What a plugin offers ------------------------------------------------------------------------------------------------------- */

typedef struct cotejo_component { /* One component, ready to run. */
  uint32_t struct_size;
  void *self; /* the plugin's own state, passed to both functions */
  cotejo_status (*run)(void *self, const cotejo_call *call); /* [worker] */
  void (*destroy)(void *self);                               /* [control] */
} cotejo_component;

#define COTEJO_ANALYZER "cotejo.analyzer/1" /* evidence to artifacts and basic traits */
#define COTEJO_SUB_ANALYZER "cotejo.sub_analyzer/1" /* artifacts and traits to traits */
#define COTEJO_CONNECTOR "cotejo.connector/1" /* traits to a request, its response to traits */
#define COTEJO_CHECK "cotejo.check/1" /* traits to a verdict and items */

typedef struct cotejo_factory { /* All components of one kind that a plugin has. */
  uint32_t struct_size;
  uint32_t count;                     /* number of components of this kind */
  const char *(*id)(uint32_t index);  /* id of a component, `ine.front`; static text [thread-safe] */
  /* Writes the declaration of component `index` with these params ({} for the defaults), a JSON object:
       { "id", "version", "summary", "concurrency": "serial"|"parallel", "isolation": "process" or absent,
         "params": JSON Schema, "models": [name…],
         "consumes": [{ "port", "name" (default source), "type", "required", "many", "summary" }…],
         "produces": [{ "name", "type", "summary", "keep": true or absent }…], "codes": [code…] }
     `keep`: the host stores this image with the result and shows it to people; at most COTEJO_KEPT_PIXELS.
     Must be cheap: it loads no models. When it does not return COTEJO_OK, it writes a sentence to `error`. [control] */
  cotejo_status (*describe)(uint32_t index, cotejo_bytes params_json, const cotejo_sink *out, const cotejo_sink *error);
  /* Makes a component ready to run: models are loaded here. `host` outlives the component. [control] */
  cotejo_status (*create)(uint32_t index, const cotejo_host *host, cotejo_bytes params_json, cotejo_component *out,
                          const cotejo_sink *error);
} cotejo_factory;

typedef struct cotejo_entry { /* What a plugin exports: everything else is reached from here. */
  uint32_t struct_size;
  uint32_t abi_major, abi_minor; /* what the plugin was built with */
  const char *plugin_name, *plugin_version, *sdk_version; /* for people and logs */
  const char *const *required_extensions; /* ids, NULL-terminated; a host that lacks one of them refuses the plugin */
  const cotejo_factory *(*factory)(const char *kind); /* NULL when it has none of that kind [thread-safe] */
} cotejo_entry;

/* The major version is part of the symbol, so that a host refuses a plugin from its symbol table, before any of its code runs:
     const cotejo_entry cotejo_entry_v1;                                                                                          */
#define COTEJO_ENTRY_SYMBOL "cotejo_entry_v1"

#ifdef __cplusplus
}
#endif
#endif
