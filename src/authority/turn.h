// A turn: jobs that the authority does together and commits at once. Each job reads and changes the cached
// rows, and is attempted again and again until nothing that it needs is missing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

#include "authority/authority.h"
#include "authority/row_cache.h"
#include "domain/activity.h"
#include "domain/rules.h"
#include "domain/work.h"

namespace parasol {

// What an attempt could not do without. The attempt has left everything as it was.
struct Missing {
    std::vector<Scope> scopes;
    std::vector<ClientSeen> clients;  // with the outcomes after last_seq
    bool any() const { return !scopes.empty() || !clients.empty(); }
};

// What the authority knows of clients; like the cache of rows, as of the last turn.
class ClientCache {
  public:
    struct Known {
        ClientRecord record;
        std::int64_t complete_after = 0;  // every outcome kept with a seq above this is in the record
    };
    const Known* find(const ClientId& client) const;
    void take(const std::vector<ClientSeen>& asked, std::vector<ClientRecord> records);
    void drop(const ClientId& client) { known_.erase(client); }
    void committed(const ClientProgress& progress);
    void clear() { known_.clear(); }
    void trim(std::size_t most);

  private:
    std::unordered_map<Id, Known, IdHash> known_;
};

// What every job works with.
struct Desk {
    Database& database;
    Clock& clock;
    Chance& chance;
    Vault& vault;
    const AuthorityOptions& options;
    RowCache& cache;
    ClientCache& clients;
};

// What is drawn for a link before it is known whose it is, and for the mail with it (mails.h).
struct DrawnLink {
    explicit DrawnLink(Desk& desk);
    LinkId id;
    MailId mail;
    std::string token;
};

// One command on its way through the authority. Its time and what was drawn for it stay the same however
// often it is decided.
struct Wish {
    Envelope envelope;  // as it came
    Instant time = 0;   // when the authority first looked at it
    Drawn drawn;
    bool has_drawn = false;
    int redrawn = 0;
    bool by_link = false;  // whoever gives it has shown that the invitation reached them
    std::optional<DrawnLink> link;  // of an invitation that is mailed
};

// How a command ended in this turn.
struct Verdict {
    std::optional<Refusal> refusal;
    std::vector<ImportProblem> problems;
};

class Turn {
  public:
    explicit Turn(Desk& desk) : desk_(desk) {}

    // Forgets all that was; the cache stays as it is.
    void begin();

    RowSet& rows() { return desk_.cache.rows(); }

    // Decides the wish, applies its changes where it is done, records it (domain/activity.h) and journals it. A
    // system command where the envelope has no person.
    std::variant<Missing, Verdict> decide_wish(Wish& wish);

    // Ends a job's own work: what it missed; or nothing, and then what it read is noted and what it wrote
    // (with the copies that follow) applied and journaled.
    Missing conclude(Work& work);

    // The progress of a client in this turn, begun from what is known of it (which the caller has made sure
    // of).
    ClientProgress& progress_of(const ClientId& client, const PersonId& person);
    const ClientProgress* find_progress(const ClientId& client) const;

    bool writes() const { return !journal_.empty(); }
    // Every scope that was read or written, with the version the cache has it at.
    std::vector<ScopeVersion> read() const;
    // Hands the turn's effects over; changes() stays.
    Batch take_batch();
    const ChangeSet& changes() const { return changes_; }
    const std::map<ClientId, ClientProgress>& clients() const { return clients_; }
    // Takes everything back that was applied to the cache.
    void undo();
    // Further scopes were loaded: what was appended to them before is in the cache from here on.
    void loaded();

  private:
    Missing missing_of(const std::vector<Scope>& one, const std::vector<Scope>& other) const;
    void note_read(const std::vector<Scope>& scopes) { read_.insert(scopes.begin(), scopes.end()); }
    void apply(const ChangeSet& changes);
    // The same of new rows that no rule reads, whose scope need not be held.
    void append(const ChangeSet& changes);
    friend const AuthorityPeople& authority_people();
    // What goes by mail with a command that was done: to be written in the same commit. Called by way of
    // AuthorityPeople.
    Recorded mails_of(Wish& wish, const Envelope& envelope, const ChangeSet& done, const ChangeSet& notices);
    void write_own(ChangeSet changes);

    Desk& desk_;
    std::unordered_set<Scope, ScopeHash> read_;
    ChangeSet changes_;
    std::vector<std::size_t> unheld_;  // of these, what was appended to scopes that are not held
    std::vector<JournalRecord> journal_;
    std::map<ClientId, ClientProgress> clients_;
};

// Whose session this is: none where it is not known, has ended, or where `work` misses what says so.
PersonId signed_in(Work& work, Desk& desk, const std::string& session);

}  // namespace parasol
