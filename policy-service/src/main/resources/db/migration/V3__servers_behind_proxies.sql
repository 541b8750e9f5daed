-- What a proxy told last of the servers behind it, in JSON as it came: text, since jsonb takes no \u0000.
create table proxy_servers (
    replica text primary key,
    told    timestamptz not null,
    servers text not null
);
