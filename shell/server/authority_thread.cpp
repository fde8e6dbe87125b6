#include "shell/server/authority_thread.h"

#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "shell/server/log.h"

namespace parasol::server {
namespace {

constexpr std::size_t requests_per_commit = 256;
constexpr std::size_t password_threads = 1;
// At 22 ms each: whoever is last in the queue has waited for a second and a half.
constexpr std::size_t most_passwords_waiting = 64;

void log_behind(Duration by) {
    if (by == 0) return log(Level::info, "clock_caught_up");
    log(Level::warning, "clock_behind", {{"seconds", by / one_second}, {"problem", clock_is_behind}});
}

}  // namespace

std::string AuthorityThread::open(const std::string& database, const std::string& key) {
    Store store = open_store(database, key, SqliteDatabase::Missing::is_an_error, clock_, chance_);
    if (!store.problem.empty()) return store.problem;
    if (store.database->is_empty()) return "The database is empty. Fill it with \"parasold init\" or \"sample\".";
    database_ = std::move(store.database);
    database_->on_problem([](const std::string& problem) { log(Level::error, "database", {{"problem", problem}}); });
    database_->checkpoint_apart();
    clock_.on_behind([](Duration by) { log_behind(by); });
    clock_.never_before(database_->last_recorded());
    clock_.now();
    key_ = store.key;
    vault_ = std::make_unique<SodiumVault>(key_);
    return {};
}

void AuthorityThread::start(std::function<void(const std::vector<Scope>&)> changed, Settings settings) {
    passwords_ = std::make_unique<ArgonPasswords>(io_, password_threads, most_passwords_waiting);
    if (!settings.mail.relay.empty()) mailer_ = std::make_unique<SmtpMailer>(io_, std::move(settings.mail));
    AuthorityOptions options = std::move(settings.authority);
    options.passwords = passwords_.get();
    options.people = &authority_people();
    options.codes = &codes_;
    options.mailer = mailer_.get();
    options.keeper = database_.get();
    options.requests_per_commit = requests_per_commit;
    authority_ = std::make_unique<Authority>(*database_, clock_, chance_, *vault_, options);
    authority_->on_changed([this, changed = std::move(changed)](const std::vector<Scope>& scopes) {
        boost::asio::post(back_, [changed, scopes] { changed(scopes); });
    });
    authority_->start();
    thread_ = std::thread([this] { io_.run(); });
}

void AuthorityThread::ask(Request request, std::function<void(Reply)> done) {
    ++waiting_;
    // What `done` keeps alive is of the thread that asks, and ends there: whoever else has this is left with nothing.
    auto answer = std::make_shared<std::function<void(Reply)>>(std::move(done));
    boost::asio::post(io_, [this, request = std::move(request), answer = std::move(answer)]() mutable {
        authority_->handle(std::move(request), [this, answer = std::move(answer)](Reply reply) {
            boost::asio::post(back_, [this, answer, reply = std::move(reply)]() mutable {
                --waiting_;
                const auto call = std::exchange(*answer, nullptr);
                call(std::move(reply));
            });
        });
    });
}

void AuthorityThread::stop() {
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] {
        authority_.reset();
        io_.stop();
    });
    thread_.join();
    passwords_.reset();
    mailer_.reset();
    database_.reset();
}

}  // namespace parasol::server
