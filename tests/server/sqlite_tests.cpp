#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "authority/database_suite.h"
#include "server/folder.h"
#include "shell/server/sqlite_database.h"
#include "wire/memory_ports.h"

using namespace parasol;
using server::Sql;
using server::SqliteDatabase;

namespace {

class SqlitePlace : public database_suite::Place {
  public:
    SqlitePlace() { reopen(); }
    SqliteDatabase& database() override { return *database_; }
    Instant now() const override { return clock_.now(); }
    void jump(Duration by) override { clock_.jump(by); }
    void finish(const std::function<bool()>&) override { clock_.time().run_until_idle(one_second); }
    void reopen() override {
        database_.reset();
        auto opened = open();
        REQUIRE(opened.problem == "");
        database_ = std::move(opened.database);
    }
    void close() { database_.reset(); }
    SqliteDatabase::Opened open(SqliteDatabase::Missing missing = SqliteDatabase::Missing::is_made) {
        return SqliteDatabase::open(file(), missing, clock_, chance_);
    }
    std::string file() const { return folder_.file("parasol.db"); }
    const Folder& folder() const { return folder_; }
    ManualClock& clock() { return clock_; }
    SeededChance& chance() { return chance_; }

  private:
    Folder folder_;
    ManualClock clock_{1'792'000'000'000};
    SeededChance chance_{1};
    std::unique_ptr<SqliteDatabase> database_;
};

AccountId account(std::uint64_t number) { return AccountId(Id{1, number}); }

Batch adds(std::uint64_t number, Version version, Instant now) {
    Batch batch;
    batch.read = {{face_of(account(number)), version}};
    batch.changes = {{face_of(account(number)), std::nullopt, Row(FaceRow{account(number), "Face"})}};
    batch.now = now;
    batch.journal.emplace_back();
    batch.journal.back().own = true;
    batch.journal.back().written = batch.changes;
    return batch;
}

Committed commit(SqlitePlace& place, SqliteDatabase& database, Batch batch) {
    std::optional<Committed> committed;
    database.commit(std::move(batch), [&](Committed result) { committed = std::move(result); });
    place.finish({});
    REQUIRE(committed);
    return *committed;
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_over(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("a database file is a database") {
    for (const database_suite::Case& one : database_suite::cases()) {
        SqlitePlace place;
        one.run(place);
        INFO(one.name);
        CHECK(place.failures() == "");
    }
}

TEST_CASE("two processes over one file: a commit over what the other has changed fails whole") {
    SqlitePlace place;
    auto other = place.open();
    REQUIRE(other.problem == "");
    CHECK(commit(place, place.database(), adds(1, 0, place.now())).version == 1);
    const Committed late = commit(place, *other.database, adds(1, 0, place.now()));
    CHECK(late.error == DatabaseError::conflict);
    CHECK(late.stale == std::vector<Scope>{face_of(account(1))});
    CHECK(commit(place, *other.database, adds(2, 0, place.now())).version == 2);
    CHECK(commit(place, place.database(), adds(3, 0, place.now())).version == 3);
}

TEST_CASE("a file that cannot be opened is refused in words, and left as it is") {
    SqlitePlace place;
    REQUIRE(commit(place, place.database(), adds(1, 0, place.now())).error == DatabaseError::none);
    place.close();
    const std::string file = place.file();
    std::string bytes = bytes_of(file);
    REQUIRE(bytes.size() > 8192);

    SECTION("of a newer version") {
        bytes[63] = 99;  // user_version: the format of the SQLite file says where
        write_over(file, bytes);
        CHECK(place.open().problem.find("newer version") != std::string::npos);
        CHECK(bytes_of(file) == bytes);
    }
    SECTION("of another program") {
        bytes[71] = 1;  // application_id
        write_over(file, bytes);
        CHECK(place.open().problem.find("not a database of parasold") != std::string::npos);
    }
    SECTION("no database") {
        write_over(file, "hello, this is a text and nothing else; it is long enough to have a header of its own\n");
        CHECK(place.open().problem.find("not a database of parasold") != std::string::npos);
    }
    SECTION("damaged") {
        for (std::size_t at = 4096; at < bytes.size(); at += 3) bytes[at] = static_cast<char>(bytes[at] ^ 0x5A);
        write_over(file, bytes);
        CHECK(place.open().problem.find("damaged") != std::string::npos);
        CHECK(bytes_of(file) == bytes);
    }
    SECTION("missing, where one has to be there") {
        std::filesystem::remove(file);
        CHECK(place.open(SqliteDatabase::Missing::is_an_error).problem.find("parasold init") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(file));
    }
    SECTION("in no folder") {
        std::filesystem::remove(file);
        ManualClock clock{0};
        auto opened = SqliteDatabase::open(place.folder().file("not/there.db"), SqliteDatabase::Missing::is_made, clock,
                                           place.chance());
        CHECK(opened.problem.find("cannot be opened") != std::string::npos);
    }
}

TEST_CASE("a file of the first format is brought up to this one, with the checksums of all scopes") {
    SqlitePlace place;
    REQUIRE(commit(place, place.database(), adds(1, 0, place.now())).error == DatabaseError::none);
    REQUIRE(commit(place, place.database(), adds(2, 0, place.now())).error == DatabaseError::none);
    const std::string epoch = place.database().epoch();
    place.close();
    {
        Sql sql(place.file(), Sql::Mode::read_write);
        sql.run("DELETE FROM meta WHERE key = 'form'; ALTER TABLE scopes DROP COLUMN sum; PRAGMA user_version = 1");
        REQUIRE(sql.good());
    }
    for (std::size_t again = 0; again < 2; ++again) {
        auto opened = place.open();
        REQUIRE(opened.problem == "");
        CHECK(opened.database->damage() == "");
        CHECK(opened.database->epoch() == epoch);
        CHECK(opened.database->all_rows()->row_count() == 2 + again);
        CHECK(commit(place, *opened.database, adds(3 + again, 0, place.now())).error == DatabaseError::none);
        CHECK(opened.database->damage() == "");
    }
    SECTION("of another form of rows, too") {
        {
            Sql sql(place.file(), Sql::Mode::read_write);
            sql.run("UPDATE meta SET value = 1 WHERE key = 'form'; UPDATE scopes SET sum = 7");
            REQUIRE(sql.good());
        }
        CHECK(place.open().database->damage() == "");
    }
    SECTION("a checksum that does not fit is damage") {
        {
            Sql sql(place.file(), Sql::Mode::read_write);
            sql.run("UPDATE scopes SET sum = sum + 1");
            REQUIRE(sql.good());
        }
        CHECK(place.open().database->damage().find("does not fit") != std::string::npos);
    }
}

TEST_CASE("a backup is a whole database as of one instant") {
    SqlitePlace place;
    REQUIRE(commit(place, place.database(), adds(1, 0, place.now())).error == DatabaseError::none);
    const std::string copy = place.folder().file("copy.db");
    CHECK(SqliteDatabase::copy(place.file(), copy) == "");
    CHECK(SqliteDatabase::copy(place.file(), copy).find("is there already") != std::string::npos);
    CHECK(SqliteDatabase::copy(place.folder().file("none"), copy).find("There is no") != std::string::npos);
    REQUIRE(commit(place, place.database(), adds(2, 0, place.now())).error == DatabaseError::none);

    auto restored = SqliteDatabase::open(copy, SqliteDatabase::Missing::is_an_error, place.clock(), place.chance());
    REQUIRE(restored.problem == "");
    CHECK(restored.database->damage() == "");
    CHECK(restored.database->epoch() == place.database().epoch());
    CHECK(restored.database->all_rows()->row_count() == 1);
    CHECK(place.database().all_rows()->row_count() == 2);
    // Put in the place of what went on, it is another database: who saw the second commit begins anew.
    REQUIRE(restored.database->renew_epoch(place.chance()));
    CHECK(restored.database->epoch() != place.database().epoch());
}

TEST_CASE("a database is for nobody else's eyes") {
    SqlitePlace place;
    struct stat facts {};
    REQUIRE(stat(place.file().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0077) == 0);
}

TEST_CASE("checkpoints by another thread keep the log short while commits go on, and lose nothing") {
    const Folder folder;
    const std::string path = folder.file("log.db");
    // How often the log began anew: it stands in its header (sqlite.org/fileformat2.html#the_write_ahead_log).
    const auto logs_begun = [&] {
        std::ifstream log(path + "-wal", std::ios::binary);
        std::array<unsigned char, 16> header{};
        log.read(reinterpret_cast<char*>(header.data()), header.size());
        return header[12] << 24 | header[13] << 16 | header[14] << 8 | header[15];
    };
    std::int64_t rows = 0;
    {
        server::Sql sql(path, server::Sql::Mode::create);
        sql.run("PRAGMA journal_mode = WAL; CREATE TABLE kept (number INTEGER PRIMARY KEY, bytes BLOB)");
        const server::Checkpoints checkpoints(sql, 20);
        server::Statement add(sql, "INSERT INTO kept (bytes) VALUES (randomblob(3000))");
        constexpr std::int64_t far_more_than_enough = 100'000;
        for (const int from = logs_begun(); logs_begun() < from + 3 && rows < far_more_than_enough; ++rows) {
            add.with().run();
        }
        CHECK(sql.good());
        CHECK(rows < far_more_than_enough);
    }
    server::Sql sql(path, server::Sql::Mode::read_only);
    CHECK(sql.number("SELECT count(*) FROM kept") == rows);
    CHECK(sql.text("PRAGMA integrity_check") == "ok");
}

TEST_CASE("of what is amended and forgotten the file has nothing any more") {
    SqlitePlace place;
    const std::string name = "Annabel Leeward", address = "annabel@leeward.example";
    const Scope named = face_of(account(1)), invited = invited_scope(address);
    const auto change = [&](const Scope& scope, std::optional<Row> before, std::optional<Row> after, Version version) {
        Batch batch;
        batch.read = {{scope, version}};
        batch.changes = {{scope, std::move(before), std::move(after)}};
        batch.now = place.now();
        batch.journal.emplace_back();
        batch.journal.back().own = true;
        batch.journal.back().envelope.time = place.now();
        batch.journal.back().written = batch.changes;
        REQUIRE(commit(place, place.database(), std::move(batch)).error == DatabaseError::none);
        place.jump(one_hour);
    };
    const Row face = FaceRow{account(1), name}, erased = FaceRow{account(1), "Erased"};
    const Row received = ReceivedInvitationRow{InvitationId(Id{4, 4}), account(1), name};
    change(named, std::nullopt, face, 0);
    const Instant then = place.now() - one_hour;
    change(invited, std::nullopt, received, 0);
    change(invited, received, std::nullopt, 2);
    change(named, face, erased, 1);

    std::vector<JournalRecord> entries;
    place.database().journal(1, 10,
                             [&](DatabaseError, std::vector<JournalRecord> found) { entries = std::move(found); });
    place.finish({});
    REQUIRE(entries.size() == 4);
    for (JournalRecord& entry : entries) {
        for (Change& one : entry.written) {
            if (one.scope == invited) one.scope = invited_scope("nobody@erased.invalid");
            for (auto* row : {&one.before, &one.after}) {
                if (*row && one.scope == named) *row = erased;
                else if (*row) std::get<ReceivedInvitationRow>(**row).account_name = "Erased";
            }
        }
    }
    std::optional<DatabaseError> error;
    place.database().amend(entries, {invited, named}, [&](DatabaseError one) { error = one; });
    place.finish({});
    CHECK(error == DatabaseError::none);

    ReadRequest request;
    request.whole = {named};
    for (const Instant as_of : {Instant{0}, then}) {
        request.as_of = as_of;
        std::optional<ReadAnswer> answer;
        place.database().read(request, [&](ReadAnswer one) { answer = std::move(one); });
        place.finish({});
        REQUIRE(answer);
        REQUIRE(answer->whole.size() == 1);
        CHECK(answer->whole[0].rows == std::vector<Row>{erased});
    }
    CHECK(place.database().damage() == "");
    place.close();
    for (const std::string& words : {name, address}) {
        CHECK(bytes_of(place.file()).find(words) == std::string::npos);
        CHECK_FALSE(std::filesystem::exists(place.file() + "-wal"));
    }
}
