#!/bin/bash
# Run by the postgres image on its first start: a database and a user for each service, neither of which
# can see the other's.
set -euo pipefail

database() { # NAME PASSWORD
  psql --no-psqlrc --set ON_ERROR_STOP=1 --set name="$1" --set password="$2" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

database agentgate_policy "$AGENTGATE_POLICY_DATABASE_PASSWORD"
database agentgate_audit "$AGENTGATE_AUDIT_DATABASE_PASSWORD"
