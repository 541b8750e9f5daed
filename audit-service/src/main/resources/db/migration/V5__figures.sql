-- What became of calls, by the minute, hour and day they were decided in, by server, by tool, by agent and by rule: every
-- call counts once on each level in each kind, also before it ends. Levels are in seconds. Of tools and agents only so
-- many are told apart in one span: the others are folded, and have no name. The default of a policy is the rule without a
-- name. Buckets are those of latencies, from the shortest on. Rows that are written often have room to change where they are.
create table figure (
    level     int not null,
    kind      text not null,
    start     timestamptz not null,
    server    text not null,
    name      text not null,
    status    text not null,
    folded    boolean not null,
    calls     bigint not null,
    nanos     numeric not null,
    b1 bigint not null, b2 bigint not null, b3 bigint not null, b4 bigint not null,
    b5 bigint not null, b6 bigint not null, b7 bigint not null, b8 bigint not null,
    b9 bigint not null, b10 bigint not null, b11 bigint not null, b12 bigint not null,
    b13 bigint not null, b14 bigint not null, b15 bigint not null, b16 bigint not null,
    last_seen timestamptz not null,
    primary key (level, kind, start, server, name, status, folded)
) with (fillfactor = 80);

-- Instances of the version before store nothing from here on: they would count where nobody looks. What they have not
-- stored they do not commit, and an instance of this version reads it again.
lock table rollup, rollup_name;

-- Hours as they were counted. Nobody noted when in the hour the last call was.
insert into figure
select 3600, 'server', hour, server, '', status, false, sum(calls), sum(latency_nanos),
       sum(buckets[1]), sum(buckets[2]), sum(buckets[3]), sum(buckets[4]), sum(buckets[5]), sum(buckets[6]),
       sum(buckets[7]), sum(buckets[8]), sum(buckets[9]), sum(buckets[10]), sum(buckets[11]), sum(buckets[12]),
       sum(buckets[13]), sum(buckets[14]), sum(buckets[15]), sum(buckets[16]), hour
from rollup group by hour, server, status;

insert into figure
select 3600, 'tool', hour, server, case when folded then '' else tool end as name, status, folded, sum(calls),
       sum(latency_nanos),
       sum(buckets[1]), sum(buckets[2]), sum(buckets[3]), sum(buckets[4]), sum(buckets[5]), sum(buckets[6]),
       sum(buckets[7]), sum(buckets[8]), sum(buckets[9]), sum(buckets[10]), sum(buckets[11]), sum(buckets[12]),
       sum(buckets[13]), sum(buckets[14]), sum(buckets[15]), sum(buckets[16]), hour
from (
    select *, dense_rank() over (partition by hour order by of_name desc, server, tool) > 500 as folded
    from (select *, sum(calls) over (partition by hour, server, tool) as of_name from rollup) as counted
) as ranked
group by hour, server, name, status, folded;

insert into figure
select 3600, kind, hour, '', name, status, folded, calls, latency_nanos,
       buckets[1], buckets[2], buckets[3], buckets[4], buckets[5], buckets[6], buckets[7], buckets[8],
       buckets[9], buckets[10], buckets[11], buckets[12], buckets[13], buckets[14], buckets[15], buckets[16], hour
from rollup_name;

-- Those in progress were not counted: they are few.
insert into figure as counted
select 3600, named.kind, date_trunc('hour', time, 'UTC'), named.server, named.name, status, false, count(*), 0,
       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, max(time)
from call, lateral (values ('server', server, ''), ('tool', server, tool), ('agent', '', agent),
                           ('rule', '', coalesce(rule, ''))) as named (kind, server, name)
where settled_at is null and decision = 'allowed'
group by 2, 3, 4, 5, 6
on conflict (level, kind, start, server, name, status, folded) do update
set calls = counted.calls + excluded.calls, last_seen = excluded.last_seen;

-- Minutes are kept for two days, and so only those days' calls are looked at.
insert into figure
select 60, kind, minute, server, case when folded then '' else name end as a_name, status, folded, sum(calls), sum(nanos),
       sum(b1), sum(b2), sum(b3), sum(b4), sum(b5), sum(b6), sum(b7), sum(b8),
       sum(b9), sum(b10), sum(b11), sum(b12), sum(b13), sum(b14), sum(b15), sum(b16), max(last_seen)
from (
    select *, kind in ('tool', 'agent')
              and dense_rank() over (partition by kind, minute order by of_name desc, server, name) > 100 as folded
    from (
        select *, sum(calls) over (partition by kind, minute, server, name) as of_name
        from (
            select named.kind, minute, named.server, named.name, status, count(*) as calls,
               coalesce(sum(latency), 0) as nanos,
               count(*) filter (where latency <= 1000000) as b1,
               count(*) filter (where latency > 1000000 and latency <= 2000000) as b2,
               count(*) filter (where latency > 2000000 and latency <= 5000000) as b3,
               count(*) filter (where latency > 5000000 and latency <= 10000000) as b4,
               count(*) filter (where latency > 10000000 and latency <= 25000000) as b5,
               count(*) filter (where latency > 25000000 and latency <= 50000000) as b6,
               count(*) filter (where latency > 50000000 and latency <= 100000000) as b7,
               count(*) filter (where latency > 100000000 and latency <= 250000000) as b8,
               count(*) filter (where latency > 250000000 and latency <= 500000000) as b9,
               count(*) filter (where latency > 500000000 and latency <= 1000000000) as b10,
               count(*) filter (where latency > 1000000000 and latency <= 2500000000) as b11,
               count(*) filter (where latency > 2500000000 and latency <= 5000000000) as b12,
               count(*) filter (where latency > 5000000000 and latency <= 10000000000) as b13,
               count(*) filter (where latency > 10000000000 and latency <= 30000000000) as b14,
               count(*) filter (where latency > 30000000000 and latency <= 60000000000) as b15,
               count(*) filter (where latency > 60000000000) as b16,
               max(time) as last_seen
            from (
                select *, date_trunc('minute', time, 'UTC') as minute,
                       case when status <> 'unknown' then latency_nanos end as latency
                from call
                where day >= (now() at time zone 'UTC')::date - 3
                  and time >= date_trunc('hour', now(), 'UTC') - interval '49 hours'
            ) as recent, lateral (values ('server', server, ''), ('tool', server, tool), ('agent', '', agent),
                                         ('rule', '', coalesce(rule, ''))) as named (kind, server, name)
            group by 1, 2, 3, 4, 5
        ) as apart
    ) as counted
) as ranked
group by kind, minute, server, a_name, status, folded;

update figure
set last_seen = seen.last_seen
from (
    select kind, date_trunc('hour', start, 'UTC') as hour, server, name, status, folded, max(last_seen) as last_seen
    from figure where level = 60 group by 1, 2, 3, 4, 5, 6
) as seen
where figure.level = 3600 and figure.kind = seen.kind and figure.start = seen.hour and figure.server = seen.server
  and figure.name = seen.name and figure.status = seen.status and figure.folded = seen.folded;

insert into figure
select 86400, kind, day, server, case when beyond then '' else name end as a_name, status, folded or beyond as fold,
       sum(calls), sum(nanos),
       sum(b1), sum(b2), sum(b3), sum(b4), sum(b5), sum(b6), sum(b7), sum(b8),
       sum(b9), sum(b10), sum(b11), sum(b12), sum(b13), sum(b14), sum(b15), sum(b16), max(last_seen)
from (
    select *, kind in ('tool', 'agent') and not folded
              and dense_rank() over (partition by kind, day, folded order by of_name desc, server, name) > 1000 as beyond
    from (
        select *, sum(calls) over (partition by kind, day, server, name, folded) as of_name
        from (select *, date_trunc('day', start, 'UTC') as day from figure where level = 3600) as of_day
    ) as counted
) as ranked
group by kind, day, server, a_name, status, fold;

drop table rollup, rollup_name;
drop function add_buckets;

-- What the default denied, for examples of it.
create index call_denied_by_default on call (time desc, decision_id desc) where rule is null and decision = 'denied';
