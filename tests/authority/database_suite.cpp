#include "authority/database_suite.h"

#include <algorithm>
#include <optional>

#include "wire/scope_sum.h"

namespace database_suite {
namespace {

using namespace parasol;

// What is to hold, as it is written here.
#define HOLDS(...) place.check((__VA_ARGS__), #__VA_ARGS__)

// Waits for one answer. It may come after nobody waits for it any more.
template <class Answer, class Ask>
Answer answer_of(Place& place, Ask&& ask) {
    const auto answer = std::make_shared<std::optional<Answer>>();
    ask([answer](Answer given) { *answer = std::move(given); });
    place.finish([&] { return answer->has_value(); });
    return HOLDS(answer->has_value()) ? std::move(**answer) : Answer();
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
    auto answer = answer_of<std::pair<DatabaseError, std::vector<JournalRecord>>>(place, [&](auto done) {
        place.database().journal(number, most, [done](DatabaseError error, std::vector<JournalRecord> entries) {
            done({error, std::move(entries)});
        });
    });
    HOLDS(answer.first == DatabaseError::none);
    return std::move(answer.second);
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
    batch.now = place.now();
    JournalRecord record;
    record.own = true;
    record.envelope.time = batch.now;
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
    HOLDS(result.error == DatabaseError::none);
    return result.version;
}

void loads_and_commits(Place& place) {
    const Loaded before = load(place, {scope(1), scope(2), scope(1)});
    if (!HOLDS(before.scopes.size() == 3)) return;
    HOLDS(before.scopes[0].scope == scope(1));
    HOLDS(before.scopes[1].scope == scope(2));
    HOLDS(before.scopes[0].version == 0);
    HOLDS(before.scopes[0].rows.empty());

    const Version first =
        commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "One"), put(1, 9, "Nine")}));
    HOLDS(first == 1);
    const Version second = commit_well(place, batch_of(place, {{scope(2), 0}}, {put(2, 2, "Two")}));
    HOLDS(second == 2);
    place.reopen();
    const Loaded after = load(place, {scope(1), scope(2), scope(3)});
    HOLDS(after.scopes[0].version == first);
    HOLDS(after.scopes[0].rows == std::vector<Row>{face(1, "One"), face(9, "Nine")});
    HOLDS(after.scopes[1].version == second);
    HOLDS(after.scopes[2].version == 0);
    HOLDS(load(place, {}).scopes.empty());
}

void a_row_changes_twice_in_one_commit(Place& place) {
    commit_well(place,
                batch_of(place, {{scope(1), 0}},
                         {put(1, 1, "A"), put(1, 2, "B"), put(1, 1, "C", face(1, "A")), erase(1, 2, "B")}));
    place.reopen();
    HOLDS(load(place, {scope(1)}).scopes[0].rows == std::vector<Row>{face(1, "C")});
}

void conflicts(Place& place) {
    const Version first = commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "One")}));
    const Version second =
        commit_well(place, batch_of(place, {{scope(1), first}}, {put(1, 1, "Uno", face(1, "One"))}));
    place.reopen();
    const Committed late =
        commit(place, batch_of(place, {{scope(1), first}, {scope(2), 0}}, {put(2, 2, "Two")}));
    HOLDS(late.error == DatabaseError::conflict);
    if (!HOLDS(late.stale.size() == 1)) return;
    HOLDS(late.stale[0] == scope(1));
    HOLDS(load(place, {scope(2)}).scopes[0].rows.empty());
    HOLDS(commit(place, batch_of(place, {{scope(1), 0}}, {put(1, 3, "X")})).error == DatabaseError::conflict);
    HOLDS(commit(place, batch_of(place, {{scope(2), 1}}, {put(2, 3, "X")})).error == DatabaseError::conflict);
    HOLDS(journal(place, 1, 100).size() == 2);

    // An emptied scope has a version too, and is not what it was.
    const Version third = commit_well(place, batch_of(place, {{scope(1), second}}, {erase(1, 1, "Uno")}));
    place.reopen();
    const Loaded empty = load(place, {scope(1)});
    HOLDS(empty.scopes[0].rows.empty());
    HOLDS(empty.scopes[0].version == third);
    HOLDS(commit(place, batch_of(place, {{scope(1), second}}, {})).error == DatabaseError::conflict);
}

void clients(Place& place) {
    Batch batch = batch_of(place, {}, {});
    batch.clients = {progress(1, 0, 3, place.now())};
    commit_well(place, batch);
    batch.clients = {progress(1, 3, 4, place.now()), progress(2, 0, 1, place.now())};
    commit_well(place, batch);
    place.reopen();
    ReadRequest request;
    request.clients = {{client(1), 2}, {client(7), 0}, {client(2), 0}, {client(1), 99}};
    const ReadAnswer answer = read(place, request);
    if (!HOLDS(answer.clients.size() == 4)) return;
    HOLDS(answer.clients[0].client == client(1));
    HOLDS(answer.clients[0].person == person(1));
    HOLDS(answer.clients[0].last_seq == 4);
    if (!HOLDS(answer.clients[0].outcomes.size() == 2)) return;
    HOLDS(answer.clients[0].outcomes[0].outcome.seq == 3);
    HOLDS(answer.clients[0].outcomes[1].outcome.refusal == Refusal::name_missing);
    HOLDS(answer.clients[0].outcomes[1].content == 4000);
    HOLDS(answer.clients[1].client == client(7));
    HOLDS(answer.clients[1].person.is_none());
    HOLDS(answer.clients[1].last_seq == 0);
    HOLDS(answer.clients[2].outcomes.size() == 1);
    HOLDS(answer.clients[3].outcomes.empty());

    batch.clients = {progress(1, 3, 5, place.now())};
    HOLDS(commit(place, batch).error == DatabaseError::conflict);
    batch.clients = {progress(1, 4, 5, place.now())};
    batch.clients[0].person = person(2);
    HOLDS(commit(place, batch).error == DatabaseError::conflict);

    place.jump(kept_history + one_day);
    Batch later = batch_of(place, {}, {});
    later.clients = {progress(1, 4, 5, place.now())};
    commit_well(place, later);
    place.reopen();
    request.clients = {{client(1), 0}};
    const ReadAnswer kept = read(place, request);
    HOLDS(kept.clients[0].last_seq == 5);
    HOLDS(kept.clients[0].outcomes.size() == 1);
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
    HOLDS(answer.error == DatabaseError::none);
    HOLDS(answer.version == second);
    if (!HOLDS(answer.changes.size() == 1)) return;
    HOLDS(answer.changes[0].scope == scope(1));
    HOLDS(!answer.changes[0].whole);
    HOLDS(answer.changes[0].rows.empty());
    if (!HOLDS(answer.changes[0].deleted.size() == 1)) return;
    HOLDS(answer.changes[0].deleted[0].id == account(2));
    HOLDS(answer.changes[0].deleted[0].type == row_type<FaceRow>);
    if (!HOLDS(answer.whole.size() == 3)) return;
    HOLDS(answer.whole[0].rows == std::vector<Row>{face(1, "A"), face(3, "C")});
    HOLDS(answer.whole[1].rows.empty());
    HOLDS(answer.whole[2].rows.size() == 1);

    request.expected = {{scope(1), first}, {scope(2), second}};
    const ReadAnswer stale = read(place, request);
    HOLDS(stale.error == DatabaseError::conflict);
    if (!HOLDS(stale.stale.size() == 1)) return;
    HOLDS(stale.stale[0] == scope(1));
    HOLDS(stale.changes.empty());
    HOLDS(stale.whole.empty());

    ReadRequest little;
    little.whole = {scope(1), scope(2)};
    little.most_rows = 1;
    HOLDS(read(place, little).whole.size() == 1);
    little.most_rows = 2;
    HOLDS(read(place, little).whole.size() == 1);
    little.most_rows = 3;
    HOLDS(read(place, little).whole.size() == 2);

    ReadRequest unknown;
    unknown.changes = {{scope(1), -1}, {scope(2), second + 1}};
    const ReadAnswer whole = read(place, unknown);
    if (!HOLDS(whole.changes.size() == 2)) return;
    HOLDS(whole.changes[0].whole);
    HOLDS(whole.changes[1].whole);
}

std::vector<std::uint64_t> numbers_of(const std::vector<Row>& rows) {
    std::vector<std::uint64_t> numbers;
    for (const Row& row : rows) numbers.push_back(row_id(row).low);
    return numbers;
}

// A scope comes in parts, while it goes on changing.
void parts(Place& place) {
    using Numbers = std::vector<std::uint64_t>;
    const Version first = commit_well(place, batch_of(place, {{scope(1), 0}, {scope(2), 0}},
                                                      {put(1, 1, "A"), put(1, 2, "B"), put(1, 4, "D"), put(1, 6, "F"),
                                                       put(1, 7, "G"), put(2, 3, "C")}));
    ReadRequest request;
    request.whole = {scope(1), scope(2)};
    request.part_rows = 2;
    request.most_rows = 100;
    const ReadAnswer begins = read(place, request);
    if (!HOLDS(begins.whole.size() == 1)) return;
    HOLDS(begins.whole[0].whole);
    HOLDS(numbers_of(begins.whole[0].rows) == Numbers{1, 2});
    if (!HOLDS(begins.whole[0].after.has_value())) return;
    HOLDS(*begins.whole[0].after == (RowName{row_type<FaceRow>, account(2)}));

    // Before the place, in front of it and behind it; the row of the place itself is gone.
    const Version second = commit_well(place, batch_of(place, {{scope(1), first}},
                                                       {put(1, 1, "A2", face(1, "A")), erase(1, 2, "B"), put(1, 3, "C"),
                                                        put(1, 7, "G2", face(7, "G"))}));
    place.reopen();
    request = {};
    request.most_rows = 100;
    request.begun = {{scope(1), first, *begins.whole[0].after}};
    request.whole = {scope(2)};
    request.part_rows = 6;
    const ReadAnswer goes_on = read(place, request);
    if (!HOLDS(goes_on.changes.size() == 1)) return;
    HOLDS(!goes_on.changes[0].whole);
    HOLDS(goes_on.changes[0].deleted.size() == 1);
    Numbers numbers = numbers_of(goes_on.changes[0].rows);
    std::sort(numbers.begin(), numbers.end());
    HOLDS(numbers == Numbers{1, 3, 3, 4, 7});  // what has changed is told besides: 1, 3 and 7; then the part: 3 and 4
    HOLDS(goes_on.changes[0].after == (RowName{row_type<FaceRow>, account(4)}));
    HOLDS(goes_on.whole.empty());
    HOLDS(goes_on.version == second);

    request.begun = {{scope(1), second, *goes_on.changes[0].after}};
    const ReadAnswer ends = read(place, request);
    if (!HOLDS(ends.changes.size() == 1)) return;
    HOLDS(numbers_of(ends.changes[0].rows) == Numbers{6, 7});
    HOLDS(!ends.changes[0].after.has_value());
    std::int64_t sum = 0;
    const Loaded all = load(place, {scope(1)});
    for (const Row& row : all.scopes[0].rows) sum = sum_with(sum, sum_of(row));
    HOLDS(ends.changes[0].sum == sum);
    if (!HOLDS(ends.whole.size() == 1)) return;
    HOLDS(numbers_of(ends.whole[0].rows) == Numbers{3});
    HOLDS(!ends.whole[0].after.has_value());

    // There is always an answer about what has begun; without room it says the same place again.
    request.begun = {{scope(1), second, {row_type<FaceRow>, account(4)}}, {scope(2), second, {}}};
    request.whole.clear();
    request.part_rows = 1;
    const ReadAnswer slow = read(place, request);
    if (!HOLDS(slow.changes.size() == 2)) return;
    HOLDS(numbers_of(slow.changes[0].rows) == Numbers{6});
    HOLDS(slow.changes[1].rows.empty());
    HOLDS(slow.changes[1].after == RowName());

    // What changed more than there is room for, and what a lost history may have changed, is asked for anew.
    request.begun = {{scope(1), -1, {row_type<FaceRow>, account(1)}}};
    request.most_rows = 2;
    const ReadAnswer anew = read(place, request);
    HOLDS(anew.later == std::vector<Scope>{scope(1)});
    HOLDS(anew.changes.empty());
    request.begun = {{scope(1), first, {row_type<FaceRow>, account(1)}}};
    request.changes = {{scope(2), 0}};
    const ReadAnswer full = read(place, request);
    HOLDS(full.later == std::vector<Scope>{scope(1)});
}

void history_ends(Place& place) {
    const Version first =
        commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "A"), put(1, 2, "B")}));
    commit_well(place, batch_of(place, {{scope(1), first}}, {erase(1, 2, "B")}));
    ReadRequest request;
    request.changes = {{scope(1), first}};
    place.jump(kept_history - one_hour);
    place.reopen();
    HOLDS(!read(place, request).changes[0].whole);
    place.jump(2 * one_hour);
    const Version third = commit_well(place, batch_of(place, {{scope(2), 0}}, {put(2, 1, "A")}));
    for (int time = 0; time < 2; ++time) {
        const ReadAnswer answer = read(place, request);
        if (!HOLDS(answer.changes.size() == 1)) return;
        HOLDS(answer.changes[0].whole);
        HOLDS(answer.changes[0].rows.size() == 1);
        request.changes = {{scope(1), third - 1}};
        HOLDS(read(place, request).changes.empty());
        request.changes = {{scope(1), first}};
        place.reopen();
    }
    // What had that version all along may still be committed over, read anew.
    const Version now = load(place, {scope(1)}).scopes[0].version;
    HOLDS(now > 0);
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
    HOLDS(filled.error == DatabaseError::none);
    HOLDS(filled.version == 1);
    HOLDS(fill().error == DatabaseError::conflict);
    place.reopen();
    const Loaded loaded = load(place, {scope(1), scope(2)});
    HOLDS(loaded.scopes[0].version == 1);
    HOLDS(loaded.scopes[0].rows.size() == 1);
    HOLDS(loaded.scopes[1].version == 0);
    HOLDS(commit_well(place, batch_of(place, {{scope(1), 1}, {scope(2), 0}}, {put(2, 2, "Two")})) == 2);
    place.reopen();
    ReadRequest request;
    request.changes = {{scope(1), 1}, {scope(2), 1}, {scope(1), 0}};
    const ReadAnswer answer = read(place, request);
    if (!HOLDS(answer.changes.size() == 2)) return;
    HOLDS(!answer.changes[0].whole);
    HOLDS(answer.changes[1].whole);
    HOLDS(journal(place, 1, 10).size() == 2);
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
    if (!HOLDS(all.size() == 10)) return;
    for (std::size_t at = 0; at < all.size(); ++at) {
        HOLDS(all[at].number == static_cast<std::int64_t>(at + 1));
        HOLDS(all[at].version == static_cast<Version>(at / 2 + 1));
    }
    HOLDS(all[0].own);
    if (!HOLDS(all[0].written.size() == 1)) return;
    HOLDS(all[0].written[0].after == face(1, "X"));
    HOLDS(all[1].envelope.client == client(1));
    HOLDS(std::holds_alternative<SuspendAccount>(all[1].envelope.command));
    HOLDS(all[1].drawn.account_numbers.size() == 1);
    HOLDS(all[1].refusal == Refusal::already_suspended);
    HOLDS(all[1].submitted == 42);
    const auto some = journal(place, 4, 3);
    if (!HOLDS(some.size() == 3)) return;
    HOLDS(some[0].number == 4);
    HOLDS(some[2].number == 6);
}

void goes_back(Place& place) {
    const auto step = [&](std::vector<ScopeVersion> read, ChangeSet changes) {
        const Batch batch = batch_of(place, std::move(read), std::move(changes));
        commit_well(place, batch);
        place.jump(one_second);
        return batch.now;
    };
    const Instant made = step({{scope(1), 0}}, {put(1, 1, "A"), put(1, 2, "B")});
    const Instant renamed = step({{scope(1), 1}}, {put(1, 1, "C", face(1, "A"))});
    place.reopen();
    const Instant replaced = step({{scope(1), 2}, {scope(2), 0}},
                                  {put(1, 1, "D", face(1, "C")), erase(1, 2, "B"), put(1, 3, "E"), put(2, 5, "F")});

    const auto whole_at = [&](Instant at) {
        ReadRequest request;
        request.whole = {scope(1), scope(2)};
        request.as_of = at;
        ReadAnswer answer = read(place, request);
        HOLDS(answer.whole.size() == 2);
        answer.whole.resize(2);
        for (ScopeChanges& one : answer.whole) {
            std::sort(one.rows.begin(), one.rows.end(),
                      [](const Row& a, const Row& b) { return row_id(a) < row_id(b); });
        }
        return answer;
    };
    using Rows = std::vector<Row>;
    HOLDS(whole_at(replaced).whole[0].rows == Rows{face(1, "D"), face(3, "E")});
    HOLDS(whole_at(replaced).whole[1].rows == Rows{face(5, "F")});
    HOLDS(whole_at(replaced - 1).whole[0].rows == Rows{face(1, "C"), face(2, "B")});
    HOLDS(whole_at(replaced - 1).whole[1].rows.empty());
    HOLDS(whole_at(renamed).whole[0].rows == Rows{face(1, "C"), face(2, "B")});
    HOLDS(whole_at(renamed - 1).whole[0].rows == Rows{face(1, "A"), face(2, "B")});
    // Nothing is known of before the first entry.
    HOLDS(whole_at(made - one_day).as_of == made);
    HOLDS(whole_at(made - one_day).whole[0].rows == Rows{face(1, "A"), face(2, "B")});
    HOLDS(whole_at(replaced + 5).as_of == replaced + 5);

    // From any version: what is deleted since is put back, what was made since is taken away.
    ReadRequest back;
    back.changes = {{scope(1), 3}, {scope(2), 3}, {scope(1), 1}};
    back.as_of = made;
    const ReadAnswer answer = read(place, back);
    if (!HOLDS(answer.changes.size() == 3)) return;
    for (const std::size_t at : {0, 2}) {
        HOLDS(!answer.changes[at].whole);
        HOLDS(answer.changes[at].rows.size() == 2);
        HOLDS(answer.changes[at].deleted.size() == 1 && answer.changes[at].deleted[0].id == account(3));
    }
    HOLDS(answer.changes[1].rows.empty());
    HOLDS(answer.changes[1].deleted.size() == 1 && answer.changes[1].deleted[0].id == account(5));
    // A version before the instant: what has changed between the two comes along.
    ReadRequest on;
    on.changes = {{scope(1), 1}};
    on.as_of = renamed;
    const ReadAnswer later = read(place, on);
    if (!HOLDS(later.changes.size() == 1)) return;
    HOLDS(std::find(later.changes[0].rows.begin(), later.changes[0].rows.end(), face(1, "C")) !=
          later.changes[0].rows.end());
    // What is committed from here on is known at once.
    const Instant last = step({{scope(2), 3}}, {erase(2, 5, "F")});
    HOLDS(whole_at(last).whole[1].rows.empty());
    HOLDS(whole_at(last - 1).whole[1].rows == Rows{face(5, "F")});
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
        const auto error = answer_of<std::optional<DatabaseError>>(place, [&](auto done) {
            place.database().scan(
                ScopeKind::face,
                [&](const Scope& one, const ScopeRows& rows) {
                    seen.push_back(one);
                    HOLDS(rows.count<FaceRow>() == 1);
                    return seen.size() < most;
                },
                done);
        });
        HOLDS(error == DatabaseError::none);
    };
    scan();
    std::sort(seen.begin(), seen.end());
    HOLDS(seen == std::vector<Scope>{scope(1), scope(2), scope(3)});
    seen.clear();
    most = 2;
    scan();
    HOLDS(seen.size() == 2);
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
        HOLDS(result.error == DatabaseError::none);
        order.push_back(3);
    });
    database.read({}, [&](const ReadAnswer& answer) {
        HOLDS(answer.version == 2);
        order.push_back(4);
    });
    place.finish([&] { return order.size() == 4; });
    HOLDS(order == std::vector<int>{1, 2, 3, 4});
    HOLDS(loaded == 1);
}

void keeps_its_epoch(Place& place) {
    const std::string epoch = place.database().epoch();
    HOLDS(!epoch.empty());
    commit_well(place, batch_of(place, {{scope(1), 0}}, {put(1, 1, "A")}));
    place.reopen();
    HOLDS(place.database().epoch() == epoch);
}

}  // namespace

const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        {"loads and commits", loads_and_commits},
        {"a row changes twice in one commit", a_row_changes_twice_in_one_commit},
        {"conflicts", conflicts},
        {"clients", clients},
        {"reads", reads},
        {"parts", parts},
        {"history ends", history_ends},
        {"fills", fills},
        {"journals", journals},
        {"goes back", goes_back},
        {"scans", scans},
        {"answers in order", answers_in_order},
        {"keeps its epoch", keeps_its_epoch},
    };
    return all;
}

}  // namespace database_suite
