-- tools/call requests of 250 bytes for wrk; no two have the same id or the same arguments.
--
-- Usage: wrk [OPTIONS] -s bench/load/calls.lua URL -- MODE RUN SESSION...
--
--   MODE     "measure", or "check": every answer is read, and must be a result for a call that waits
--   RUN      0 to 9999, different for each run against one server: ids start with it
--   SESSION  values of Mcp-Session-Id, used in turn; "-" leaves the header out. "SESSION PATH TOOL" is one
--            of another path, where the tool has another name
--
-- The last line of the output is JSON. run.py is what uses this.

local BODY = 250
local ANSWER = 300
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  wrong, first_wrong, answered = 0, "", 0
  local run = tonumber(args[2])
  local prefix = string.format("1%04d%02d", run, number)
  local words = ' of the third quarter, with the figures of all regions and what was said of them in'
    .. ' the meeting of Tuesday, newest first, without the drafts and the copies'
  local heads, middles, tails = {}, {}, {}
  for i = 3, #args do
    local name, path, tool = string.match(args[i], "^(%S+) (%S+) (%S+)$")
    name = name or args[i]
    local session = name ~= "-" and "Mcp-Session-Id: " .. name .. "\r\n" or ""
    local id = '{"jsonrpc":"2.0","id":' .. prefix
    local middle = ',"method":"tools/call","params":{"name":"' .. (tool or "search")
      .. '","arguments":{"query":"report '
    local fixed = #id + 9 + #middle + 9 + #'"}}}'
    heads[#heads + 1] = "POST " .. (path or wrk.path) .. " HTTP/1.1\r\n"
      .. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
      .. "Content-Type: application/json\r\n"
      .. "Accept: application/json, text/event-stream\r\n"
      .. "MCP-Protocol-Version: 2025-11-25\r\n"
      .. session
      .. "Content-Length: " .. BODY .. "\r\n\r\n"
      .. id
    middles[#middles + 1] = middle
    tails[#tails + 1] = string.sub(words, 1, BODY - fixed) .. '"}}}'
  end
  local count, turn = 100000000, 0
  waiting = {}
  local check = args[1] == "check"

  function request()
    count = count + 1
    turn = turn % #heads + 1
    if check then
      waiting[prefix .. count] = true
    end
    return heads[turn] .. count .. middles[turn] .. count .. tails[turn]
  end

  if check then
    function response(status, headers, body)
      answered = answered + 1
      local id = string.match(body, '"id":(%d+)')
      local plain = string.sub(body, 1, 1) == "{"
      if status ~= 200 or not id or not waiting[id] or not string.find(body, '"result":', 1, true)
          or string.find(body, '"error":', 1, true)
          or not string.find(body, '"isError":false', 1, true)
          or (plain and #body ~= ANSWER) then
        wrong = wrong + 1
        if first_wrong == "" then
          first_wrong = status .. " " .. string.sub(body, 1, 300)
        end
      else
        waiting[id] = nil
      end
    end
  end
end

local function quoted(text)
  local function escaped(c)
    return string.format("\\u%04x", string.byte(c))
  end
  return '"' .. string.gsub(text, '[%c"\\]', escaped) .. '"'
end

function done(summary, latency, requests)
  local wrong, answered, first = 0, 0, ""
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    answered = answered + thread:get("answered")
    if first == "" then first = thread:get("first_wrong") end
  end
  local e = summary.errors
  io.write(string.format(
    '{"calls":%d,"micros":%d,"bytes":%d,"p50":%.1f,"p90":%.1f,"p99":%.1f,"max":%.1f,'
      .. '"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,'
      .. '"checked":%d,"wrong":%d,"first_wrong":%s}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
    e.connect, e.read, e.write, e.status, e.timeout,
    answered, wrong, quoted(first)))
end
