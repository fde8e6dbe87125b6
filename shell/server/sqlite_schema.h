// The tables of a database file, and what tells it from any other file.
#pragma once

namespace parasol::server {

inline constexpr long application_id = 0x50726173;  // "Pras"
// Raised where an older parasold could no longer read what is written.
inline constexpr long file_format = 2;

// What makes a file of an older format one of this.
inline constexpr const char* upgrade_from_1 = "ALTER TABLE scopes ADD COLUMN sum INTEGER NOT NULL DEFAULT 0";

// Versions are those of the database's commits; instants are milliseconds; ids are 16 bytes; `bytes` are wire/binary.h.
// A scope has the checksum of its rows (wire/scope_sum.h), of the form that meta's `form` names; a program of another
// form sums all of them up when it opens the file.
// A row has the version that last changed it, and `deleted` those of rows that are gone: both together are what has
// changed since a version. `was` has what rows were before they changed, for how it was at an instant.
inline constexpr const char* schema = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE scopes (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, sum INTEGER NOT NULL DEFAULT 0);
CREATE TABLE rows (
    scope INTEGER NOT NULL, type INTEGER NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (scope, type, id)) WITHOUT ROWID;
CREATE INDEX rows_changed ON rows (scope, version);
CREATE TABLE deleted (
    scope INTEGER NOT NULL, type INTEGER NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (scope, type, id)) WITHOUT ROWID;
CREATE INDEX deleted_at ON deleted (at);
CREATE TABLE was (
    scope INTEGER NOT NULL, entry INTEGER NOT NULL, part INTEGER NOT NULL, until INTEGER NOT NULL,
    type INTEGER NOT NULL, id BLOB NOT NULL, bytes BLOB,
    PRIMARY KEY (scope, entry, part)) WITHOUT ROWID;
CREATE TABLE journal (number INTEGER PRIMARY KEY, version INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE clients (id BLOB PRIMARY KEY, person BLOB NOT NULL, last_seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outcomes (
    client BLOB NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (client, seq)) WITHOUT ROWID;
CREATE INDEX outcomes_at ON outcomes (at);
)sql";

}  // namespace parasol::server
