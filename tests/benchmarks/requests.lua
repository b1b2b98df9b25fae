-- Asks one URL after the other: the paths in the file that the first argument names, from the first on.
local paths = {}
local number = 0
function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
end
function request()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
