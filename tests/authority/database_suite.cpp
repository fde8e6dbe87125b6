#include "authority/database_suite.h"

#include <algorithm>
#include <optional>

#include "catch.h"

namespace database_suite {
namespace {

using namespace parasol;

// Lets everything that was asked for be answered.
void finish(Place& place) { place.clock().time().run_until_idle(one_second); }

// Waits for one answer.
template <class Answer, class Ask>
Answer answer_of(Place& place, Ask&& ask) {
    std::optional<Answer> answer;
    ask([&](Answer given) { answer = std::move(given); });
    finish(place);
    REQUIRE(answer);
    return std::move(*answer);
}

Loaded load(Place& place, std::vector<Scope> scopes) {
    return answer_of<Loaded>(place, [&](auto done) { place.database().load(scopes, done); });
}
Committed commit(Place& place, const Batch& batch) {
    return answer_of<Committed>(place, [&](auto done) { place.database().commit(batch, done); });
}
ReadAnswer read(Place& place, const ReadRequest& request) {
    return answer_of<ReadAnswer>(place, [&](auto done) { place.database().read(request, done); });
}
std::vector<JournalRecord> journal(Place& place, std::int64_t number, std::size_t most) {
    std::optional<std::vector<JournalRecord>> answer;
    place.database().journal(number, most, [&](DatabaseError error, std::vector<JournalRecord> entries) {
        REQUIRE(error == DatabaseError::none);
        answer = std::move(entries);
    });
    finish(place);
    REQUIRE(answer);
    return std::move(*answer);
}

AccountId account(std::uint64_t number) { return AccountId(Id{1, number}); }
PersonId person(std::uint64_t number) { return PersonId(Id{2, number}); }
ClientId client(std::uint64_t number) { return ClientId(Id{3, number}); }

Row face(std::uint64_t number, const std::string& name) { return FaceRow{account(number), name}; }
Scope scope(std::uint64_t number) { return face_of(account(number)); }

Change put(std::uint64_t in, std::uint64_t number, const std::string& name,
           std::optional<Row> before = std::nullopt) {
    return {scope(in), std::move(before), face(number, name)};
}
Change erase(std::uint64_t in, std::uint64_t number, const std::string& name) {
    return {scope(in), face(number, name), std::nullopt};
}

Batch batch_of(Place& place, std::vector<ScopeVersion> read, ChangeSet changes) {
    Batch batch;
    batch.read = std::move(read);
    batch.changes = std::move(changes);
    batch.now = place.clock().now();
    JournalRecord record;
    record.own = true;
    record.written = batch.changes;
    batch.journal.push_back(std::move(record));
    return batch;
}

ClientProgress progress(std::uint64_t number, std::int64_t from, std::int64_t to, Instant at) {
    ClientProgress progress;
    progress.client = client(number);
    progress.person = person(1);
    progress.from = from;
    progress.last_seq = to;
    for (std::int64_t seq = from + 1; seq <= to; ++seq) {
        KeptOutcome kept;
        kept.outcome.client = client(number);
        kept.outcome.seq = seq;
        if (seq % 2 == 0) kept.outcome.refusal = Refusal::name_missing;
        kept.content = seq * 1000;
        kept.at = at;
        progress.outcomes.push_back(kept);
    }
    return progress;
}

Version commit_well(Place& place, const Batch& batch) {
    const Committed result = commit(place, batch);
    REQUIRE(result.error == DatabaseError::none);
    return result.version;
}

void loads_and_commits(Place& place) {
    const Loaded before = load(place, {scope(1), scope(2), scope(1)});
    REQUIRE(before.scopes.size() == 3);
    CHECK(before.scopes[0].scope == scope(1));
    CHECK(before.scopes[1].scope == scope(2));
    CHECK(before.scopes[0].version == 0);
    CHECK(before.scopes[0].rows.empty());

    const Version first =
        commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "One"), put(1, 9, "Nine")}));
    CHECK(first == 1);
    const Version second = commit_well(place, batch_of(place, {{scope(2), 0}}, {put(2, 2, "Two")}));
    CHECK(second == 2);
    place.reopen();
    const Loaded after = load(place, {scope(1), scope(2), scope(3)});
    CHECK(after.scopes[0].version == first);
    CHECK(after.scopes[0].rows == std::vector<Row>{face(1, "One"), face(9, "Nine")});
    CHECK(after.scopes[1].version == second);
    CHECK(after.scopes[2].version == 0);
    CHECK(load(place, {}).scopes.empty());
}

void a_row_changes_twice_in_one_commit(Place& place) {
    commit_well(place,
                batch_of(place, {{scope(1), 0}},
                         {put(1, 1, "A"), put(1, 2, "B"), put(1, 1, "C", face(1, "A")), erase(1, 2, "B")}));
    place.reopen();
    CHECK(load(place, {scope(1)}).scopes[0].rows == std::vector<Row>{face(1, "C")});
}

void conflicts(Place& place) {
    const Version first = commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "One")}));
    const Version second =
        commit_well(place, batch_of(place, {{scope(1), first}}, {put(1, 1, "Uno", face(1, "One"))}));
    place.reopen();
    const Committed late =
        commit(place, batch_of(place, {{scope(1), first}, {scope(2), 0}}, {put(2, 2, "Two")}));
    CHECK(late.error == DatabaseError::conflict);
    REQUIRE(late.stale.size() == 1);
    CHECK(late.stale[0] == scope(1));
    CHECK(load(place, {scope(2)}).scopes[0].rows.empty());
    CHECK(commit(place, batch_of(place, {{scope(1), 0}}, {put(1, 3, "X")})).error == DatabaseError::conflict);
    CHECK(commit(place, batch_of(place, {{scope(2), 1}}, {put(2, 3, "X")})).error == DatabaseError::conflict);
    CHECK(journal(place, 1, 100).size() == 2);

    SECTION("an emptied scope has a version too, and is not what it was") {
        const Version third = commit_well(place, batch_of(place, {{scope(1), second}}, {erase(1, 1, "Uno")}));
        place.reopen();
        const Loaded empty = load(place, {scope(1)});
        CHECK(empty.scopes[0].rows.empty());
        CHECK(empty.scopes[0].version == third);
        CHECK(commit(place, batch_of(place, {{scope(1), second}}, {})).error == DatabaseError::conflict);
    }
}

void clients(Place& place) {
    Batch batch = batch_of(place, {}, {});
    batch.clients = {progress(1, 0, 3, place.clock().now())};
    commit_well(place, batch);
    batch.clients = {progress(1, 3, 4, place.clock().now()), progress(2, 0, 1, place.clock().now())};
    commit_well(place, batch);
    place.reopen();
    ReadRequest request;
    request.clients = {{client(1), 2}, {client(7), 0}, {client(2), 0}, {client(1), 99}};
    const ReadAnswer answer = read(place, request);
    REQUIRE(answer.clients.size() == 4);
    CHECK(answer.clients[0].client == client(1));
    CHECK(answer.clients[0].person == person(1));
    CHECK(answer.clients[0].last_seq == 4);
    REQUIRE(answer.clients[0].outcomes.size() == 2);
    CHECK(answer.clients[0].outcomes[0].outcome.seq == 3);
    CHECK(answer.clients[0].outcomes[1].outcome.refusal == Refusal::name_missing);
    CHECK(answer.clients[0].outcomes[1].content == 4000);
    CHECK(answer.clients[1].client == client(7));
    CHECK(answer.clients[1].person.is_none());
    CHECK(answer.clients[1].last_seq == 0);
    CHECK(answer.clients[2].outcomes.size() == 1);
    CHECK(answer.clients[3].outcomes.empty());

    batch.clients = {progress(1, 3, 5, place.clock().now())};
    CHECK(commit(place, batch).error == DatabaseError::conflict);
    batch.clients = {progress(1, 4, 5, place.clock().now())};
    batch.clients[0].person = person(2);
    CHECK(commit(place, batch).error == DatabaseError::conflict);

    place.clock().jump(kept_history + one_day);
    Batch later = batch_of(place, {}, {});
    later.clients = {progress(1, 4, 5, place.clock().now())};
    commit_well(place, later);
    place.reopen();
    request.clients = {{client(1), 0}};
    const ReadAnswer kept = read(place, request);
    CHECK(kept.clients[0].last_seq == 5);
    CHECK(kept.clients[0].outcomes.size() == 1);
}

void reads(Place& place) {
    const Version first = commit_well(
        place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "A"), put(1, 2, "B"), put(1, 3, "C")}));
    const Version second = commit_well(
        place, batch_of(place, {{scope(1), first}, {scope(2), 0}}, {erase(1, 2, "B"), put(2, 5, "E")}));
    place.reopen();

    ReadRequest request;
    request.expected = {{scope(1), second}, {scope(4), 0}};
    request.changes = {{scope(1), first}, {scope(2), second}, {scope(3), first}, {scope(1), second}};
    request.whole = {scope(1), scope(4), scope(2)};
    const ReadAnswer answer = read(place, request);
    CHECK(answer.error == DatabaseError::none);
    CHECK(answer.version == second);
    REQUIRE(answer.changes.size() == 1);
    CHECK(answer.changes[0].scope == scope(1));
    CHECK_FALSE(answer.changes[0].whole);
    CHECK(answer.changes[0].rows.empty());
    REQUIRE(answer.changes[0].deleted.size() == 1);
    CHECK(answer.changes[0].deleted[0].id == account(2));
    CHECK(answer.changes[0].deleted[0].type == row_type<FaceRow>);
    REQUIRE(answer.whole.size() == 3);
    CHECK(answer.whole[0].rows == std::vector<Row>{face(1, "A"), face(3, "C")});
    CHECK(answer.whole[1].rows.empty());
    CHECK(answer.whole[2].rows.size() == 1);

    request.expected = {{scope(1), first}, {scope(2), second}};
    const ReadAnswer stale = read(place, request);
    CHECK(stale.error == DatabaseError::conflict);
    REQUIRE(stale.stale.size() == 1);
    CHECK(stale.stale[0] == scope(1));
    CHECK(stale.changes.empty());
    CHECK(stale.whole.empty());

    ReadRequest little;
    little.whole = {scope(1), scope(2)};
    little.most_rows = 1;
    CHECK(read(place, little).whole.size() == 1);
    little.most_rows = 2;
    CHECK(read(place, little).whole.size() == 1);
    little.most_rows = 3;
    CHECK(read(place, little).whole.size() == 2);

    ReadRequest unknown;
    unknown.changes = {{scope(1), -1}, {scope(2), second + 1}};
    const ReadAnswer whole = read(place, unknown);
    REQUIRE(whole.changes.size() == 2);
    CHECK(whole.changes[0].whole);
    CHECK(whole.changes[1].whole);
}

void history_ends(Place& place) {
    const Version first =
        commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "A"), put(1, 2, "B")}));
    commit_well(place, batch_of(place, {{scope(1), first}}, {erase(1, 2, "B")}));
    ReadRequest request;
    request.changes = {{scope(1), first}};
    place.clock().jump(kept_history - one_hour);
    place.reopen();
    CHECK_FALSE(read(place, request).changes[0].whole);
    place.clock().jump(2 * one_hour);
    const Version third = commit_well(place, batch_of(place, {{scope(2), 0}}, {put(2, 1, "A")}));
    for (int time = 0; time < 2; ++time) {
        const ReadAnswer answer = read(place, request);
        REQUIRE(answer.changes.size() == 1);
        CHECK(answer.changes[0].whole);
        CHECK(answer.changes[0].rows.size() == 1);
        request.changes = {{scope(1), third - 1}};
        CHECK(read(place, request).changes.empty());
        request.changes = {{scope(1), first}};
        place.reopen();
    }
    // What had that version all along may still be committed over, read anew.
    const Version now = load(place, {scope(1)}).scopes[0].version;
    CHECK(now > 0);
    commit_well(place, batch_of(place, {{scope(1), now}}, {put(1, 4, "D")}));
}

void fills(Place& place) {
    const auto fill = [&] {
        return answer_of<Committed>(place, [&](auto done) {
            RowSet rows;
            rows.put(scope(1), face(1, "One"));
            rows.hold(scope(2));
            JournalRecord record;
            record.own = true;
            place.database().fill(std::move(rows), record, done);
        });
    };
    const Committed filled = fill();
    CHECK(filled.error == DatabaseError::none);
    CHECK(filled.version == 1);
    CHECK(fill().error == DatabaseError::conflict);
    place.reopen();
    const Loaded loaded = load(place, {scope(1), scope(2)});
    CHECK(loaded.scopes[0].version == 1);
    CHECK(loaded.scopes[0].rows.size() == 1);
    CHECK(loaded.scopes[1].version == 0);
    CHECK(commit_well(place, batch_of(place, {{scope(1), 1}, {scope(2), 0}}, {put(2, 2, "Two")})) == 2);
    place.reopen();
    ReadRequest request;
    request.changes = {{scope(1), 1}, {scope(2), 1}, {scope(1), 0}};
    const ReadAnswer answer = read(place, request);
    REQUIRE(answer.changes.size() == 2);
    CHECK_FALSE(answer.changes[0].whole);
    CHECK(answer.changes[1].whole);
    CHECK(journal(place, 1, 10).size() == 2);
}

void journals(Place& place) {
    for (std::uint64_t number = 1; number <= 5; ++number) {
        Batch batch = batch_of(place, {{scope(number), 0}}, {put(number, number, "X")});
        JournalRecord command;
        command.envelope.client = client(number);
        command.envelope.seq = 7;
        command.envelope.command = SuspendAccount{};
        command.drawn.account_numbers = {"123456789"};
        command.refusal = Refusal::already_suspended;
        command.submitted = 42;
        batch.journal.push_back(command);
        commit_well(place, batch);
    }
    place.reopen();
    const auto all = journal(place, 1, 100);
    REQUIRE(all.size() == 10);
    for (std::size_t at = 0; at < all.size(); ++at) {
        CHECK(all[at].number == static_cast<std::int64_t>(at + 1));
        CHECK(all[at].version == static_cast<Version>(at / 2 + 1));
    }
    CHECK(all[0].own);
    REQUIRE(all[0].written.size() == 1);
    CHECK(all[0].written[0].after == face(1, "X"));
    CHECK(all[1].envelope.client == client(1));
    CHECK(std::holds_alternative<SuspendAccount>(all[1].envelope.command));
    CHECK(all[1].drawn.account_numbers.size() == 1);
    CHECK(all[1].refusal == Refusal::already_suspended);
    CHECK(all[1].submitted == 42);
    const auto some = journal(place, 4, 3);
    REQUIRE(some.size() == 3);
    CHECK(some[0].number == 4);
    CHECK(some[2].number == 6);
}

void scans(Place& place) {
    for (std::uint64_t number = 1; number <= 4; ++number) {
        commit_well(place, batch_of(place, {{scope(number), 0}}, {put(number, number, "X")}));
    }
    commit_well(place, batch_of(place, {{account_scope(account(1)), 0}},
                                {{account_scope(account(1)), std::nullopt, Row(AccountRow{account(1)})}}));
    commit_well(place, batch_of(place, {{scope(4), 4}}, {erase(4, 4, "X")}));
    place.reopen();
    std::vector<Scope> seen;
    std::size_t most = 10;
    const auto scan = [&] {
        bool done = false;
        place.database().scan(
            ScopeKind::face,
            [&](const Scope& one, const ScopeRows& rows) {
                seen.push_back(one);
                CHECK(rows.count<FaceRow>() == 1);
                return seen.size() < most;
            },
            [&](DatabaseError error) { done = error == DatabaseError::none; });
        finish(place);
        CHECK(done);
    };
    scan();
    std::sort(seen.begin(), seen.end());
    CHECK(seen == std::vector<Scope>{scope(1), scope(2), scope(3)});
    seen.clear();
    most = 2;
    scan();
    CHECK(seen.size() == 2);
}

void answers_in_order(Place& place) {
    std::vector<int> order;
    Database& database = place.database();
    Version loaded = -1;
    database.commit(batch_of(place, {{scope(1), 0}}, {put(1, 1, "A")}),
                    [&](const Committed&) { order.push_back(1); });
    database.load({scope(1)}, [&](const Loaded& answer) {
        loaded = answer.scopes[0].version;
        order.push_back(2);
    });
    database.commit(batch_of(place, {{scope(1), 1}}, {put(1, 2, "B")}), [&](const Committed& result) {
        CHECK(result.error == DatabaseError::none);
        order.push_back(3);
    });
    database.read({}, [&](const ReadAnswer& answer) {
        CHECK(answer.version == 2);
        order.push_back(4);
    });
    finish(place);
    CHECK(order == std::vector<int>{1, 2, 3, 4});
    CHECK(loaded == 1);
}

void keeps_its_epoch(Place& place) {
    const std::string epoch = place.database().epoch();
    CHECK_FALSE(epoch.empty());
    commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "A")}));
    place.reopen();
    CHECK(place.database().epoch() == epoch);
}

}  // namespace

void run(const std::function<std::unique_ptr<Place>()>& make) {
    const auto place = make();
    SECTION("loads and commits") { loads_and_commits(*place); }
    SECTION("a row changes twice in one commit") { a_row_changes_twice_in_one_commit(*place); }
    SECTION("conflicts") { conflicts(*place); }
    SECTION("clients") { clients(*place); }
    SECTION("reads") { reads(*place); }
    SECTION("history ends") { history_ends(*place); }
    SECTION("fills") { fills(*place); }
    SECTION("journals") { journals(*place); }
    SECTION("scans") { scans(*place); }
    SECTION("answers in order") { answers_in_order(*place); }
    SECTION("keeps its epoch") { keeps_its_epoch(*place); }
}

}  // namespace database_suite
