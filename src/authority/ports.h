// The ports of the authority: Database and Vault (Clock and Chance are wire/ports.h's). Several authorities
// may work on one database at once: whatever they decide is right because a commit names everything that it
// read, and fails whole where any of it has changed. Nothing here blocks: answers come by callback, in the
// order of the calls, and a database that has them at hand may give them before the call has returned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/callback.h"
#include "domain/commands.h"
#include "domain/row_set.h"
#include "wire/messages.h"

namespace parasol {

// The database has one version, raised by each commit. 0: nothing was ever committed.
using Version = std::int64_t;

enum class DatabaseError : std::uint8_t {
    none,
    conflict,  // a scope or a client is not as the caller read it: nothing was written
    full,      // there is no room: nothing was written
    lost,      // the database cannot be reached: a commit may or may not be there; read anew before going on
};

struct ScopeVersion {
    Scope scope;
    Version version = 0;  // the commit that last changed a row of it; 0 where it never had one
};

struct LoadedScope {
    Scope scope;
    Version version = 0;
    std::vector<Row> rows;
};

struct Loaded {
    DatabaseError error = DatabaseError::none;  // none or lost
    std::vector<LoadedScope> scopes;            // in the order asked for, each of them, all as of one version
};

// How a client's command ended, with what tells it from another command under the same seq.
struct KeptOutcome {
    Outcome outcome;
    std::int64_t content = 0;  // content_of() of the envelope as the client sent it
    Instant at = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("outcome", self.outcome);
        visit("content", self.content);
        visit("at", self.at);
    }
};

// How far a client got. Absent (person none, last_seq 0) until its first command is committed.
struct ClientRecord {
    ClientId client;
    PersonId person;
    std::int64_t last_seq = 0;
    std::vector<KeptOutcome> outcomes;  // ascending by seq; kept for 90 days
};

// A client's progress in a commit.
struct ClientProgress {
    ClientId client;
    PersonId person;
    std::int64_t from = 0;  // last_seq as it was read: another is a conflict
    std::int64_t last_seq = 0;
    std::vector<KeptOutcome> outcomes;  // of the seqs between
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("person", self.person);
        visit("from", self.from);
        visit("last_seq", self.last_seq);
        visit("outcomes", self.outcomes);
    }
};

// The journal: every decision, in order. Replaying it on an empty set of rows gives the rows of the database; taking
// back what its last entries wrote gives the rows as they were.
struct JournalRecord {
    std::int64_t number = 0;  // 1, 2, 3...; given by the database
    Version version = 0;      // of the commit; given by the database
    // A command: as decided (its time is the authority's), with what was drawn for it and how it ended.
    Envelope envelope;
    Instant submitted = 0;  // when, by the client's clock
    Drawn drawn;
    std::optional<Refusal> refusal;
    // Not a command but what the authority wrote of its own accord: sessions, tickets, wrong codes, a new
    // database's first rows. Then `envelope` says nothing but the time.
    bool own = false;
    // What was written, with what it was before: of a command without its record in Activity and notices.
    ChangeSet written;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("number", self.number);
        visit("version", self.version);
        visit("envelope", self.envelope);
        visit("submitted", self.submitted);
        visit("drawn", self.drawn);
        visit("refusal", self.refusal);
        visit("own", self.own);
        visit("written", self.written);
    }
};

struct Batch {
    // Every scope that was read or is written, permission scopes included, with the version it had.
    std::vector<ScopeVersion> read;
    ChangeSet changes;  // in order; a row may change more than once
    std::vector<JournalRecord> journal;
    std::vector<ClientProgress> clients;
    Instant now = 0;  // what is kept for 90 days is counted from here
};

struct Committed {
    DatabaseError error = DatabaseError::none;
    Version version = 0;       // where error is none: the version that the changed scopes have from here on
    std::vector<Scope> stale;  // conflict: the scopes that had changed (clients are not listed)
};

// One read transaction: what it answers is true at one version, and only where everything expected is still
// so.
struct ReadRequest {
    std::vector<ScopeVersion> expected;  // permission scopes and whatever else the caller decided by
    std::vector<ScopeVersion>
        changes;               // rows changed and deleted after that version of the database; -1: whole
    // Of which the rows up to one are known, as of that version: answered among `changes`, with the rows after it. Only
    // where there are parts.
    struct Begun {
        Scope scope;
        Version version = 0;
        RowName after;
    };
    std::vector<Begun> begun;
    std::vector<Scope> whole;  // in order of wish
    // No more rows than this, but for the first scope that has any: of `changes` the rest is answered in `later`, and
    // `whole` stops. About the past, `changes` are answered in full.
    std::size_t most_rows = SIZE_MAX;
    // Not 0: what is answered whole is cut where the answer has so many rows, and never more than most_rows.
    std::size_t part_rows = 0;
    std::vector<ClientSeen> clients;   // with the outcomes after last_seq
    // Not 0: rows as the journal says that they were at this instant, or at the earliest that it knows of. `changes`
    // are then what leads from the version named to that.
    Instant as_of = 0;
};

struct ScopeChanges {
    Scope scope;
    bool whole = false;  // `rows` is all there is, up to `after`: asked for, or what was deleted is not known any more
    std::vector<Row> rows;
    std::vector<RowName> deleted;
    std::int64_t sum = 0;  // scope_sum.h: of all rows of the scope now
    std::optional<RowName> after;  // of a part: the last row that is known with it, others come after that
};

struct ReadAnswer {
    DatabaseError error = DatabaseError::none;  // none, conflict (something expected has changed) or lost
    Version version = 0;
    std::vector<ScopeChanges> changes;  // scopes without changes are left out, but for what has begun
    std::vector<Scope> later;           // scopes with changes that had no room
    std::vector<ScopeChanges> whole;    // the first so many of those asked for
    std::vector<ClientRecord> clients;  // in the order asked for, each of them
    std::vector<Scope> stale;           // conflict: the scopes that had changed
    Instant as_of = 0;                  // the instant that the rows are of, where one was asked for
};

class Database {
  public:
    virtual ~Database() = default;

    // Random, made with the database and made anew when an older state of it is restored: a version means
    // nothing without it.
    virtual std::string epoch() const = 0;

    virtual void load(std::vector<Scope> scopes, Callback<void(Loaded)> done) = 0;

    // All of it or nothing, and durable when answered with none. The version is taken inside.
    virtual void commit(Batch batch, Callback<void(Committed)> done) = 0;

    // The first commit of an empty database: all of these rows. Refused (conflict) where it is not empty.
    virtual void fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) = 0;

    virtual void read(ReadRequest request, Callback<void(ReadAnswer)> done) = 0;

    // Visits every scope of a kind that has rows, in no particular order, until `visit` answers false; then
    // done.
    virtual void scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
                      Callback<void(DatabaseError)> done) = 0;

    // At most `most` entries from `number` on, in order.
    virtual void journal(std::int64_t number, std::size_t most,
                         Callback<void(DatabaseError, std::vector<JournalRecord>)> done) = 0;
};

// Rewrites what a database keeps of the past, where a person is erased. Kept apart from Database: what has no people
// with passwords needs none.
class JournalKeeper {
  public:
    virtual ~JournalKeeper() = default;
    // Puts these in the place of the entries of the same numbers, and of what they say of the past. Of `forgotten`
    // scopes, where they have no rows, it is not known any more that they ever were. All of it or nothing, durable.
    virtual void amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten,
                       Callback<void(DatabaseError)> done) = 0;
};

// How long deletions and outcomes are known. A pull with an older cookie is answered whole.
inline constexpr Duration kept_history = 90 * one_day;

// Keeps the authority's secrets: access codes are stored sealed, and found by their fingerprint.
class Vault {
  public:
    virtual ~Vault() = default;
    // The same for the same text, and no way back. Printable; differs between purposes ("code", "session").
    virtual std::string fingerprint(const std::string& purpose, const std::string& text) = 0;
    virtual std::string seal(const std::string& text) = 0;
    // nullopt for what this vault has not sealed.
    virtual std::optional<std::string> open(const std::string& sealed) = 0;
};

// Makes and compares password hashes: slow on purpose, so away from what the authority does meanwhile.
class Passwords {
  public:
    virtual ~Passwords() = default;
    // Whether `hash` was made of this text. An empty hash is nobody's: false, after the same time. nullopt: too many
    // wait already.
    virtual void verify(std::string password, std::string hash, Callback<void(std::optional<bool>)> done) = 0;
    virtual void make(std::string password, Callback<void(std::optional<std::string>)> done) = 0;
};

// Codes that an authenticator shows, a new one every half minute (RFC 6238).
class OneTimeCodes {
  public:
    virtual ~OneTimeCodes() = default;
    // Base32, of 160 bits.
    virtual std::string new_secret() = 0;
    // Which half minute since 1970 this is the code of, among the present one, the one before and the one after;
    // nullopt for any other text. The present is that of authenticators, not of what is recorded.
    virtual std::optional<std::int64_t> step_of(const std::string& secret, const std::string& code) = 0;
    // A text as a QR code.
    struct Picture {
        std::int64_t size = 0;
        std::string modules;  // size * size symbols; '1' is dark
    };
    virtual Picture picture_of(const std::string& text) = 0;
};

// A mail as it is to be written: what a MailRow says, opened and looked up.
struct Mail {
    MailId id;
    MailKind kind = MailKind::invitation;
    std::string email;        // to
    std::string name;         // of the person; may be empty
    std::string token;        // of a link
    Instant expires = 0;      // of the link
    InvitationRow invitation;  // of an invitation
    std::vector<NoticeRow> notices;
    Instant made = 0;
};

enum class MailEnd : std::uint8_t {
    sent,
    failed,   // to be tried again
    refused,  // never taken: the address, or what is sent, is refused for good
};

class Mailer {
  public:
    virtual ~Mailer() = default;
    // Whether the relay has taken it. One after another, in the order of the calls.
    virtual void send(Mail mail, Callback<void(MailEnd)> done) = 0;
    // A mail that nobody will get: it was refused, or tried for too long.
    virtual void gave_up(const Mail& mail) = 0;
};

}  // namespace parasol
