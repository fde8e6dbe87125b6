// The authority, its database and its passwords, in a thread of their own: a commit waits for the disk there, while the
// network goes on. What is asked meanwhile is committed together.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "authority/authority.h"
#include "shell/server/loop.h"
#include "shell/server/one_time_codes.h"
#include "shell/server/smtp_mailer.h"
#include "shell/server/store.h"

namespace parasol::server {

class AuthorityThread {
  public:
    // Answers run in `back`, which outlives this.
    explicit AuthorityThread(boost::asio::io_context& back) : back_(back) {}
    ~AuthorityThread() { stop(); }
    AuthorityThread(const AuthorityThread&) = delete;
    AuthorityThread& operator=(const AuthorityThread&) = delete;

    // What is wrong with the database or its key; empty where all is well.
    std::string open(const std::string& database, const std::string& key);
    // Once it is open.
    const SodiumVault::Key& key() const { return key_; }
    struct Settings {
        MailOptions mail;
        AuthorityOptions authority;  // of which it sets what is borrowed
    };
    // `changed` hears of the scopes of every commit.
    void start(std::function<void(const std::vector<Scope>&)> changed, Settings settings = {});
    // From the thread of `back`. `done` is called once, unless stop() comes first.
    void ask(Request request, std::function<void(Reply)> done);
    // Of what was asked, without an answer yet.
    std::size_t waiting() const { return waiting_; }
    // Ends; what was asked and not answered is not. Nothing that was answered is lost.
    void stop();

  private:
    boost::asio::io_context& back_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keeps_running_{io_.get_executor()};
    AsioClock clock_{io_};
    SodiumChance chance_;
    SodiumVault::Key key_{};
    std::unique_ptr<SodiumVault> vault_;
    std::unique_ptr<SqliteDatabase> database_;
    std::unique_ptr<ArgonPasswords> passwords_;
    OathCodes codes_;
    std::unique_ptr<SmtpMailer> mailer_;
    std::unique_ptr<Authority> authority_;
    std::size_t waiting_ = 0;
    std::thread thread_;
};

}  // namespace parasol::server
