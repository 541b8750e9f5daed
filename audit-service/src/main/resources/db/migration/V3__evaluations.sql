-- How the decision came about, a JSON object; null where no rule and no limit had anything to say.
alter table call add column evaluation text;
