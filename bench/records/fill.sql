-- Fills the database of an audit-service with a million made-up calls of the last thirty days, a tenth of them of the
-- last day, with their events and statistics. Always the same calls, but for their times:
--
--   psql "$DATABASE" -f bench/records/fill.sql
--
-- The service is to have made its tables before, and to have no calls of its own.
select setseed(0.7);

do $$
declare made date;
begin
    for made in select generate_series(current_date - 31, current_date, interval '1 day')::date loop
        execute format('create table if not exists call_%s partition of call for values from (%L) to (%L)',
                       to_char(made, 'YYYYMMDD'), made, made + 1);
        execute format('create table if not exists event_%s partition of event for values from (%L) to (%L)',
                       to_char(made, 'YYYYMMDD'), made, made + 1);
    end loop;
end $$;

create temporary table made as
select n, 'bench-' || n as decision_id, time, (time at time zone 'UTC')::date as day, 'session-' || n / 20 as session,
       case when random() < 0.1 then 'session-' || n / 20 else 'agent-' || floor(power(random(), 3) * 40)::int end as agent,
       server, floor(power(random(), 2) * 12)::int as tool, fate,
       case when fate < 50 then (array['no-erasing', 'no-secrets', 'hours'])[1 + fate % 3]
            when fate < 65 then 'few-posts' when fate < 400 then 'inside' end as rule,
       (exp(2.5 + 1.2 * (random() + random() + random() + random() - 2) * 1.73) * 1e6)::int8 as nanos,
       md5(n::text) || ' ' || md5((n + 1)::text) as words
from (select n, floor(random() * 5)::int as server, floor(random() * 1000)::int as fate,
             now() - case when n < 900000 then interval '1 day' + interval '29 days' * (900000 - n) / 900000
                          else interval '1 day' * (1000000 - n) / 100000 end as time
      from generate_series(1, 1000000) as n) as numbered;

insert into call (day, decision_id, time, chain, session, agent, caller, server, tool, request_id, decision, rule,
                  reason, policy_revision, arguments_bytes, status, settled_at, outcome_reason, latency_nanos, result_bytes)
select day, decision_id, time, 'bench/0', session, agent, 'caller-' || length(agent) % 3, 'server-' || server,
       'tool_' || server || '_' || tool, n,
       case when fate < 50 then 'denied' when fate < 65 then 'rate_limited' else 'allowed' end, rule,
       'because of ' || rule, '9f2c1a7b3d5e6f70', 200,
       case when fate < 50 then 'denied' when fate < 65 then 'rate_limited' when fate > 995 then 'cancelled'
            when fate > 940 then 'error' else 'allowed' end,
       case when fate >= 65 then time + nanos / 1000 * interval '1 microsecond' end,
       case when fate between 941 and 995 then 'upstream said -32603' end,
       case when fate >= 65 then nanos end, case when fate >= 65 then 400 end
from made order by n;

insert into event (day, id, type, time, chain, body)
select day, decision_id || '/decided', 'io.agentgate.call.decided.v1', time, 'bench/0',
       json_build_object('specversion', '1.0', 'id', decision_id || '/decided', 'source', '/agentgate/bench',
           'type', 'io.agentgate.call.decided.v1', 'time', to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'datacontenttype', 'application/json', 'data', json_build_object('decisionId', decision_id, 'session', session,
               'agent', agent, 'caller', 'caller-1', 'server', 'server-' || server, 'tool', 'tool_' || server || '_' || tool,
               'requestId', n::text, 'decision', 'allowed', 'rule', rule, 'reason', null, 'policyRevision', '9f2c1a7b',
               'arguments', json_build_object('text', '{"path":"/srv/data/' || words || '"}', 'bytes', 91, 'hmac', null),
               'argumentsRedactedBy', json_build_array(), 'evaluation', null))::text
from made order by n;

insert into event (day, id, type, time, chain, body)
select day, decision_id || '/settled', 'io.agentgate.call.settled.v1', time, 'bench/0',
       json_build_object('specversion', '1.0', 'id', decision_id || '/settled', 'source', '/agentgate/bench',
           'type', 'io.agentgate.call.settled.v1', 'time', to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'datacontenttype', 'application/json', 'data', json_build_object('decisionId', decision_id, 'session', session,
               'status', 'allowed', 'reason', null, 'latencyNanos', nanos, 'result', json_build_object('text',
               '{"content":[{"type":"text","text":"' || words || words || '"}]}', 'bytes', 180, 'hmac', null),
               'resultRedactedBy', json_build_array()))::text
from made where fate >= 65 order by n;

-- All latencies in one bucket: sums take as long.
insert into figure
select level.seconds, named.kind, date_bin(level.seconds * interval '1 second', time, timestamptz 'epoch'), named.server,
       named.name, status, false, count(*), coalesce(sum(latency_nanos), 0), 0, 0, 0, 0, count(latency_nanos), 0, 0, 0, 0,
       0, 0, 0, 0, 0, 0, 0, max(time)
from call, (values (60), (3600), (86400)) as level (seconds),
     lateral (values ('server', server, ''), ('tool', server, tool), ('agent', '', agent), ('rule', '', coalesce(rule, '')))
         as named (kind, server, name)
where chain = 'bench/0' and (level.seconds > 60 or time >= date_trunc('hour', now()) - interval '48 hours')
group by 1, 2, 3, 4, 5, 6
on conflict do nothing;

analyze;
