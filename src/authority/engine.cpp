#include "authority/engine.h"

#include <algorithm>
#include <cassert>
#include <unordered_set>
#include <utility>

#include "authority/sessions.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// Another authority wins that often in a row only where something is wrong.
constexpr int most_begun_again = 100;
constexpr std::size_t most_cached_clients = 4096;

}  // namespace

Authority::Engine::Engine(Database& database, Clock& clock, Chance& chance, Vault& vault,
                          AuthorityOptions options)
    : options_(std::move(options)),
      desk_{database, clock, chance, vault, options_, cache_, clients_},
      turn_(desk_) {
    assert((options_.people != nullptr) == (options_.passwords != nullptr) && "the one is for the other");
}

void Authority::Engine::close() {
    closed_ = true;
    desk_.clock.cancel(timer_);
    desk_.clock.cancel(mail_timer_);
}

void Authority::Engine::handle(Request request, Done done) {
    if (started_ && next_due_ && desk_.clock.now() >= *next_due_) look_for_due();
    const bool speaks = request.protocol == protocol_version && options_.people;
    if (speaks && (this->*options_.people->take)(request, done)) return;
    run(item_for(std::move(request)), std::move(done));
}

// In its turn like any other.
void Authority::Engine::handle_unreadable(Done done) {
    run(make_answer_job(Refusing{Refusal::malformed, 0}), std::move(done));
}

void Authority::Engine::run(Item item, Done done) {
    item.done = std::move(done);
    queue_.push_back(std::move(item));
    next();
}

void Authority::Engine::run(std::unique_ptr<Job> job, Done done) {
    Item item;
    item.job = std::move(job);
    run(std::move(item), std::move(done));
}

Authority::Engine::Item Authority::Engine::item_for(Request request) {
    Item item;
    std::string& session = request.session;
    if (request.protocol != protocol_version) {
        item.job = make_answer_job(Refusing{
            request.protocol < protocol_version ? Refusal::client_too_old : Refusal::client_too_new, 0});
    } else if (auto* push = std::get_if<Push>(&request.body)) {
        item.job = make_push_job(desk_, std::move(session), std::move(*push));
    } else if (auto* pull = std::get_if<Pull>(&request.body)) {
        item.job = make_pull_job(desk_, std::move(session), std::move(*pull));
    } else if (auto* look_up = std::get_if<LookUpCode>(&request.body)) {
        item.job = make_look_up_job(desk_, std::move(session), std::move(*look_up));
    } else if (auto* reveal = std::get_if<RevealCode>(&request.body)) {
        item.job = make_reveal_job(desk_, std::move(session), std::move(*reveal));
    } else if (std::holds_alternative<SignOut>(request.body)) {
        item.job = make_sign_out_job(desk_, std::move(session));
    } else if (auto job = options_.people ? (this->*options_.people->job_of)(request) : nullptr) {
        item.job = std::move(job);
    } else if (std::holds_alternative<GetServerInfo>(request.body)) {
        item.job = make_answer_job(ServerInfo{options_.passwords != nullptr, options_.mailer != nullptr});
    } else if (!options_.demo_sign_in) {
        item.job = make_answer_job(Refusing{Refusal::not_allowed, 0});
    } else if (auto* sign_in = std::get_if<SignInAs>(&request.body)) {
        item.job = make_sign_in_job(desk_, *sign_in);
    } else if (!std::holds_alternative<ListSignIns>(request.body)) {
        item.job = make_answer_job(Refusing{Refusal::not_allowed, 0});
    } else {
        item.solo = [this, list = std::get<ListSignIns>(std::move(request.body))](Done done) {
            // The list uses the desk after this returns: it keeps the engine, its owner, until it is
            // answered.
            list_sign_ins(desk_, list, [keeper = shared_from_this(), done = std::move(done)](Reply reply) {
                done(std::move(reply));
            });
        };
    }
    return item;
}

void Authority::Engine::next() {
    if (beginning_) return;
    const auto keeper = shared_from_this();  // an answer given at once may be the end of the authority
    beginning_ = true;
    while (!busy_ && !queue_.empty() && !closed_) begin_next();
    beginning_ = false;
}

void Authority::Engine::begin_next() {
    busy_ = true;
    cache_.trim(options_.cached_rows);
    clients_.trim(most_cached_clients);
    Item first = std::move(queue_.front());
    queue_.pop_front();
    if (first.solo) return run_solo(std::move(first));

    const bool alone = first.job->alone();
    items_.clear();
    items_.push_back(std::move(first));
    if (!alone) take_others();
    begun_again_ = 0;
    at_ = 0;
    turn_.begin();
    work();
}

// What can be committed together goes before pulls that came in between: then all of it waits for the disk once, and
// not once for each stretch between two pulls. A client that waits for its answers sees no difference.
void Authority::Engine::take_others() {
    constexpr std::size_t most_looked_through = 1024;
    std::deque<Item> passed_over;
    for (std::size_t looked = 0; looked < most_looked_through && !queue_.empty(); ++looked) {
        if (items_.size() >= options_.requests_per_commit) break;
        Item other = std::move(queue_.front());
        queue_.pop_front();
        if (other.solo || other.job->alone()) {
            passed_over.push_back(std::move(other));
        } else {
            items_.push_back(std::move(other));
        }
    }
    for (; !passed_over.empty(); passed_over.pop_back()) queue_.push_front(std::move(passed_over.back()));
}

void Authority::Engine::run_solo(Item item) {
    const Solo solo = std::move(item.solo);
    solo(guarded([done = std::move(item.done)](Engine& self, Reply reply) {
        if (done) done(std::move(reply));
        self.busy_ = false;
        self.next();
    }));
}

void Authority::Engine::work() {
    attempt_again_ = true;
    if (attempting_) return;
    attempting_ = true;
    while (attempt_again_) {
        attempt_again_ = false;
        attempt_items();
    }
    attempting_ = false;
}

void Authority::Engine::attempt_items() {
    while (at_ < items_.size()) {
        Missing missing = items_[at_].job->attempt(turn_);
        if (missing.any()) return load(std::move(missing));
        ++at_;
    }
    finish();
}

void Authority::Engine::load(Missing missing) {
    if (missing.scopes.empty()) return load_clients(std::move(missing.clients));
    desk_.database.load(std::move(missing.scopes),
                        guarded([clients = std::move(missing.clients)](Engine& self, Loaded loaded) {
                            if (loaded.error != DatabaseError::none) return self.fail(loaded.error);
                            self.cache_.take(std::move(loaded.scopes));
                            self.turn_.loaded();
                            self.load_clients(clients);
                        }));
}

void Authority::Engine::load_clients(std::vector<ClientSeen> clients) {
    if (clients.empty()) return work();
    ReadRequest request;
    request.clients = clients;
    desk_.database.read(std::move(request), guarded([clients](Engine& self, ReadAnswer answer) {
                            if (answer.error != DatabaseError::none) return self.fail(answer.error);
                            self.clients_.take(clients, std::move(answer.clients));
                            self.work();
                        }));
}

void Authority::Engine::finish() {
    if (turn_.writes()) return commit();
    // Nothing to write; what was read must still be so all the same, and a pull reads in the same
    // transaction.
    ReadRequest request;
    request.expected = turn_.read();
    cache_.used(request.expected);
    if (items_.front().job->alone()) items_.front().job->ask(request);
    desk_.database.read(std::move(request),
                        guarded([](Engine& self, ReadAnswer answer) { self.answered(std::move(answer)); }));
}

void Authority::Engine::answered(ReadAnswer answer) {
    if (answer.error == DatabaseError::conflict) return begin_again(answer.stale);
    if (answer.error != DatabaseError::none) return fail(answer.error);
    settle(DatabaseError::none, &answer);
}

void Authority::Engine::commit() {
    Batch batch = turn_.take_batch();
    cache_.used(batch.read);
    desk_.database.commit(std::move(batch),
                          guarded([](Engine& self, Committed result) { self.committed(result); }));
}

void Authority::Engine::committed(const Committed& result) {
    if (result.error == DatabaseError::conflict) return begin_again(result.stale);
    if (result.error != DatabaseError::none) return fail(result.error);
    cache_.committed(turn_.changes(), result.version);
    for (const auto& [client, progress] : turn_.clients()) clients_.committed(progress);
    note_due(turn_.changes());
    if (options_.people) (this->*options_.people->note_mails)(turn_.changes());
    std::vector<Scope> changed;
    std::unordered_set<Scope, ScopeHash> seen;
    for (const Change& change : turn_.changes()) {
        if (seen.insert(change.scope).second) changed.push_back(change.scope);
    }
    settle(DatabaseError::none, nullptr);
    if (!closed_ && changed_ && !changed.empty()) changed_(changed);
}

void Authority::Engine::begin_again(const std::vector<Scope>& stale) {
    if (++begun_again_ > most_begun_again) return fail(DatabaseError::full);
    turn_.undo();
    cache_.drop(stale);
    for (const auto& [client, progress] : turn_.clients()) clients_.drop(client);
    for (Item& item : items_) item.job->reset();
    turn_.begin();
    at_ = 0;
    work();
}

void Authority::Engine::fail(DatabaseError error) {
    turn_.undo();
    if (error == DatabaseError::lost) {
        // Whether the commit is there is not known: nothing that is remembered may be true.
        cache_.clear();
        clients_.clear();
    }
    settle(error, nullptr);
}

void Authority::Engine::settle(DatabaseError error, ReadAnswer* answer) {
    std::vector<Item> items = std::move(items_);
    items_.clear();
    for (Item& item : items) {
        if (closed_) return;
        Reply reply = item.job->settle(error, answer);
        if (item.done) item.done(std::move(reply));
    }
    if (closed_) return;
    busy_ = false;
    next();
}

}  // namespace parasol
