// A server in this process, over a database of its own, with people who have passwords.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "server/client.h"
#include "server/folder.h"
#include "shell/server/http_server.h"

namespace web {

using namespace parasol;

class Site {
  public:
    explicit Site(server::HttpServer::Options options = {}, server::Api::Options limits = {});
    // Over these rows, with a session of each of these people: see cookie_of. `prepare` adds what takes the vault.
    using Prepare = std::function<void(RowSet&, Vault&)>;
    Site(const RowSet& rows, const std::vector<PersonId>& people, const Prepare& prepare = {});
    ~Site();
    unsigned short port() const { return server_->port(); }
    Client client() const { return Client(port()); }
    const Folder& folder() const { return folder_; }
    // Lets what is under way end, and ends.
    void stop();

    static constexpr const char* password = "correct horse battery";
    static constexpr const char* stella = "stella@operator.example";  // account owner of the root
    static constexpr const char* bella = "bella@beta.example";        // account owner of beta
    // The cookie of a session that was there from the beginning: its name and its value.
    static std::pair<std::string, std::string> cookie_of(const PersonId& person);
    AccountId root, acme, beta;  // customers below the root
    PersonId stella_id, bella_id;

  private:
    void make(const std::function<RowSet(Vault&, Instant)>& rows);
    void make_people();
    void serve(server::HttpServer::Options options, server::Api::Options limits);
    Folder folder_;
    boost::asio::io_context io_{1};
    std::unique_ptr<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> keeps_running_;
    server::Pages pages_;
    server::Metrics metrics_;
    server::Pokes pokes_;
    std::unique_ptr<server::AuthorityThread> authority_;
    std::unique_ptr<server::Api> api_;
    std::unique_ptr<server::HttpServer> server_;
    std::thread thread_;
};

// A person's browser, signed in, that gives commands.
class Somebody {
  public:
    Somebody(const Site& site, const std::string& email);
    Envelope envelope(AccountId home, AccountId account, Command command);
    std::optional<Reply> push(std::vector<Envelope> commands);
    std::optional<Pulled> pull(std::vector<Scope> wanted, std::vector<Scope> held = {}, std::string cookie = {});

    Client browser;
    std::string session;
    PersonId person;
    ClientId client;
    std::int64_t seq = 0;
};

template <class Typed>
Typed fresh() {
    static std::uint64_t made = 0;
    return Typed(make_uuid7(1'792'000'000'000, 11, ++made));
}

}  // namespace web
