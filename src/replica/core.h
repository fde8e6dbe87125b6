// The inside of Replica, in one class over several files:
//   core.cpp          life, status, what is shown
//   core_load.cpp     from the storage to memory, at the start, at a take-over, and when a tab has lost the thread
//   core_submit.cpp   commands: submit, save, outcomes, drafts
//   core_push.cpp     exchanges with the authority, and the queue of commands
//   core_pull.cpp     what is asked for, and what comes back
//   core_store.cpp    the storing of that
//   core_restored.cpp what an authority that was restored from a backup has forgotten
//   core_wanted.cpp   which scopes are asked for, and which are dropped
//   core_past.cpp     how it was at an instant
//   core_tabs.cpp     the other tabs
//   core_leave.cpp    sign-out, export and import
//
// What a tab is to the others follows from three facts: whether it holds the lock sync:<person>
// (`has_lock_`), whether its rows follow the holder's (`detached_`), and whether it can store rows
// (`rows_off_`).
//   holder    pushes everybody's stored commands, pulls, stores rows, tells the others
//   follower  gets the holder's replies over the channel
//   alone     pulls for itself in memory, pushes what it could not store
// Rows are the same in two tabs where their `chain_` is: a name that every stored reply changes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "replica/begun_scopes.h"
#include "replica/kept_commands.h"
#include "replica/past_rows.h"
#include "replica/pending_list.h"
#include "replica/record_writer.h"
#include "replica/replica.h"
#include "replica/shown_rows.h"
#include "replica/tab_message.h"
#include "replica/timing.h"
#include "wire/paged_rows.h"

namespace parasol {

class Replica::Core : public std::enable_shared_from_this<Replica::Core> {
  public:
    Core(Storage& storage, Transport& transport, Tabs& tabs, Clock& clock, Chance& chance,
         ReplicaIdentity identity);

    // --- What Replica forwards (replica.h says what each means) ---
    void start();
    void stop();
    void set_session(std::string session);
    PersonId person() const { return identity_.person; }
    ClientId client() const { return client_; }
    const RowSet& rows() const;
    const AccountTree& tree() const;
    std::uint64_t version() const { return version_; }
    std::uint64_t rows_version() const { return rows_version_ + pending_.hidings(); }
    void on_change(Callback<void()> callback) { changed_ = std::move(callback); }
    Instant now() const { return clock_.now() + offset_; }
    ReplicaStatus status() const;
    Id new_id() { return make_id(); }
    CommandHandle submit(AccountId account, AccountId home, Via via, Command command);
    CommandState state_of(ClientId client, std::int64_t seq) const;
    std::vector<PendingCommand> pending() const;
    const std::vector<RefusedCommand>& outcomes() const { return outcomes_; }
    void dismiss(ClientId client, std::int64_t seq);
    void ask(RequestBody body, Callback<void(std::optional<Reply>)> done);
    UnconfirmedCommand unconfirmed() const;
    void confirmed();
    void withdraw(ClientId client, std::int64_t seq);
    void pull_now();
    void open(AccountId account);
    void close(AccountId account);
    AccountDetails details_of(AccountId account) const { return details_in(rows(), refused_, account); }
    void look_at(std::vector<Scope> scopes);
    void look_back(std::optional<Instant> at);
    PastState past_state() const { return past_ ? past_->state : PastState::none; }
    bool shows_past() const;
    View past_view() const;
    AccountDetails past_details_of(AccountId account) const;
    const std::string* draft(const std::string& key) const;
    void save_draft(const std::string& key, std::string text);
    void drop_draft(const std::string& key);
    void sign_out(Callback<void(bool)> done);
    std::string export_pending() const;
    ImportResult import_export(const std::string& text);
    void discard_set_aside();

  private:
    enum class Role : std::uint8_t { none, holder, follower, alone };
    using Names = std::vector<std::string>;

    // A callback that does nothing once this has stopped.
    template <class Call>
    auto guarded(Call call) {
        return [weak = weak_from_this(), call = std::move(call)](auto&&... values) {
            const auto self = weak.lock();
            if (self && !self->stopped_) call(std::forward<decltype(values)>(values)...);
        };
    }
    Role role() const;
    bool is_working() const { return started_ && !stopped_ && !ended_; }
    Id make_id();
    // Something that is shown has changed; `rows` where rows have.
    void touch(bool rows = false);
    void go_on();  // whatever can be done next: save, push, pull
    bool is_locked() const;
    void watch_lock();
    std::string client_lock(ClientId client) const;
    void take_client(ClientId client);
    void want_sync_lock();
    void leave_sync_lock();

    // --- core_load.cpp ---
    struct Load;
    void reload(bool all);
    void rows_read(std::shared_ptr<Load> load, StorageError error);
    void read_store(Store store, std::shared_ptr<Load> load, Callback<void()> then);
    void install(Load& load);
    void take_meta(const MetaStrings& meta);
    void take_pending_records(std::vector<StorageRecord> records, bool lost);
    void take_outcome_records(std::vector<StorageRecord> records);
    void set_record_aside(Store store, StorageRecord record);
    void load_failed(StorageError error);
    void set_rows_aside();
    void loaded();
    void reread_pending();

    // --- core_submit.cpp ---
    void save_pending();
    void pending_saved(std::vector<std::pair<ClientId, std::int64_t>> saved, StorageError error);
    void save_failed(StorageError error);
    void save_again();
    void make_room();
    bool add_stored(Pending pending);

    // --- core_push.cpp ---
    void exchange(RequestBody body, Callback<void(std::optional<Reply>)> done);
    void answered(std::uint64_t number, std::optional<Reply> reply);
    void reached(bool reached);
    void session_over();
    void push();
    std::vector<Envelope> next_run() const;
    bool may_push(const Pending& pending) const;
    std::int64_t ended_of(ClientId client) const;
    void pushed(const std::vector<Envelope>& run, std::optional<Reply> reply);
    void push_again_later();
    void block(ClientId client);
    void push_misfit(const std::vector<Envelope>& run, bool unreadable);
    void push_reused(const std::vector<Envelope>& run);
    void reissue(ClientId client, std::int64_t from);
    void end_here(const Envelope& envelope, std::optional<Refusal> refusal);
    void speaks_apart(Refusal refusal);
    void say_unconfirmed();
    void hear_confirmed();

    // --- core_restored.cpp ---
    void ask_for_kept();
    std::int64_t last_kept_of(ClientId client) const;
    std::int64_t known_end_of(ClientId client);
    bool has_forgotten(const Pulled& pulled) const;
    bool brings_back(ClientId client, std::int64_t last_seq);
    void settle_restored(Pulled& pulled);
    std::int64_t bring_back(ClientId client, std::int64_t last_seq, std::vector<StorageWrite>& along);
    void take_era(const Pulled& pulled);
    void keep_ended(const Pulled& pulled, const std::vector<std::unique_ptr<Pending>>& ended,
                    std::vector<StorageWrite>& along);
    bool tells(const Outcome& outcome, bool& anew) const;

    // --- core_pull.cpp ---
    void pull();
    void pull_missing();
    bool has_to_come() const { return !missing_.empty() || !begun_.empty(); }
    Pull next_pull(bool besides);
    void name_held(Pull& pull) const;
    void name_missing(Pull& pull) const;
    void name_clients(Pull& pull);
    void pull_answered(const std::string& from, bool besides, std::uint64_t generation, Instant asked,
                       std::optional<Reply> reply);
    void poll();
    void check_seen(Pulled& pulled);
    void receive(Pulled pulled);
    std::vector<std::unique_ptr<Pending>> take_ended(const Pulled& pulled);
    std::vector<RefusedCommand> take_outcomes(const Pulled& pulled,
                                              const std::vector<std::unique_ptr<Pending>>& ended);
    void drop_for_anew(Pulled& pulled);
    void note_answers(const Pulled& pulled, bool reach_changed);
    void note_parts(const Pulled& pulled);
    void measure_part(std::size_t rows);

    // --- core_store.cpp ---
    void commit(Pulled pulled, const std::vector<std::unique_ptr<Pending>>& ended,
                const std::vector<RefusedCommand>& refused);
    std::vector<MetaUpdate> meta_updates(const Pulled& pulled);
    void rows_stored();
    void rows_failed(StorageError error);
    void retry_rows();
    void restore_rows();

    // --- core_wanted.cpp ---
    std::vector<AccountId> accounts_in_use() const;
    void refresh_wanted();
    void count_missing();
    void note_complete();
    bool evict(Pulled& pulled);  // whether there was something
    static AccountDetails details_in(const RowSet& rows, const ShownRows::ScopeSet& refused, AccountId account);

    // --- core_past.cpp ---
    void look_back_again();
    void go_back_further();
    void past_answered(std::optional<Reply> reply);

    // --- core_tabs.cpp ---
    void heard(const std::string& text);
    void say(TabSay what, Names words = {}, std::string body = {});
    void say_state();
    void say_opened();
    void hear_hello(const TabMessage& message);
    void hear_state(const TabMessage& message);
    void hear_unconfirmed(const TabMessage& message);
    void hear_pulled(const TabMessage& message);
    void hear_stored(const TabMessage& message);
    void hear_dismissed(const TabMessage& message);
    void hear_opened(const TabMessage& message);
    bool follow(const TabMessage& message);
    void follow_backlog();
    void lock_granted();
    void look_for_tabs();
    void tabs_found(const Names& names);

    // --- core_leave.cpp ---
    void forget_everything();
    void end_for_good();
    void wait_for_others(int tries, Callback<void(bool)> done);
    void wipe(int tries, Callback<void(bool)> done);

    Storage& storage_;
    Transport& transport_;
    Tabs& tabs_;
    Clock& clock_;
    Chance& chance_;
    ReplicaIdentity identity_;
    const std::string names_;  // in front of every lock and channel

    // Life.
    ClientId client_;
    std::int64_t next_seq_ = 1;
    bool started_ = false;
    bool stopped_ = false;
    bool ended_ = false;
    bool was_locked_ = false;
    Alarm lock_watch_;

    // What is shown.
    ShownRows shown_;
    PendingList pending_;
    std::vector<RefusedCommand> outcomes_;
    std::map<std::string, std::string> drafts_;
    std::uint64_t version_ = 1;
    std::uint64_t rows_version_ = 1;
    Callback<void()> changed_;
    Alarm change_;

    // What the authority said last.
    std::string cookie_;
    Instant last_pull_ = 0;
    Duration offset_ = 0;
    std::optional<Refusal> apart_;       // the authority speaks another version of the protocol
    std::map<Id, std::int64_t> seen_;    // by client: the last seq that has ended
    std::map<Id, std::int64_t> pushed_;  // by client: the last seq of ours that it has taken
    std::vector<Id> forgotten_;          // clients of seen_ that are over, not yet taken from the storage
    bool first_pull_complete_ = false;
    KeptCommands kept_;
    bool asks_kept_ = false;    // the next pull asks how far the clients of all kept commands got
    bool ending_here_ = false;  // what ends now was never taken by the authority
    std::uint64_t era_ = 0;     // counts restored authorities: numbers in seen_ may be lower than in the era before
    std::vector<StorageWrite> brought_back_;  // to be written with the rows of the reply that told
    std::size_t mismatches_ = 0;
    std::size_t times_brought_back_ = 0;

    // Storage.
    PagedRows stored_rows_;
    RecordWriter records_;
    bool loading_ = true;
    bool load_again_ = false;
    bool loaded_once_ = false;  // rows and commands have been read
    bool readable_ = false;     // the storage is ours to write
    bool rows_off_ = false;     // rows are not stored now
    bool set_aside_ = false;    // something could not be read
    bool storage_emptied_ = false;
    bool lock_at_load_ = false;  // this tab was the holder when the load began
    StorageError storage_error_ = StorageError::none;
    std::uint64_t generation_ = 0;  // counts installs
    Instant last_pull_stored_ = 0;
    bool saving_ = false;
    Alarm save_again_;
    Alarm load_retry_;
    Alarm rows_retry_;
    Alarm reread_again_;
    Backoff save_pause_{200, 10 * one_second};  // a few records, and somebody may have just made room
    Backoff load_pause_{500, 60 * one_second};
    Backoff rows_pause_{one_second, 60 * one_second};
    Backoff reread_pause_{500, 60 * one_second};

    // The authority.
    struct Exchange {
        explicit Exchange(Clock& clock) : limit(clock) {}
        Alarm limit;
        Request request;
        Callback<void(std::optional<Reply>)> done;
    };
    std::map<std::uint64_t, std::unique_ptr<Exchange>> exchanges_;
    std::uint64_t last_exchange_ = 0;
    bool reachable_ = false;
    bool heard_of_reach_ = false;
    bool signed_out_ = false;
    bool pushing_ = false;
    bool pulling_ = false;
    bool pull_wanted_ = true;   // of everything that is held; otherwise what is missing is enough
    bool more_wanted_ = false;  // something is missing that the pull under way does not ask for
    std::int64_t part_rows_ = 500;  // so many are asked for in one reply: as many as are taken within a frame
    Instant read_from_ = 0;         // when the reply that is being taken came
    Alarm push_again_;
    Alarm pull_again_;  // after a failure
    Alarm poll_;        // after a success
    Alarm unblock_;
    Backoff push_pause_{500, 60 * one_second};
    Backoff pull_pause_{500, 60 * one_second};
    Backoff block_pause_{2 * one_second, 60 * one_second};
    std::set<Id> blocked_;  // clients whose queue stands until unblock_
    std::set<Id> unconfirmed_;  // clients whose queue stands until confirmed()
    std::uint64_t confirmations_ = 0;
    std::set<Id> singly_;   // clients whose commands are pushed one by one, to find the one that does not fit
    std::set<Id> reissued_;  // clients made here to push what could not be pushed under its own name
    bool reissuing_ = false;

    // Which scopes.
    ShownRows::ScopeSet wanted_;
    ShownRows::ScopeSet refused_;  // wanted, and answered `gone`
    bool reach_grew_ = false;      // since these were answered
    ShownRows::ScopeSet again_;    // dropped, to be asked for whole: meanwhile nothing else is dropped for want of them
    std::vector<Scope> missing_;   // the others that are not held, the most urgent first
    BegunScopes begun_;            // held in part: the other rows are yet to come
    bool wants_stale_ = true;      // the next reply is the time to look what can be dropped
    std::map<Id, int> opened_;
    std::map<Id, Instant> closed_;                         // accounts held for a while yet, and since when
    std::vector<Scope> looked_at_;
    struct Opened {
        std::vector<AccountId> accounts;
        std::vector<Scope> scopes;  // that are looked at
    };
    std::map<Id, Opened> opened_by_tabs_;  // by client

    // How it was.
    struct LookingBack {
        Instant asked = 0;
        Instant at = 0;  // as answered
        PastState state = PastState::coming;
        std::unique_ptr<PastRows> rows;
        Pull first;             // asks for what leads back from all that was held when it began
        bool led_back = false;  // that has been answered
        bool asking = false;
        ShownRows::ScopeSet refused;
    };
    std::unique_ptr<LookingBack> past_;
    std::unique_ptr<LookingBack> past_before_;  // a view of it may be in use yet
    std::uint64_t past_number_ = 0;
    Alarm past_again_;
    Backoff past_pause_{500, 30 * one_second};

    // The other tabs.
    bool has_lock_ = false;
    bool lock_wanted_ = false;
    bool lock_leaving_ = false;  // held yet, and given back when what is being written has been; nothing is read
    bool detached_ = false;
    // The rows here are not those that stored_rows_ has read and written: what was written since does not lead on
    // from them, and the next reading is of everything.
    bool ahead_of_storage_ = false;
    std::string chain_;
    std::uint64_t chain_number_ = 0;
    std::set<Id> other_tabs_;  // clients that have said something and have not been missed
    std::set<Id> live_;        // clients whose lock was held when last looked
    std::vector<TabMessage> backlog_;
    int lost_thread_ = 0;
    std::set<std::pair<Id, std::int64_t>> dismissed_;
    Alarm tab_wait_;
};

// Keys of the stored rows' meta strings.
namespace meta_key {
inline constexpr const char* cookie = "cookie";
inline constexpr const char* chain = "chain";
inline constexpr const char* pulled = "pulled";      // last pull, authority's time
inline constexpr const char* offset = "offset";      // authority's clock less this device's
inline constexpr const char* complete = "complete";  // "1" once the first pull is complete
inline constexpr const char* era = "era";            // how often an authority was restored
inline constexpr const char* begun = "begun";        // scopes that are held in part, a line each
inline constexpr const char* seen = "seen:";         // + client: the last seq that has ended
}  // namespace meta_key

}  // namespace parasol
