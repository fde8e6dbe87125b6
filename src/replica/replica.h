// What one client holds of what is true, and what its person has wished since: confirmed rows and pending
// commands, shown together, stored on the device, brought in step with the authority. One replica is one
// person in one tab's life (one *client*); the replicas of a person's tabs share one Storage and find each
// other through Tabs. Exactly one of them, the holder of the lock sync:<person>, pushes everybody's commands,
// pulls, and writes confirmed rows; the others follow it. Runs on events and timers; never waits, never calls
// on_change from within a call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/callback.h"
#include "domain/commands.h"
#include "domain/row_set.h"
#include "replica/account_tree.h"
#include "replica/ports.h"
#include "replica/view.h"
#include "wire/messages.h"
#include "wire/ports.h"

namespace parasol {

struct ReplicaIdentity {
    std::string base;  // the page's base URL: in front of every lock and channel name
    PersonId person;
    std::string session;  // token of SignedIn; empty: opened without sign-in, works offline until it is given
};

// What became of a command at submit.
enum class Verdict : std::uint8_t {
    applied,  // shown already; the authority will confirm or refuse it
    waiting,  // kept, and shown as waiting until the authority answers
    refused   // not kept: nothing happened
};

struct CommandHandle {
    ClientId client;
    std::int64_t seq = 0;  // 0 where refused
    Verdict verdict = Verdict::waiting;
    std::optional<Refusal> refusal;
    std::vector<ImportProblem> problems;  // of a refused import
};

// Where a submitted command is now.
enum class CommandState : std::uint8_t {
    applied,  // pending, and its effect is shown
    waiting,  // pending, its effect is not shown
    refused,  // ended: in outcomes()
    ended     // done (or refused and dismissed)
};

struct PendingCommand {
    const Envelope* envelope = nullptr;  // valid until the version changes
    bool applied = false;                // its effect is shown; otherwise it is shown as waiting
    bool stored = false;                 // safe on this device
};

// A command that the authority refused, kept until the person dismisses it. Of one that an authority restored from a
// backup has decided anew it is there where that is not how it had ended before: then it may have been done.
struct RefusedCommand {
    Envelope envelope;
    Outcome outcome;
    Instant at = 0;      // when this device learnt of it
    bool anew = false;   // it had ended the other way before
};

// A command that the authority takes only after ConfirmSignIn.
struct UnconfirmedCommand {
    const Envelope* envelope = nullptr;  // valid until the version changes; null: none waits
    bool asks_here = false;              // it was given in this tab, or in one that is gone and this one sends for all
};

enum class StorageState : std::uint8_t {
    loading,   // not read yet
    saved,     // every pending command is on this device
    saving,    // a write is under way
    not_saved  // `reason` says why; offer export_pending
};

struct StorageStatus {
    StorageState state = StorageState::loading;
    StorageError reason = StorageError::none;
    // Commands that exist in this tab's memory only.
    std::size_t unsaved = 0;
    // False where rows had to be dropped from a full device, or cannot be stored: all is well until this tab
    // closes, then they are pulled anew.
    bool rows_kept = true;
    // Something stored could not be read. It was kept aside (a storage's file export has it) and pulled anew.
    bool set_aside = false;
};

enum class SyncState : std::uint8_t {
    starting,      // nothing has been heard yet, or the first pull is under way
    synchronised,  // nothing waits, everything was pulled once, and the last exchange succeeded
    waiting,       // commands wait for the authority
    offline,       // the authority cannot be reached (commands may wait too)
    too_old,       // the authority speaks a newer protocol: load the page anew; the queue is kept
    too_new,       // the authority speaks an older protocol, and has to be updated; the queue is kept
    signed_out     // the session has ended: sign in again, then set_session; the queue is kept
};

struct SyncStatus {
    SyncState state = SyncState::starting;
    std::size_t waiting = 0;  // commands not ended, of all this person's tabs
    Instant last_pull = 0;    // authority's time; 0 = never
    bool first_pull_complete = false;
    std::uint64_t confirmations = 0;  // how often confirmed() was called, in any tab
    std::size_t scopes_held = 0;    // progress of the first pull, and of opening an account
    std::size_t scopes_wanted = 0;  // all that are known to be needed, held ones included
    std::size_t mismatches = 0;     // scopes whose checksum did not fit, in this tab's life; each was fetched anew
    std::size_t brought_back = 0;   // commands that an authority had forgotten and was given again, likewise
};

struct ReplicaStatus {
    StorageStatus storage;
    SyncStatus sync;
    bool holder = false;  // this tab is the one that synchronises
    // More than offline_life since the last pull: nothing is shown and nothing taken until a pull succeeds.
    bool locked = false;
    // Signed out, here or in another tab: nothing works any more; destroy the replica.
    bool ended = false;
};

enum class AccountDetails : std::uint8_t {
    known,   // held and kept fresh
    coming,  // asked for
    gone     // does not exist, or may not be read (any more)
};

// Of a look back.
enum class PastState : std::uint8_t {
    none,         // nobody looks back
    coming,       // asked for
    shown,        // past_view() says how it was
    unreachable   // the authority did not answer; it is asked again
};

enum class ImportResult : std::uint8_t {
    imported,
    not_an_export,   // not the text that export_pending makes, or of a newer version
    another_person,  // of somebody else: theirs to import
    not_now          // this replica is locked or has ended
};

class Replica {
  public:
    // Borrows the ports; they must outlive it. Nothing happens before start().
    Replica(Storage& storage, Transport& transport, Tabs& tabs, Clock& clock, Chance& chance,
            ReplicaIdentity identity);
    // Stops at once, as when a tab is closed: what was not stored is lost, locks are given back.
    ~Replica();
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    void start();
    // A new sign-in of the same person.
    void set_session(std::string session);

    // --- Reading ---
    PersonId person() const;
    ClientId client() const;
    // Confirmed and pending together. Empty while locked.
    const RowSet& rows() const;
    const AccountTree& tree() const;
    View view() const;
    // Rises with every visible change: of rows, pending commands, outcomes and status. Not with drafts or
    // last_pull.
    std::uint64_t version() const;
    // Rises with every change of rows alone: for caches of sorted and filtered lists.
    std::uint64_t rows_version() const;
    // Called after the version has risen, once per turn of events. One callback.
    void on_change(Callback<void()> callback);
    // The authority's clock, as far as it is known.
    Instant now() const;
    ReplicaStatus status() const;

    // --- Commands ---
    // A new id for something that a command makes.
    Id new_id();
    // Takes a command. `applied` and `waiting` are kept: stored, sent, and ended by the authority alone.
    CommandHandle submit(AccountId account, AccountId home, Via via, Command command);
    CommandState state_of(ClientId client, std::int64_t seq) const;
    // All of this person in this browser, in the order in which they take effect.
    std::vector<PendingCommand> pending() const;
    // Refused ones, the oldest first. Done ones vanish.
    const std::vector<RefusedCommand>& outcomes() const;
    void dismiss(ClientId client, std::int64_t seq);

    // --- The authority ---
    // Asks a query; nullopt: offline or not answered. Never stored, never repeated.
    void ask(RequestBody body, Callback<void(std::optional<Reply>)> done);
    // The first command that needs a confirmation which the session does not have: it and its client's later ones wait
    // until confirmed() is called, and are shown meanwhile.
    UnconfirmedCommand unconfirmed() const;
    // ConfirmSignIn was answered by Confirmed: in every tab of this person what waited for it goes on.
    void confirmed();
    // Takes back that command: it ends as if it had never been given. Nothing where it does not wait any more.
    void withdraw(ClientId client, std::int64_t seq);
    // "Refresh": pulls now.
    void pull_now();

    // --- Which accounts are held in full ---
    // Homes (accounts of grants) always are. Opening is counted: each open needs a close.
    void open(AccountId account);
    void close(AccountId account);
    AccountDetails details_of(AccountId account) const;
    // Further scopes that this tab needs now, in place of those it named before: held while they are named, and
    // dropped with the next pull after. For what is read on one page only.
    void look_at(std::vector<Scope> scopes);

    // --- How it was at an instant: out of the journal, so it takes an answer of the authority ---
    // All that this person reads today, and federations as far as an account that they reach was in them then. nullopt:
    // back to now. Commands can be submitted meanwhile; the past does not show them.
    void look_back(std::optional<Instant> at);
    PastState past_state() const;
    bool shows_past() const;
    // Only where shows_past(), until the next but one look back. Its now() is the instant: the earliest that is known
    // where an earlier one was asked for.
    View past_view() const;
    AccountDetails past_details_of(AccountId account) const;

    // --- Drafts: half-typed forms, by a key that names account and form. They go at sign-out. ---
    // What another tab saves is known after the next reading of the storage at the earliest, and never in place of
    // what is known here. An empty text is none.
    const std::string* draft(const std::string& key) const;
    void save_draft(const std::string& key, std::string text);
    void drop_draft(const std::string& key);

    // --- Leaving, and rescue ---
    // Ends the session and empties the device, in every tab of this person. The caller asks first where
    // commands wait. `emptied` is false where the storage could not be emptied.
    void sign_out(Callback<void(bool emptied)> done);
    // This person's commands that have not ended, as text for a file; holds no secret.
    std::string export_pending() const;
    // Takes such a text; commands that are known already are not taken twice.
    ImportResult import_export(const std::string& text);
    // After `set_aside`: gives up for good what could not be read.
    void discard_set_aside();

  private:
    class Core;
    std::shared_ptr<Core> core_;
};

}  // namespace parasol
