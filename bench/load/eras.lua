-- tools/call requests of 400 bytes for wrk, in either era of MCP; no two have the same id.
--
-- Usage: wrk [OPTIONS] -s bench/load/eras.lua URL -- RUN SESSION...
--
--   RUN      0 to 9999, different for each run against one server: ids start with it
--   SESSION  values of Mcp-Session-Id, used in turn; "-" for requests of the stateless era
--
-- The last line of the output is JSON. eras.py is what uses this.

local BODY = 400
local META = ',"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
  .. '"io.modelcontextprotocol/clientCapabilities":{}}'

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local prefix = string.format("1%04d%02d", tonumber(args[1]), number)
  local heads, ends = {}, {}
  for i = 2, #args do
    local stateless = args[i] == "-"
    local tail = '"}' .. (stateless and META or "") .. "}}"
    heads[#heads + 1] = "POST " .. wrk.path .. " HTTP/1.1\r\n"
      .. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
      .. "Content-Type: application/json\r\n"
      .. "Accept: application/json, text/event-stream\r\n"
      .. (stateless and "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: search\r\n"
        or "MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: " .. args[i] .. "\r\n")
      .. "Content-Length: " .. BODY .. "\r\n\r\n"
    ends[#ends + 1] = tail
  end
  local count, turn = 100000000, 0

  function request()
    count = count + 1
    turn = turn % #heads + 1
    local start = '{"jsonrpc":"2.0","id":' .. prefix .. count
      .. ',"method":"tools/call","params":{"name":"search","arguments":{"query":"report ' .. count
    return heads[turn] .. start .. string.rep("x", BODY - #start - #ends[turn]) .. ends[turn]
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '{"calls":%d,"micros":%d,"p50":%.1f,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50),
    e.connect, e.read, e.write, e.status, e.timeout))
end
