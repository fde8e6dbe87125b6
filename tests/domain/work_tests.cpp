#include "domain/work.h"

#include "catch.h"

using namespace parasol;

namespace {

const PersonId ann(Id{1, 1});
const Scope scope = person_scope(ann);

PersonRow person(const std::string& name) { return {ann, name, "ann@people.example"}; }

}  // namespace

TEST_CASE("A scope that is not held is unknown, and is remembered once") {
    RowSet rows;
    Work work(rows);
    CHECK(work.find<PersonRow>(scope, ann).unknown());
    CHECK(work.find<PersonRow>(scope, ann).unknown());
    CHECK_FALSE(work.each<PersonRow>(scope, [](const PersonRow&) {}));
    CHECK(work.undecided());
    CHECK(work.missed() == std::vector<Scope>{scope});
    CHECK(work.read() == std::vector<Scope>{scope});
    CHECK(work.missed_by_projection().empty());
    work.begin_projection();
    CHECK_FALSE(work.holds(face_of(AccountId(ann))));
    CHECK(work.missed() == std::vector<Scope>{scope});
    CHECK(work.missed_by_projection() == std::vector<Scope>{face_of(AccountId(ann))});
}

TEST_CASE("Many scopes are remembered once each, in order") {
    ScopeList list;
    std::vector<Scope> expected;
    for (int round = 0; round < 2; ++round) {
        for (std::uint64_t n = 1; n <= 100; ++n) {
            const Scope named = account_scope(AccountId(Id{n, n}));
            list.add(named);
            if (round == 0) expected.push_back(named);
        }
    }
    CHECK(list.list() == expected);
}

TEST_CASE("Writes are seen by later reads, handed out once a row, and leave the rows as they were") {
    RowSet rows;
    rows.put(scope, person("Ann"));
    {
        Work work(rows);
        work.put(scope, person("Anna"));
        CHECK(work.find<PersonRow>(scope, ann)->name == "Anna");
        work.put(scope, person("Anne"));
        const ChangeSet changes = work.take_changes();
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].before == Row(person("Ann")));
        CHECK(changes[0].after == Row(person("Anne")));
    }
    CHECK(rows.find<PersonRow>(scope, ann)->name == "Ann");
    {
        Work work(rows);
        work.put(scope, person("Anna"));
        work.put(scope, person("Ann"));
        CHECK(work.take_changes().empty());  // it ends as it began
    }
    {
        Work work(rows);
        work.erase<PersonRow>(scope, ann);
        CHECK(work.find<PersonRow>(scope, ann).absent());
        work.put(account_scope(AccountId(ann)), AccountRow{});
        // Taken by nobody: the end of the work undoes it all the same.
    }
    CHECK(rows.find<PersonRow>(scope, ann)->name == "Ann");
    CHECK_FALSE(rows.holds(account_scope(AccountId(ann))));
    CHECK(rows.row_count() == 1);
}

TEST_CASE("A created scope is empty from then on, and named as one to load") {
    RowSet rows;
    {
        Work work(rows);
        work.create(scope);
        CHECK(work.find<PersonRow>(scope, ann).absent());
        CHECK_FALSE(work.undecided());
        CHECK(work.missed_by_projection() == std::vector<Scope>{scope});
        CHECK(work.read() == std::vector<Scope>{scope});
    }
    CHECK_FALSE(rows.holds(scope));
    rows.put(scope, person("Ann"));
    Work work(rows);
    work.create(scope);
    CHECK(work.find<PersonRow>(scope, ann).present());
    CHECK(work.missed_by_projection().empty());
}

TEST_CASE("A copy is skipped where its scope is not held") {
    RowSet rows;
    Work work(rows);
    work.begin_projection();
    work.put_copy(scope, person("Ann"));
    CHECK(work.changes().empty());
    CHECK(work.missed_by_projection() == std::vector<Scope>{scope});
}

TEST_CASE("Change sets apply in order and undo in reverse") {
    RowSet rows;
    rows.put(scope, person("Ann"));
    const ChangeSet changes = {{scope, Row(person("Ann")), Row(person("Anna"))},
                               {scope, Row(person("Anna")), std::nullopt},
                               {scope, std::nullopt, Row(person("Anne"))}};
    rows.apply(changes);
    CHECK(rows.find<PersonRow>(scope, ann)->name == "Anne");
    CHECK(rows.row_count() == 1);
    rows.undo(changes);
    CHECK(rows.find<PersonRow>(scope, ann)->name == "Ann");
    CHECK(rows.row_count() == 1);
    rows.drop(scope);
    CHECK(rows.row_count() == 0);
}
