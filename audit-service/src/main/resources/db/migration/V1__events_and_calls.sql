-- What came, as it came. Never changed; whole days are dropped.
create table event (
    day   date not null,
    id    text not null,
    type  text not null,
    time  timestamptz not null,
    chain text not null,
    body  text not null,
    primary key (id, day)
) partition by range (day);

-- One row for each call, derived from its two events. The day is that of the decision.
create table call (
    day             date not null,
    decision_id     text not null,
    time            timestamptz not null,
    chain           text not null,
    session         text not null,
    agent           text not null,
    caller          text not null,
    server          text not null,
    tool            text not null,
    request_id      text,
    decision        text not null,
    rule            text,
    reason          text,
    policy_revision text not null,
    arguments_bytes bigint,
    status          text not null,
    settled_at      timestamptz,
    outcome_reason  text,
    latency_nanos   bigint,
    result_bytes    bigint,
    primary key (decision_id, day)
) partition by range (day);
create index call_by_time on call (time desc, decision_id desc);
create index call_by_session on call (session, time desc);
-- The calls whose end is awaited: few, whatever is stored.
create index call_in_progress on call (chain) where settled_at is null and decision = 'allowed';

-- Outcomes that came before their decisions.
create table early_outcome (
    decision_id text primary key,
    body        text not null
);

-- What became of calls, by the hour they were decided in.
create table rollup (
    hour          timestamptz not null,
    server        text not null,
    tool          text not null,
    status        text not null,
    calls         bigint not null,
    timed         bigint not null,
    latency_nanos numeric not null,
    buckets       bigint[] not null,
    primary key (hour, server, tool, status)
);

create function add_buckets(one bigint[], other bigint[]) returns bigint[] language sql immutable as $$
    select array_agg(a + b order by place)
    from unnest(one, other) with ordinality as both_sides(a, b, place)
$$;
