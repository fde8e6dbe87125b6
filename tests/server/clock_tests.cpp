// parasold where the machine's clock goes back: what is recorded keeps its order, what waits goes on, and it is said.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "server/jane.h"
#include "shell/server/loop.h"
#include "shell/server/sqlite_database.h"

using namespace web;

namespace {

// A server whose clock the test sets; of its own log.
struct ClockHouse : ServerHouse {
    ClockHouse() {
        std::string said;
        REQUIRE(run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
        set_ahead(0);
    }
    // By so much the server's clock differs from the machine's.
    void set_ahead(Duration by) const {
        const std::string made = ahead + ".new";
        std::ofstream(made) << by / one_second;
        std::filesystem::rename(made, ahead);
    }
    std::vector<std::string> with_clock(std::vector<std::string> command) const {
        command.insert(command.begin(), {"/usr/bin/env", "LD_PRELOAD=" OWN_CLOCK, "PARASOLD_AHEAD=" + ahead});
        return command;
    }
    std::vector<std::string> serving() const {
        return with_clock(with("serve", {"--pages", pages, "--port", "0", "--log", log}));
    }
    std::size_t logged(const std::string& what) const {
        std::ifstream file(log);
        std::size_t count = 0;
        for (std::string line; std::getline(file, line);) count += line.find(what) != std::string::npos ? 1 : 0;
        return count;
    }
    // The times of the journal, in its order.
    std::vector<Instant> recorded() const {
        boost::asio::io_context io;
        server::AsioClock clock(io);
        server::SodiumChance chance;
        const auto opened = server::SqliteDatabase::open(data + "/parasol.db",
                                                         server::SqliteDatabase::Missing::is_an_error, clock, chance);
        REQUIRE(opened.problem == "");
        std::vector<Instant> times;
        opened.database->journal(1, 10000, [&](DatabaseError error, const std::vector<JournalRecord>& entries) {
            REQUIRE(error == DatabaseError::none);
            for (const JournalRecord& entry : entries) times.push_back(entry.envelope.time);
        });
        REQUIRE(!times.empty());
        return times;
    }

    std::string ahead = folder.file("ahead");
    std::string log = folder.file("log");
};

// Asks again until it is so, for half a minute.
template <class IsSo>
bool comes(IsSo is_so) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

}  // namespace

TEST_CASE("recorded time never goes back, goes on at half the speed while the clock is behind, and then with it") {
    server::RecordedTime time;
    CHECK(time.at(100'000, 50) == 100'000);
    CHECK(time.at(100'010, 60) == 100'010);
    CHECK(time.at(90'010, 60) == 100'010);
    // However often it is asked.
    for (Instant passed = 1; passed <= 1000; ++passed) {
        CHECK(time.at(90'010 + passed, 60 + passed) == 100'010 + passed / 2);
    }
    CHECK(time.at(80'000, 1060) == 100'510);
    CHECK(time.at(100'515, 1070) == 100'515);
    CHECK(time.at(100'525, 1080) == 100'525);
    CHECK(time.at(200'000, 1090) == 200'000);  // forward it is followed at once
    time.never_before(150'000, 1100);
    CHECK(time.at(200'010, 1100) == 200'010);
    time.never_before(300'000, 1200);
    CHECK(time.at(200'110, 1200) == 300'000);
    CHECK(time.at(200'210, 1300) == 300'050);
}

TEST_CASE("a clock that goes back under the server changes nothing of what is recorded, and is said once") {
    ClockHouse house;
    {
        Process server(house.serving());
        Jane jane;
        jane.come(server.port());
        REQUIRE_FALSE(jane.push().refusal);
        const Instant first = jane.pull(account_scope(jane.envelope.account)).time;
        CHECK(house.logged("clock_behind") == 0);

        house.set_ahead(-5 * one_hour);
        // What anybody may do goes on; the time of it is later, and how it was before is known.
        CHECK(jane.contact_there() == Jane::name_of(1));
        const Instant before = jane.pull(account_scope(jane.envelope.account)).time;
        CHECK(before >= first);
        CHECK(before < first + one_hour);
        CHECK(comes([&] { return jane.pull(account_scope(jane.envelope.account)).time > before; }));
        REQUIRE_FALSE(jane.push().refusal);
        CHECK(jane.contact_there() == Jane::name_of(2));
        CHECK(jane.contact_there(before) == Jane::name_of(1));
        jane.come(server.port());
        CHECK(house.logged("\"level\":\"warning\",\"event\":\"clock_behind\",\"seconds\":17999") +
                  house.logged("\"level\":\"warning\",\"event\":\"clock_behind\",\"seconds\":18000") == 1);
        CHECK(house.logged("clock_behind") == 1);

        house.set_ahead(0);
        CHECK(comes([&] {
            REQUIRE_FALSE(jane.push().refusal);
            return house.logged("\"level\":\"info\",\"event\":\"clock_caught_up\"") == 1;
        }));
        server.kill(SIGTERM);
        CHECK(server.wait() == 0);
    }
    const auto times = house.recorded();
    CHECK(std::is_sorted(times.begin(), times.end()));
    CHECK(times.size() >= 4);
    std::string said;
    CHECK(house.run("verify", {}, said) == 0);
}

TEST_CASE("a server whose database is ahead of the clock says so, and goes on from there") {
    ClockHouse house;
    Jane jane;
    house.set_ahead(3 * one_day);
    {
        Process server(house.serving());
        jane.come(server.port());
        REQUIRE_FALSE(jane.push().refusal);
        server.kill(SIGTERM);
        CHECK(server.wait() == 0);
    }
    CHECK(house.logged("clock_behind") == 0);
    house.set_ahead(0);
    {
        Process server(house.serving());
        // Before anybody asks for anything.
        jane.come(server.port());
        CHECK(house.logged("\"event\":\"clock_behind\",\"seconds\":2591") +
                  house.logged("\"event\":\"clock_behind\",\"seconds\":2592") == 1);
        CHECK(house.logged("Set the clock if it is wrong.") == 1);
        CHECK(jane.contact_there() == Jane::name_of(1));
        REQUIRE_FALSE(jane.push().refusal);
        CHECK(jane.contact_there() == Jane::name_of(2));
        server.kill(SIGTERM);
        CHECK(server.wait() == 0);
    }
    // So does whoever imports.
    const std::string file = house.folder.file("accounts.csv");
    std::ofstream(file) << "number,name,kind,parent,third_party_reference,contact,email\n,Shop,customer,,,,\n";
    Process import(house.with_clock(house.with("import", {file, "--account", "1", "--as", Jane::email})));
    const std::string said = import.said();
    CAPTURE(said);
    CHECK(said.find("Set the clock if it is wrong.") != std::string::npos);
    import.wait();
    const auto times = house.recorded();
    CHECK(std::is_sorted(times.begin(), times.end()));
}

TEST_CASE("a clock that goes back keeps nobody out who has mistyped") {
    ClockHouse house;
    Process server(house.serving());
    const unsigned short port = server.port();
    Client browser(port);
    const auto slowed = [&](const std::string& password) {
        const auto reply = browser.ask(SignIn{Jane::email, password, {}});
        if (!reply) return true;  // so many requests are too many
        const auto* refusing = std::get_if<Refusing>(&*reply);
        return refusing && refusing->refusal == Refusal::sign_in_slowed;
    };
    CHECK(comes([&] { return slowed("a wrong password"); }));
    house.set_ahead(-5 * one_hour);
    CHECK(comes([&] { return !slowed(Site::password); }));
}
