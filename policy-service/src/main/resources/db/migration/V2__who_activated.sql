-- Names may change hands; the subject of a token stays its person's.
alter table policy_revision add column activated_by_subject text;
