-- The ids of the redact rules that changed a body on its way, one a line; null where none did.
alter table call add column arguments_redacted_by text;
alter table call add column result_redacted_by text;
