-- What became of calls, by the hour they were decided in, of each agent and of each rule. Of agents
-- only so many are told apart in an hour: the others are folded, and have no name. The default of a
-- policy is the rule without a name.
create table rollup_name (
    hour          timestamptz not null,
    kind          text not null,
    name          text not null,
    folded        boolean not null,
    status        text not null,
    calls         bigint not null,
    timed         bigint not null,
    latency_nanos numeric not null,
    buckets       bigint[] not null,
    primary key (hour, kind, name, folded, status)
);

insert into rollup_name
select hour, kind, case when folded then '' else name end, folded, status,
       count(*), count(latency_nanos), coalesce(sum(latency_nanos), 0),
       array[
           count(*) filter (where latency_nanos <= 1000000),
           count(*) filter (where latency_nanos > 1000000 and latency_nanos <= 2000000),
           count(*) filter (where latency_nanos > 2000000 and latency_nanos <= 5000000),
           count(*) filter (where latency_nanos > 5000000 and latency_nanos <= 10000000),
           count(*) filter (where latency_nanos > 10000000 and latency_nanos <= 25000000),
           count(*) filter (where latency_nanos > 25000000 and latency_nanos <= 50000000),
           count(*) filter (where latency_nanos > 50000000 and latency_nanos <= 100000000),
           count(*) filter (where latency_nanos > 100000000 and latency_nanos <= 250000000),
           count(*) filter (where latency_nanos > 250000000 and latency_nanos <= 500000000),
           count(*) filter (where latency_nanos > 500000000 and latency_nanos <= 1000000000),
           count(*) filter (where latency_nanos > 1000000000 and latency_nanos <= 2500000000),
           count(*) filter (where latency_nanos > 2500000000 and latency_nanos <= 5000000000),
           count(*) filter (where latency_nanos > 5000000000 and latency_nanos <= 10000000000),
           count(*) filter (where latency_nanos > 10000000000 and latency_nanos <= 30000000000),
           count(*) filter (where latency_nanos > 30000000000 and latency_nanos <= 60000000000),
           count(*) filter (where latency_nanos > 60000000000)
       ]
from (
    select hour, kind, name, status, latency_nanos,
           kind = 'agent' and dense_rank() over (partition by hour, kind order by of_name desc, name) > 500 as folded
    from (
        select date_trunc('hour', time, 'UTC') as hour, named.kind, named.name, status, latency_nanos,
               count(*) over (partition by date_trunc('hour', time, 'UTC'), named.kind, named.name) as of_name
        from call, lateral (values ('agent', agent), ('rule', coalesce(rule, ''))) as named (kind, name)
        where settled_at is not null or decision <> 'allowed'
    ) as counted
) as ranked
group by 1, 2, 3, 4, 5;

-- What people look at calls by. All else is found by going back in time.
create index call_by_agent on call (agent, time desc, decision_id desc);
create index call_by_rule on call (rule, time desc, decision_id desc) where rule is not null;
