-- What the service's own user may do: add to the log and never change it, write evidence and records and never change them. Run as the owner of
-- the database, the first time and after every `tavshedstjek hr migrate`; the user is made first (CREATE ROLE tavshedstjek_hr LOGIN):
--   psql --dbname tavshedstjek_hr --file deploy/hr/postgresql.sql
\set ON_ERROR_STOP on
BEGIN;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tavshedstjek_hr;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tavshedstjek_hr;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO tavshedstjek_hr;
GRANT INSERT ON
    audit_entries, audit_checkpoints, users, cases, case_keys, people, assignments, records, evidence, approvals, alerts, protections,
    aliases, meta TO tavshedstjek_hr;
GRANT UPDATE ON audit_head, cases, case_keys, people, assignments, approvals, alerts, meta TO tavshedstjek_hr;
-- What an erasure takes away, and protections that have ended.
GRANT DELETE ON case_keys, people, assignments, records, evidence, approvals, alerts, protections, aliases TO tavshedstjek_hr;
COMMIT;
