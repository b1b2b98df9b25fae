-- Asks one query after the other: the lines of the file that the first argument names, from the first on. Each is a
-- path; or, where the second argument is one, a form that is posted to it.
local lines = {}
local number = 0
local path
function init(arguments)
  path = arguments[2]
  for line in io.lines(arguments[1]) do lines[#lines + 1] = line end
  if path then wrk.headers["Content-Type"] = "application/x-www-form-urlencoded" end
end
function request()
  number = number % #lines + 1
  if path then return wrk.format("POST", path, nil, lines[number]) end
  return wrk.format("GET", lines[number])
end
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
