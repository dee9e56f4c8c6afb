-- For wrk: requests for the addresses in a file, each connection pausing between them so that all together keep a rate. Pauses
-- vary, as people's do. Arguments: the file, the mean pause in milliseconds. Prints what it saw as JSON.
local threads = {}

function setup(thread)
  thread:set("number", #threads + 1)
  table.insert(threads, thread)
end

function init(args)
  math.randomseed(number)
  failed, paths = 0, {}
  for path in io.lines(args[1]) do paths[#paths + 1] = path end
  pause = tonumber(args[2])
end

function delay()
  return math.random(0, 2 * pause)
end

function request()
  return wrk.format("GET", paths[math.random(#paths)])
end

function response(status)
  -- A course may lack a kind of data: that is an answer.
  if status ~= 200 and status ~= 404 then failed = failed + 1 end
end

function done(summary, latency)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do lost = lost + thread:get("failed") end
  local found = '{"requests": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "longest": %.3f, "failed": %d}'
  print("found " .. found:format(summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, lost))
end
