// parasold as a process: told to end, and killed in the middle of its work.
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

#include "server/site.h"
#include "support/commands.h"

extern char** environ;

using namespace web;

namespace {

class Process {
  public:
    explicit Process(std::vector<std::string> arguments) {
        int out[2] = {};
        REQUIRE(pipe(out) == 0);
        std::vector<char*> given;
        for (std::string& argument : arguments) given.push_back(argument.data());
        given.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
        posix_spawn_file_actions_addclose(&actions, out[0]);
        REQUIRE(posix_spawn(&id_, given[0], &actions, nullptr, given.data(), environ) == 0);
        posix_spawn_file_actions_destroy(&actions);
        close(out[1]);
        out_ = out[0];
    }
    ~Process() {
        if (id_ > 0) kill(SIGKILL), wait();
        close(out_);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void kill(int signal) const { ::kill(id_, signal); }
    // Its exit code; -1 where a signal ended it.
    int wait() {
        int status = 0;
        waitpid(id_, &status, 0);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    // All that it says until its end.
    std::string said() {
        while (read_some()) {
        }
        return text_;
    }
    // Waits until it listens.
    unsigned short port() {
        const std::string before = "Listening on http://127.0.0.1:";
        while (text_.find(before) == std::string::npos || text_.find("/\n") == std::string::npos) {
            if (!read_some()) FAIL("it ended: " << text_);
        }
        return static_cast<unsigned short>(std::stoul(text_.substr(text_.find(before) + before.size())));
    }

  private:
    bool read_some() {
        std::array<char, 4096> bytes{};
        const ssize_t got = read(out_, bytes.data(), bytes.size());
        if (got > 0) text_.append(bytes.data(), static_cast<std::size_t>(got));
        return got > 0;
    }
    pid_t id_ = 0;
    int out_ = -1;
    std::string text_;
};

struct House {
    House() {
        std::filesystem::create_directories(pages);
        std::ofstream(pages + "/index.html") << "<!doctype html>";
    }
    std::vector<std::string> with(const std::string& subcommand, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {PARASOLD, subcommand, "--data", data});
        return more;
    }
    // What has to end by itself: a server that should have refused is ended, and has failed.
    int run(const std::string& subcommand, std::vector<std::string> more, std::string& said) const {
        std::vector<std::string> bounded = with(subcommand, std::move(more));
        bounded.insert(bounded.begin(), {"/usr/bin/timeout", "60"});
        Process process(std::move(bounded));
        said = process.said();
        return process.wait();
    }
    std::vector<std::string> serving() const { return with("serve", {"--pages", pages, "--port", "0"}); }

    Folder folder;
    std::string pages = folder.file("pages");
    std::string data = folder.file("data");
};

constexpr const char* jane = "jane.doe@westcoast.example";

std::string name_of(std::int64_t number) { return "Contact " + std::to_string(number); }

EditAccount contact(std::int64_t from, std::int64_t to) {
    EditAccount edit;
    edit.contact_name = Edit{from == 0 ? "" : name_of(from), name_of(to)};
    return edit;
}

}  // namespace

TEST_CASE("killed at any moment, the server has every command that it acknowledged, and none twice") {
    House house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    const int kills = std::getenv("PARASOLD_KILLS") ? std::atoi(std::getenv("PARASOLD_KILLS")) : 20;
    Envelope envelope;
    envelope.client = fresh<ClientId>();
    std::int64_t acknowledged = 0, sent = 0;
    for (int time = 0; time < kills; ++time) {
        Process server(house.serving());
        Client browser(server.port());
        const std::string session = browser.sign_in(jane, Site::password);
        REQUIRE(!session.empty());
        Pull pull;
        pull.clients = {envelope.client};
        pull.wanted = {person_scope(*parse_id_as<PersonId>(session))};
        const auto pulled = browser.ask(pull, session);
        REQUIRE(pulled);
        // What is there is what was acknowledged, and at most the one that was under way.
        const std::int64_t seen = std::get<Pulled>(*pulled).seen.at(0).last_seq;
        REQUIRE(seen >= acknowledged);
        REQUIRE(seen <= sent);
        for (const Outcome& outcome : std::get<Pulled>(*pulled).outcomes) CHECK_FALSE(outcome.refusal);
        for (const Row& row : std::get<Pulled>(*pulled).scopes.at(0).rows) {
            if (const auto* grant = std::get_if<HeldGrantRow>(&row)) envelope.home = grant->account;
        }
        envelope.account = envelope.home;
        envelope.person = *parse_id_as<PersonId>(session);
        acknowledged = seen;

        // Each after another time, from the first commands on.
        std::thread killer([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20 + 13 * time));
            server.kill(SIGKILL);
        });
        try {
            for (;;) {
                std::vector<Envelope> commands;
                for (int at = 1; at <= 3; ++at) {
                    envelope.seq = acknowledged + at;
                    envelope.command = contact(acknowledged + at - 1, acknowledged + at);
                    commands.push_back(envelope);
                }
                sent = acknowledged + 3;
                const auto pushed = browser.ask(Push{commands, 0}, session);
                const auto* taken = pushed ? std::get_if<Pushed>(&*pushed) : nullptr;
                if (taken) acknowledged = taken->last_seq;
            }
        } catch (const boost::system::system_error&) {
            // It is dead.
        }
        killer.join();
        CHECK(server.wait() == -1);
    }
    CHECK(acknowledged > kills);
    CHECK(house.run("verify", {}, said) == 0);
    CHECK(said.find("all is well") != std::string::npos);
}

TEST_CASE("told to end, the server answers what it was asked and leaves with 0") {
    House house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    CHECK(said.find(jane) != std::string::npos);
    Process server(house.serving());
    Client browser(server.port());
    REQUIRE(!browser.sign_in(jane, Site::password).empty());
    server.kill(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK_THROWS(Client(server.port()).get("/healthz"));
}

TEST_CASE("a new database has its operator, and a link by which the owner chooses a password") {
    House house;
    std::string said;
    const std::vector<std::string> wishes = {"--operator", "Telco", "--owner", "Olga Owner",
                                             "--email", "Olga@telco.example"};
    REQUIRE(house.run("init", wishes, said) == 0);
    const std::size_t at = said.find("#/link/");
    REQUIRE(at != std::string::npos);
    const std::string token = said.substr(at + 7, 64);
    CHECK(house.run("init", wishes, said) == 1);
    CHECK(said.find("There is a database") != std::string::npos);
    CHECK(house.run("verify", {}, said) == 0);
    for (const char* file : {"/parasol.db", "/parasol.key"}) {
        struct stat facts {};
        REQUIRE(stat((house.data + file).c_str(), &facts) == 0);
        CHECK((facts.st_mode & 0077) == 0);
    }

    Process server(house.serving());
    Client browser(server.port());
    const auto found = browser.ask(LookAtLink{token});
    CHECK(std::get<LinkFound>(*found).email == "olga@telco.example");
    const auto signed_in = browser.ask(UseLink{token, Site::password});
    CHECK(std::get<SignedIn>(*signed_in).name == "Olga Owner");
    CHECK(!browser.sign_in("olga@telco.example", Site::password).empty());

    // A copy while it goes on; then the copy in the place of what went on.
    const std::string copy = house.folder.file("copy.db");
    CHECK(house.run("backup", {copy}, said) == 0);
    server.kill(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK(house.run("restore", {copy}, said) == 1);
    CHECK(said.find("Move") != std::string::npos);
    std::filesystem::remove(house.data + "/parasol.db");
    CHECK(house.run("restore", {copy}, said) == 0);
    {
        Process again(house.serving());
        Client later(again.port());
        CHECK(!later.sign_in("olga@telco.example", Site::password).empty());
    }
    // Another key opens nothing, and none is made beside a database that has one.
    const std::string key = house.data + "/parasol.key";
    std::filesystem::rename(key, house.folder.file("kept"));
    CHECK(house.run("init", wishes, said) == 1);
    CHECK_FALSE(std::filesystem::exists(key));
    std::ofstream(key) << std::string(32, 'k');
    CHECK(house.run("serve", {"--pages", house.pages, "--port", "0"}, said) == 1);
    CHECK(said.find("not the one that the database was made with") != std::string::npos);
}

TEST_CASE("what cannot be served is said in a sentence, with an exit code") {
    House house;
    std::string said;
    CHECK(house.run("serve", {"--pages", house.pages, "--port", "0"}, said) == 1);
    CHECK(said.find("There is no database") != std::string::npos);
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", "short"}, said) == 1);
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    CHECK(house.run("serve", {"--pages", house.folder.file("none"), "--port", "0"}, said) == 1);
    CHECK(said.find("--pages") != std::string::npos);
    CHECK(house.run("serve", {"--pages", house.pages, "--address", "0.0.0.0"}, said) == 1);
    CHECK(said.find("--behind-proxy") != std::string::npos);
    CHECK(house.run("serve", {"--prots", "1"}, said) == 1);
    CHECK(house.run("serve", {"--port", "99999"}, said) == 1);
    CHECK(house.run("serve", {"--help"}, said) == 0);
    for (const char* option : {"--pages", "--address", "--port", "--behind-proxy", "--log", "PARASOLD_PORT"}) {
        CHECK(said.find(option) != std::string::npos);
    }
    Process server(house.serving());
    const std::string port = std::to_string(server.port());
    CHECK(house.run("serve", {"--pages", house.pages, "--port", port}, said) == 1);
    CHECK(said.find("Port " + port + " is in use") != std::string::npos);
    std::filesystem::remove(house.data + "/parasol.key");
    CHECK(house.run("verify", {}, said) == 1);
    CHECK(said.find("key") != std::string::npos);
}
