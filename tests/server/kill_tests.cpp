// parasold as a process: told to end, and killed in the middle of its work.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "server/jane.h"
#include "server/process.h"
#include "server/site.h"
#include "support/commands.h"

using namespace web;

TEST_CASE("killed at any moment, the server has every command that it acknowledged, and none twice") {
    ServerHouse house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    const int kills = std::getenv("PARASOLD_KILLS") ? std::atoi(std::getenv("PARASOLD_KILLS")) : 20;
    Jane jane;
    std::int64_t acknowledged = 0, sent = 0;
    for (int time = 0; time < kills; ++time) {
        Process server(house.serving());
        jane.come(server.port());
        const Pulled pulled = jane.pull(person_scope(jane.envelope.person));
        // What is there is what was acknowledged, and at most the one that was under way.
        const std::int64_t seen = pulled.seen.at(0).last_seq;
        REQUIRE(seen >= acknowledged);
        REQUIRE(seen <= sent);
        for (const Outcome& outcome : pulled.outcomes) CHECK_FALSE(outcome.refusal);
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
                    jane.envelope.seq = acknowledged + at;
                    jane.envelope.command = Jane::contact(acknowledged + at - 1, acknowledged + at);
                    commands.push_back(jane.envelope);
                }
                sent = acknowledged + 3;
                const auto pushed = jane.browser->ask(Push{commands, 0}, jane.session);
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
    ServerHouse house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    CHECK(said.find(Jane::email) != std::string::npos);
    Process server(house.serving());
    Client browser(server.port());
    REQUIRE(!browser.sign_in(Jane::email, Site::password).empty());
    server.kill(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK_THROWS(Client(server.port()).get("/healthz"));
}

TEST_CASE("a new database has its operator, and a link by which the owner chooses a password") {
    ServerHouse house;
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
    ServerHouse house;
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

TEST_CASE("a CSV file of accounts is imported whole, in somebody's name, or not at all") {
    ServerHouse house;
    std::string said;
    REQUIRE(house.run("init", {"--operator", "Telco", "--owner", "Olga", "--email", "olga@telco.example"}, said) == 0);
    std::string number;
    {
        boost::asio::io_context io;
        server::AsioClock clock(io);
        server::SodiumChance chance;
        auto opened = server::SqliteDatabase::open(house.data + "/parasol.db",
                                                   server::SqliteDatabase::Missing::is_an_error, clock, chance);
        const auto rows = opened.database->all_rows();
        for (const auto& [scope, held] : rows->scopes()) {
            held.each<AccountRow>([&](const AccountRow& row) { number = row.number; });
        }
    }
    const std::string file = house.folder.file("accounts.csv");
    const auto import = [&](const std::string& text, const std::string& who) {
        std::ofstream(file, std::ios::binary) << text;
        return house.run("import", {file, "--account", number, "--as", who}, said);
    };
    const std::string header = "number,name,kind,parent,third_party_reference,contact,email\n";
    CHECK(import(header + ",West,partner,,W1,,\n,Shop,customer,W1,,,\n,Bad,planet,,,,\n", "olga@telco.example") == 1);
    CHECK(said.find("Row 4") != std::string::npos);
    CHECK(import(header + ",West,partner,,W1,,\n,Shop,customer,nowhere,,,\n", "olga@telco.example") == 1);
    CHECK(said.find("Row 3") != std::string::npos);
    const std::string good = header + ",West,partner,,W1,,\n,Shop,customer,W1,,,\n";
    CHECK(import(good, "eve@telco.example") == 1);
    CHECK(said.find("nobody") != std::string::npos);
    CHECK(import(good, "olga@telco.example") == 0);
    CHECK(said.find("2 accounts are imported") != std::string::npos);
    CHECK(import(good, "olga@telco.example") == 1);  // the reference is taken
    CHECK(house.run("verify", {}, said) == 0);
}

TEST_CASE("where the disk takes no more, nothing is acknowledged that is not there, and it is said") {
    ServerHouse house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    Jane jane;
    {
        // No file grows beyond what the database has now and 256 KiB.
        const auto blocks = std::filesystem::file_size(house.data + "/parasol.db") / 512 + 512;
        auto limited = house.serving();
        limited.insert(limited.begin(), {"/bin/sh", "-c", "trap '' XFSZ; ulimit -f " + std::to_string(blocks) +
                                                              "; exec \"$@\"", "sh"});
        Process server(limited);
        jane.come(server.port());
        std::optional<Refusal> refusal;
        while (!refusal && jane.taken < 3000) refusal = jane.push().refusal;
        CHECK(refusal == Refusal::not_stored);
        CHECK(jane.taken > 0);
        server.kill(SIGTERM);
        CHECK(server.wait() == 0);
        CHECK(server.said().find("\"event\":\"database\"") != std::string::npos);
    }
    Process again(house.serving());
    jane.come(again.port());
    const std::int64_t acknowledged = jane.taken;
    CHECK(jane.pull(person_scope(jane.envelope.person)).seen.at(0).last_seq == acknowledged);
    // It goes on where it stood.
    CHECK(jane.push().last_seq == acknowledged + 1);
}
