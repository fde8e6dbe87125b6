#include "authority/database_suite.h"
#include "authority/memory_database.h"
#include "authority/scene.h"
#include "authority/stored_database.h"

using namespace scene;

namespace {

class MemoryPlace : public database_suite::Place {
  public:
    Database& database() override { return database_; }
    Instant now() const override { return clock_.now(); }
    void jump(Duration by) override { clock_.jump(by); }
    void finish(const std::function<bool()>&) override { clock_.time().run_until_idle(one_second); }
    void reopen() override {}

  private:
    ManualClock clock_{1'792'000'000'000};
    MemoryDatabase database_{clock_, "an epoch", 3};
};

class StoredPlace : public database_suite::Place {
  public:
    explicit StoredPlace(std::uint64_t seed = 1) : chance_(seed) { reopen(); }
    StoredDatabase& database() override { return *database_; }
    Instant now() const override { return clock_.now(); }
    void jump(Duration by) override { clock_.jump(by); }
    void finish(const std::function<bool()>&) override { clock_.time().run_until_idle(one_second); }
    ManualClock& clock() { return clock_; }
    MemoryStorage& storage() { return *storage_; }
    MemoryDisk& disk() { return disk_; }

    void reopen() override { REQUIRE(try_reopen() == StorageError::none); }
    StorageError try_reopen() {
        database_.reset();
        storage_ = std::make_unique<MemoryStorage>(clock_, disk_);
        database_ = std::make_unique<StoredDatabase>(*storage_, clock_, chance_);
        std::optional<StorageError> opened;
        database_->open([&](StorageError error) { opened = error; });
        clock_.settle();
        REQUIRE(opened);
        return *opened;
    }
    // Stops in the middle of whatever it does.
    void crash() {
        database_.reset();
        storage_.reset();
    }

  private:
    ManualClock clock_{1'792'000'000'000};
    SeededChance chance_;
    MemoryDisk disk_;
    std::unique_ptr<MemoryStorage> storage_;
    std::unique_ptr<StoredDatabase> database_;
};

Batch adds(std::uint64_t number, Version version, Instant now, std::int64_t from = -1) {
    const AccountId id(Id{1, number});
    Batch batch;
    batch.read = {{face_of(id), version}};
    batch.changes = {{face_of(id), std::nullopt, Row(FaceRow{id, "Face " + std::to_string(number)})}};
    batch.now = now;
    batch.journal.emplace_back();
    batch.journal.back().own = true;
    batch.journal.back().written = batch.changes;
    if (from >= 0) {
        KeptOutcome kept;
        kept.outcome.seq = from + 1;
        kept.at = now;
        batch.clients = {{ClientId(Id{3, number}), PersonId(Id{2, 1}), from, from + 1, {kept}}};
    }
    return batch;
}

DatabaseError commit(StoredPlace& place, const Batch& batch) {
    std::optional<DatabaseError> error;
    place.database().commit(batch, [&](const Committed& result) { error = result.error; });
    place.clock().settle();
    REQUIRE(error);
    return *error;
}

std::int64_t last_seq(StoredPlace& place, std::uint64_t number) {
    ReadRequest request;
    request.clients = {{ClientId(Id{3, number}), 0}};
    std::int64_t seq = -1;
    place.database().read(request, [&](const ReadAnswer& answer) { seq = answer.clients[0].last_seq; });
    place.clock().settle();
    return seq;
}

std::size_t face_count(StoredPlace& place) { return place.database().rows().row_count(); }

template <class AnyPlace>
void run_suite() {
    for (const database_suite::Case& one : database_suite::cases()) {
        AnyPlace place;
        one.run(place);
        INFO(one.name);
        CHECK(place.failures() == "");
    }
}

}  // namespace

TEST_CASE("the database in memory is a database") {
    run_suite<MemoryPlace>();
}

TEST_CASE("the stored database is a database") {
    run_suite<StoredPlace>();
}

TEST_CASE("a commit that could not be stored is not there") {
    StoredPlace place;
    REQUIRE(commit(place, adds(1, 0, place.clock().now(), 0)) == DatabaseError::none);
    const auto before = text_of(place.database().rows());

    SECTION("no room") {
        place.storage().fail_next(StorageError::full);
        CHECK(commit(place, adds(2, 0, place.clock().now(), 0)) == DatabaseError::full);
        CHECK(text_of(place.database().rows()) == before);
        CHECK(last_seq(place, 2) == 0);
        place.reopen();
        CHECK(text_of(place.database().rows()) == before);
    }
    SECTION("lost on its way") {
        const bool applied = GENERATE(false, true);
        CAPTURE(applied);
        place.storage().fail_next(StorageError::lost, 1, applied);
        CHECK(commit(place, adds(2, 0, place.clock().now(), 0)) == DatabaseError::lost);
        CHECK(text_of(place.database().rows()) == before);
        CHECK(last_seq(place, 2) == 0);
        SECTION("and somebody else's commit takes its place") {
            REQUIRE(commit(place, adds(3, 0, place.clock().now(), 0)) == DatabaseError::none);
            place.reopen();
            CHECK(face_count(place) == 2);
            CHECK(last_seq(place, 2) == 0);
            CHECK(last_seq(place, 3) == 1);
        }
        SECTION("and it is made again") {
            REQUIRE(commit(place, adds(2, 0, place.clock().now(), 0)) == DatabaseError::none);
            place.reopen();
            CHECK(face_count(place) == 2);
            CHECK(last_seq(place, 2) == 1);
        }
        SECTION("and after a restart it is there whole or not at all") {
            place.reopen();
            CHECK(face_count(place) == (applied ? 2 : 1));
            CHECK(last_seq(place, 2) == (applied ? 1 : 0));
        }
    }
    CHECK(commit(place, adds(9, 0, place.clock().now(), 0)) == DatabaseError::none);
}

TEST_CASE("a crash leaves each commit whole or not at all, and all that were answered") {
    const int steps = GENERATE(range(0, 14));
    StoredPlace place;
    int answered = 0;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        place.database().commit(adds(number, 0, place.clock().now(), 0), [&](const Committed& result) {
            if (result.error == DatabaseError::none) ++answered;
        });
    }
    for (int step = 0; step < steps; ++step) place.clock().time().step();
    place.crash();
    place.disk().lose_unsynced(0);
    place.reopen();
    const auto found = static_cast<int>(face_count(place));
    CHECK(found >= answered);
    for (std::uint64_t number = 1; number <= 4; ++number) {
        CHECK(last_seq(place, number) == (static_cast<int>(number) <= found ? 1 : 0));
    }
    CHECK(place.database().version() == found);
}

TEST_CASE("a scan of many scopes gives way, and what is asked meanwhile waits for it") {
    constexpr std::uint64_t scopes = 25000;
    StoredPlace place;
    RowSet rows;
    for (std::uint64_t number = 1; number <= scopes; ++number) {
        rows.put(face_of(AccountId(Id{1, number})), FaceRow{AccountId(Id{1, number}), "Face"});
    }
    place.database().fill(std::move(rows), {}, [](const Committed&) {});
    place.clock().settle();
    place.reopen();
    std::string told;
    std::uint64_t seen = 0;
    place.database().scan(
        ScopeKind::face, [&](const Scope&, const ScopeRows&) { return ++seen != 0; },
        [&](DatabaseError) { told += seen == scopes ? "scanned " : "scanned in part "; });
    place.database().commit(adds(1, 1, place.clock().now()), [&](const Committed& result) {
        told += result.error == DatabaseError::none ? "committed " : "refused ";
    });
    place.database().load({face_of(AccountId(Id{1, 1}))}, [&](const Loaded&) { told += "loaded "; });
    CHECK(seen < scopes);
    SECTION("to its end") {
        place.clock().settle();
        CHECK(told == "scanned committed loaded ");
    }
    SECTION("no longer than the database") {
        place.crash();
        place.clock().settle();
        CHECK(told.empty());
    }
}

TEST_CASE("what cannot be read is reported and left as it is") {
    StoredPlace place;
    REQUIRE(commit(place, adds(1, 0, place.clock().now(), 0)) == DatabaseError::none);
    const Store store = GENERATE(Store::outcomes, Store::log);
    const auto records = place.disk().records(store);
    REQUIRE_FALSE(records.empty());
    std::string bytes = records.begin()->second;
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    place.disk().damage(store, records.begin()->first, bytes);
    CHECK(place.try_reopen() == StorageError::corrupt);
    CHECK(place.disk().records(store).begin()->second == bytes);
}

TEST_CASE("records of many commits are made one, and say the same") {
    StoredPlace place;
    for (std::uint64_t number = 1; number <= 300; ++number) {
        REQUIRE(commit(place, adds(number, 0, place.clock().now(), 0)) == DatabaseError::none);
    }
    CHECK(place.disk().records(Store::outcomes).size() == 300);
    place.reopen();
    place.clock().settle();
    CHECK(place.disk().records(Store::outcomes).size() == 1);
    for (int time = 0; time < 2; ++time) {
        CHECK(last_seq(place, 17) == 1);
        CHECK(place.database().version() == 300);
        ReadRequest request;
        request.changes = {{face_of(AccountId(Id{1, 200})), 199}, {face_of(AccountId(Id{1, 199})), 199}};
        bool answered = false;
        place.database().read(request, [&](const ReadAnswer& answer) {
            answered = true;
            CHECK(answer.changes.size() == 1);
            CHECK_FALSE(answer.changes[0].whole);
        });
        CHECK(answered);
        place.reopen();
    }
    CHECK(commit(place, adds(5, 5, place.clock().now())) == DatabaseError::none);
}

TEST_CASE("an authority works on the stored database as on the one in memory") {
    Scene scene;
    StoredPlace place;
    JournalRecord record;
    record.own = true;
    place.database().fill(copy_of(scene.database.rows()), record,
                          [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    place.clock().settle();
    SeededChance chance(5);
    PlainVault vault;
    const AuthorityOptions options{true, {}, 4000, 100000, 64};
    auto authority = std::make_unique<Authority>(place.database(), place.clock(), chance, vault, options);
    std::optional<Reply> reply;
    scene.send(*authority, "", SignInAs{scene.staff, {}, {}}, reply);
    place.clock().settle();
    REQUIRE(reply);
    const std::string session = std::get<SignedIn>(*reply).session;
    User staff{session, scene.staff, scene.fresh<ClientId>(), 0};
    std::vector<Envelope> commands;
    for (int at = 0; at < 20; ++at) {
        AddAccount add;
        add.id = scene.fresh<AccountId>();
        add.name = "Customer " + std::to_string(at);
        commands.push_back(scene.envelope(staff, scene.root, scene.root, add));
    }
    reply.reset();
    scene.send(*authority, session, scene.push_of(commands), reply);
    place.clock().settle();
    REQUIRE(reply);
    CHECK(std::get<Pushed>(*reply).last_seq == 20);
    authority.reset();
    place.reopen();
    authority = std::make_unique<Authority>(place.database(), place.clock(), chance, vault, options);
    Pull pull;
    pull.wanted = {children_of(scene.root)};
    pull.clients = {staff.client};
    reply.reset();
    scene.send(*authority, session, pull, reply);
    REQUIRE(reply);  // all of it is at hand
    const auto& pulled = std::get<Pulled>(*reply);
    CHECK(answer_for(pulled, children_of(scene.root))->rows.size() == 20);
    CHECK(pulled.outcomes.size() == 20);
}
