// The server's threads all at once, for ThreadSanitizer: people in threads of their own sign in (rightly and wrongly),
// pull, push, listen, read numbers and pages, and send what is no HTTP, while the server is ended under them and begun
// again. Exit code 1 where nothing came about or something got lost; what ThreadSanitizer finds ends the program.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "domain/rules.h"
#include "server/client.h"
#include "server/made_database.h"
#include "shell/server/http_server.h"
#include "shell/server/log.h"

namespace {

using namespace parasol;
using namespace parasol::server;

constexpr const char* password = "correct horse battery";
constexpr int people = 6, lives = 3;
constexpr std::chrono::seconds life{4};

void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "stress: %s\n", what);
    std::exit(1);
}

std::string email_of(int number) { return "p" + std::to_string(number) + "@stress.example"; }

struct Place {
    std::string folder;
    AccountId root{make_uuid7(1, 1, 1)};
    std::vector<PersonId> persons;
};

// The operator's account, and account owners of it who have passwords.
Place make_place() {
    Place place;
    std::string name = (std::filesystem::temp_directory_path() / "parasold-stress-XXXXXX").string();
    must(mkdtemp(name.data()) != nullptr, "no folder");
    place.folder = name;
    std::filesystem::create_directories(name + "/pages");
    std::ofstream(name + "/pages/index.html") << "<!doctype html>";
    const auto hash = ArgonPasswords::hashed(password);
    must(hash.has_value(), "no hash");
    const std::string problem = web::make_database(name + "/parasol.db", name + "/key", [&](Vault& vault, Instant now) {
        RowSet rows;
        for (int number = 0; number < people; ++number) {
            const auto id = static_cast<std::uint64_t>(number);
            const PersonId person(make_uuid7(1, 2, id + 10));
            place.persons.push_back(person);
            rows.apply(genesis(place.root, "Operator", "100000001", person, "Somebody", email_of(number),
                               GrantId(make_uuid7(1, 3, id + 10)), now));
            rows.put(password_key(person), PasswordRow{person, vault.seal(*hash), 0});
        }
        return rows;
    });
    must(problem.empty(), problem.c_str());
    return place;
}

// One life of the server, in threads of its own.
class Life {
  public:
    explicit Life(const Place& place) : authority_(io_) {
        must(pages_.read(place.folder + "/pages").empty(), "no pages");
        must(authority_.open(place.folder + "/parasol.db", place.folder + "/key").empty(), "it does not open");
        api_ = std::make_unique<Api>(authority_, pokes_, metrics_, authority_.key(), Api::Options{});
        http_ = std::make_unique<HttpServer>(io_, pages_, *api_, pokes_, metrics_, HttpServer::Options{});
        must(http_->listen("127.0.0.1", 0).empty(), "it does not listen");
        authority_.start([this](const std::vector<Scope>& scopes) {
            metrics_.add("commits");
            pokes_.changed(scopes);
        });
        thread_ = std::thread([this] { io_.run(); });
    }
    void end() {
        std::promise<void> stopped;
        boost::asio::post(io_, [&] { http_->stop([&] { stopped.set_value(); }); });
        stopped.get_future().wait();
        keeps_running_.reset();
        io_.stop();
        thread_.join();
        authority_.stop();
    }
    unsigned short port() const { return http_->port(); }

  private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keeps_running_{io_.get_executor()};
    Pages pages_;
    Metrics metrics_;
    Pokes pokes_;
    AuthorityThread authority_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<HttpServer> http_;
    std::thread thread_;
};

struct Somebody {
    std::int64_t acknowledged = 0;
    ClientId client;
    std::size_t signed_in = 0, pulled = 0, poked = 0;
};

EditAccount contact(std::int64_t number) {
    EditAccount edit;
    edit.contact_name = Edit{"", "Contact " + std::to_string(number)};
    return edit;
}

// Until the server is gone.
void work(const Place& place, int number, unsigned short port, Somebody& somebody) try {
    const PersonId person = place.persons[static_cast<std::size_t>(number)];
    web::Client browser(port);
    for (int turn = 0;; ++turn) {
        if (turn % 8 == 0) {
            browser.ask(SignIn{email_of(number), "not the password"});
            if (!browser.sign_in(email_of(number), password).empty()) ++somebody.signed_in;
            browser.raw("hello\r\n\r\n");
            browser.get("/metrics");
            browser.get("/");
        }
        web::Stream stream(port, to_string(person), browser.cookies());
        Pull pull;
        pull.wanted = {account_scope(place.root), person_scope(person)};
        pull.clients = {somebody.client};
        const auto reply = browser.ask(pull, to_string(person));
        if (const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr) {
            ++somebody.pulled;
            must(pulled->seen.at(0).last_seq >= somebody.acknowledged, "an acknowledged command was lost");
        }
        Envelope envelope;
        envelope.client = somebody.client;
        envelope.seq = somebody.acknowledged + 1;
        envelope.person = person;
        envelope.home = envelope.account = place.root;
        envelope.command = contact(envelope.seq);
        const auto pushed = browser.ask(Push{{envelope}, 0}, to_string(person));
        const auto* taken = pushed ? std::get_if<Pushed>(&*pushed) : nullptr;
        if (taken) somebody.acknowledged = taken->last_seq;
        if (stream.status() == 200 && stream.next(std::chrono::milliseconds(200))) ++somebody.poked;
        if (turn % 16 == 15) browser.ask(SignOut{}, to_string(person));
    }
} catch (const std::exception&) {
    // The server has ended.
}

}  // namespace

int main() {
    must(start_sodium(), "no randomness");
    const Place place = make_place();
    open_log(place.folder + "/log");
    std::vector<Somebody> all(people);
    for (int number = 0; number < people; ++number) {
        all[static_cast<std::size_t>(number)].client = ClientId(make_uuid7(2, 1, static_cast<std::uint64_t>(number)));
    }
    for (int time = 0; time < lives; ++time) {
        Life server(place);
        std::vector<std::thread> threads;
        for (int number = 0; number < people; ++number) {
            Somebody& somebody = all[static_cast<std::size_t>(number)];
            threads.emplace_back([&, number] { work(place, number, server.port(), somebody); });
        }
        std::this_thread::sleep_for(life);
        server.end();
        for (std::thread& thread : threads) thread.join();
    }
    Somebody sum;
    for (const Somebody& one : all) {
        sum.acknowledged += one.acknowledged;
        sum.signed_in += one.signed_in;
        sum.pulled += one.pulled;
        sum.poked += one.poked;
    }
    std::printf("%zu signed in, %zu pulls, %lld commands, %zu pokes\n", sum.signed_in, sum.pulled,
                static_cast<long long>(sum.acknowledged), sum.poked);
    must(sum.signed_in > 0 && sum.pulled > 0 && sum.acknowledged > 0 && sum.poked > 0, "something never happened");
    std::filesystem::remove_all(place.folder);
    return 0;
}
