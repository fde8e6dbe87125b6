// Every statement that SqliteDatabase runs more than once. Inside sqlite_database.h; nobody else needs it.
#pragma once

#include "shell/server/sqlite_database.h"

namespace parasol::server {

struct SqliteDatabase::Statements {
    explicit Statements(Sql& sql) : sql_(sql) {}

  private:
    Sql& sql_;

  public:
    Statement scope{sql_, "SELECT number, version, sum FROM scopes WHERE name = ?"};
    Statement scopes_between{sql_, "SELECT number, name FROM scopes WHERE name >= ? AND name < ?"};
    Statement touch_scope{sql_,
                          "INSERT INTO scopes (name, version, sum) VALUES (?, ?, ?) "
                          "ON CONFLICT (name) DO UPDATE SET version = excluded.version, "
                          "sum = (sum + excluded.sum) & 9007199254740991 RETURNING number"};
    Statement rows{sql_, "SELECT bytes FROM rows WHERE scope = ? ORDER BY type, id"};
    Statement rows_after{sql_,
                         "SELECT bytes FROM rows WHERE scope = ? AND (type, id) > (?, ?) ORDER BY type, id LIMIT ?"};
    Statement changed_rows{sql_, "SELECT bytes FROM rows WHERE scope = ? AND version > ?"};
    Statement deleted_rows{sql_, "SELECT type, id FROM deleted WHERE scope = ? AND version > ?"};
    Statement was{sql_, "SELECT type, id, bytes FROM was WHERE scope = ? AND until > ? ORDER BY entry, part"};
    Statement put_row{sql_, "INSERT OR REPLACE INTO rows (scope, type, id, version, bytes) VALUES (?, ?, ?, ?, ?)"};
    Statement erase_row{sql_, "DELETE FROM rows WHERE scope = ? AND type = ? AND id = ?"};
    Statement delete_row{sql_,
                         "INSERT OR REPLACE INTO deleted (scope, type, id, version, at) VALUES (?, ?, ?, ?, ?)"};
    Statement undelete_row{sql_, "DELETE FROM deleted WHERE scope = ? AND type = ? AND id = ?"};
    Statement note_past{sql_,
                        "INSERT INTO was (scope, entry, part, until, type, id, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)"};
    Statement add_entry{sql_, "INSERT INTO journal (number, version, bytes) VALUES (?, ?, ?)"};
    Statement entries{sql_, "SELECT bytes FROM journal WHERE number >= ? ORDER BY number LIMIT ?"};
    Statement amend_entry{sql_, "UPDATE journal SET bytes = ? WHERE number = ?"};
    Statement forget_past{sql_, "DELETE FROM was WHERE scope = ? AND entry = ?"};
    Statement forget_scope{sql_,
                           "DELETE FROM scopes WHERE number = ? AND "
                           "NOT EXISTS (SELECT 1 FROM rows WHERE rows.scope = scopes.number) AND "
                           "NOT EXISTS (SELECT 1 FROM was WHERE was.scope = scopes.number)"};
    Statement forget_deleted_of{sql_,
                                "DELETE FROM deleted WHERE scope = ? AND "
                                "NOT EXISTS (SELECT 1 FROM scopes WHERE scopes.number = deleted.scope)"};
    Statement client{sql_, "SELECT person, last_seq FROM clients WHERE id = ?"};
    Statement put_client{sql_, "INSERT OR REPLACE INTO clients (id, person, last_seq) VALUES (?, ?, ?)"};
    Statement outcomes{sql_, "SELECT bytes FROM outcomes WHERE client = ? AND seq > ? ORDER BY seq"};
    Statement add_outcome{sql_, "INSERT OR REPLACE INTO outcomes (client, seq, at, bytes) VALUES (?, ?, ?, ?)"};
    Statement meta{sql_, "SELECT value FROM meta WHERE key = ?"};
    Statement last_entry{sql_, "SELECT max(number) FROM journal"};
    Statement set_meta{sql_, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"};
    // What is over.
    Statement forget_outcomes{sql_, "DELETE FROM outcomes WHERE at < ?"};
    Statement forgotten_version{sql_, "SELECT max(version) FROM deleted WHERE at < ?"};
    Statement raise_horizon{sql_, "INSERT OR REPLACE INTO meta (key, value) VALUES ('horizon', ?)"};
    // Of scopes that lost their last row so long ago nothing need be known.
    Statement forget_scopes{sql_,
                            "DELETE FROM scopes WHERE number IN (SELECT scope FROM deleted WHERE at < ?) AND "
                            "NOT EXISTS (SELECT 1 FROM rows WHERE rows.scope = scopes.number) AND "
                            "NOT EXISTS (SELECT 1 FROM was WHERE was.scope = scopes.number) AND "
                            "NOT EXISTS (SELECT 1 FROM deleted WHERE deleted.scope = scopes.number AND at >= ?)"};
    Statement forget_deleted{sql_, "DELETE FROM deleted WHERE at < ?"};
};

}  // namespace parasol::server
