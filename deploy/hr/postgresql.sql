-- Run once as the database's owner, after `tavshedstjek hr migrate`: the service's own user can add to the log and never change it.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tavshedstjek_hr;
REVOKE UPDATE, DELETE ON audit_entries, audit_checkpoints FROM tavshedstjek_hr;
