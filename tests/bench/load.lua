-- wrk script: posts one body again and again, and closes with one line of JSON. Usage: wrk … -s load.lua URL -- BODY CONTENT_TYPE [HEADER: VALUE]…
-- With EACH_DIFFERENT in the environment, the digits of the body's reference (000117) are others in each request.
function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  file:close()
  wrk.headers["Content-Type"] = args[2]
  for i = 3, #args do
    local name, value = args[i]:match("^([^:]+):%s*(.*)$")
    wrk.headers[name] = value
  end
  if os.getenv("EACH_DIFFERENT") then
    local before, after = wrk.body:match("^(.*)000117(.*)$")
    local number = os.time() * 1000000 -- later runs go on where earlier ones have not been
    request = function()
      number = number + 1
      return wrk.format(nil, nil, nil, before .. string.format("%016d", number) .. after)
    end
  end
end

-- Latencies are in microseconds, as is the duration.
function done(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format('{"requests_per_second": %.1f, "p50_ms": %.3f, "p99_ms": %.3f, "requests": %d, "failed": %d, "not_2xx": %d}',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.requests, failed, summary.errors.status))
end
