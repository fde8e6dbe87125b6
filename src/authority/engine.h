// The engine of the authority: a queue of jobs, and the turns in which they are worked off. One turn is under
// way at a time, so nothing is decided by, or answered from, what is not durable.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "authority/authority.h"
#include "authority/jobs.h"
#include "authority/own_data.h"
#include "domain/callback.h"

namespace parasol {

class Authority::Engine : public std::enable_shared_from_this<Authority::Engine> {
  public:
    Engine(Database& database, Clock& clock, Chance& chance, Vault& vault, AuthorityOptions options);

    void start();
    // No callback is called any more.
    void close();
    void handle(Request request, Callback<void(Reply)> done);
    // What is no request.
    void handle_unreadable(Callback<void(Reply)> done);
    void on_changed(Callback<void(const std::vector<Scope>&)> changed) { changed_ = std::move(changed); }
    bool is_idle() const { return !busy_ && queue_.empty(); }

  private:
    using Done = Callback<void(Reply)>;
    // What runs outside of turns: calls back when it has finished.
    using Solo = Callback<void(Callback<void(Reply)>)>;
    struct Item {
        std::unique_ptr<Job> job;  // or
        Solo solo;
        Done done;  // empty where nobody asked
    };

    // A callback that does nothing once the engine is closed or gone.
    template <class Call>
    auto guarded(Call call) {
        return [weak = weak_from_this(), call = std::move(call)](auto&&... values) {
            const auto self = weak.lock();
            if (self && !self->closed_) call(*self, std::forward<decltype(values)>(values)...);
        };
    }

    Item item_for(Request request);
    void run(Item item, Done done);
    void run(std::unique_ptr<Job> job, Done done);

    // People (people.cpp), called by way of AuthorityPeople.
    friend struct parasol::AuthorityPeople;
    friend const AuthorityPeople& parasol::authority_people();
    bool take(Request& request, Done& done);
    std::unique_ptr<Job> job_of_people(Request& request);
    void sign_in_by_password(SignIn request, Sender sender, Done done);
    void use_link(UseLink request, Sender sender, Done done);
    void confirm(std::string session, ConfirmSignIn request, Done done);
    void change_password(std::string session, std::string password, Sender sender, Done done);
    // Between two jobs: goes on where the password is that of the hash, or with its hash; else answers `done`.
    void compare(const std::string& password, const std::string& hash, Done done, Callback<void(Engine&)> then);
    void hash(const std::string& password, Done done, Callback<void(Engine&, std::string)> then);
    // A person's own data (own_data.cpp).
    struct Export {
        std::shared_ptr<OwnDataFile> file;
        Done done;
    };
    void export_own_data(std::string session, Done done);
    void read_done(std::int64_t from);
    // A person is erased, and what is left of them (erasing.cpp).
    struct Erasing;
    void erase_person(std::string session, const std::string& email, Done done);
    void look_for_erasures();
    void erase_traces(const ErasureRow& row);
    void next_traces();
    void take_traces(std::vector<JournalRecord> entries);
    void amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten, Callback<void(Engine&)> then);
    void end_traces();
    void erase_again_later();
    Reply too_busy() const;
    void touch(const std::string& session, const Sender& sender);

    void next();
    void begin_next();
    void take_others();
    void run_solo(Item item);
    void work();
    void attempt_items();
    void load(Missing missing);
    void load_clients(std::vector<ClientSeen> clients);
    void finish();
    void commit();
    void committed(const Committed& result);
    void answered(ReadAnswer answer);
    void begin_again(const std::vector<Scope>& stale);
    void fail(DatabaseError error);
    void settle(DatabaseError error, ReadAnswer* answer);
    void note_due(const ChangeSet& changes);

    // Mail (mail_rounds.cpp).
    void note_mails(const ChangeSet& changes);
    void watch_mails();
    void send_mails();
    void take_round(MailRound round);

    void watch();
    void look_for_due();
    void take_due(DueFound found);
    void look_for_sweepings();

    const AuthorityOptions options_;
    RowCache cache_;
    ClientCache clients_;
    Desk desk_;
    Callback<void(const std::vector<Scope>&)> changed_;
    bool closed_ = false;

    std::deque<Item> queue_;
    bool busy_ = false;  // a turn is under way
    // A database may answer at once. What would then call itself through its own callbacks goes round in a
    // loop.
    bool beginning_ = false;
    bool attempting_ = false;
    bool attempt_again_ = false;

    // The turn under way.
    std::vector<Item> items_;
    std::size_t at_ = 0;  // the item that is being attempted
    Turn turn_;
    int begun_again_ = 0;

    // What is due.
    bool started_ = false;
    bool looking_ = false;             // a look for due rows is queued or under way
    std::optional<Instant> next_due_;  // the earliest known
    Instant looked_ = 0;               // when they were last looked through
    Instant swept_ = 0;                // when what is over was last erased
    std::set<Id> never_ends_;          // due rows that their command does not end: not tried again
    TimerId timer_ = 0;

    // Mail: one at a time.
    bool mailing_ = false;             // a round is under way
    std::optional<Instant> next_mail_;  // the earliest known
    TimerId mail_timer_ = 0;

    std::deque<Export> exports_;  // the first is under way
    std::deque<std::shared_ptr<Erasing>> erasings_;  // the same

    // Sessions, by when they were last noted as used: by fingerprint.
    std::unordered_map<std::string, Instant> touched_;
};

// What only people with passwords need of the engine. A program whose authority has none, as the page with the demo,
// does not contain it.
struct AuthorityPeople {
    // Takes what is worked off between jobs; false: something else.
    bool (Authority::Engine::*take)(Request&, Callback<void(Reply)>&);
    // None for what is something else.
    std::unique_ptr<Job> (Authority::Engine::*job_of)(Request&);
    void (Authority::Engine::*note_mails)(const ChangeSet&);
    void (Authority::Engine::*watch_mails)();
    void (Authority::Engine::*look_for_erasures)();
    Recorded (Turn::*mails_of)(Wish&, const Envelope&, const ChangeSet& done, const ChangeSet& notices);
};

}  // namespace parasol
