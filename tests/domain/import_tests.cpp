#include <chrono>

#include "catch.h"
#include "domain/import_check.h"
#include "domain/text_rules.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

struct Tree : World {
    AccountId north = partner("North");
    AccountId moor = add(north, AccountKind::reseller, "Moor", "MOOR");
    AccountId elm = add(moor, AccountKind::customer, "Elm", "ELM");
    AccountId south = add(root, AccountKind::partner, "South", "SOUTH");
    PersonId norman = person(north, Role::account_owner, "Norman");
    PersonId viola = person(north, Role::viewer, "Viola");

    ImportRow row(const std::string& name, AccountKind kind = AccountKind::customer,
                  const std::string& parent = {}, const std::string& reference = {}) {
        ImportRow made;
        made.id = fresh<AccountId>();
        if (kind == AccountKind::partner || kind == AccountKind::reseller) {
            made.internal_use_id = fresh<AccountId>();
        }
        made.name = name;
        made.kind = kind;
        made.parent = parent;
        made.third_party_reference = reference;
        return made;
    }
    Decision import(std::vector<ImportRow> rows_to_import) {
        return run(envelope_of(own(norman, north), ImportAccounts{std::move(rows_to_import)}));
    }
    std::string words(std::vector<ImportRow> rows_to_import) {
        return in_words(import(std::move(rows_to_import)));
    }
    std::vector<ImportProblem> problems(std::vector<ImportRow> rows_to_import) {
        const std::vector<ImportProblem> preview = check_import(rows, north, rows_to_import);
        const Decision decision = import(std::move(rows_to_import));
        REQUIRE(decision.refused());
        REQUIRE(decision.refused()->refusal == Refusal::import_row);
        CHECK(preview == decision.refused()->problems);  // everything is held here
        return decision.refused()->problems;
    }
    std::string number_of(AccountId id) const { return account(id).number; }
};

ImportProblem problem(std::int64_t row, const std::string& column, Refusal reason,
                      const std::string& detail = {}) {
    return {row, column, reason, detail};
}

using Problems = std::vector<ImportProblem>;

}  // namespace

namespace Catch {
template <>
struct StringMaker<ImportProblem> {
    static std::string convert(const ImportProblem& value) {
        return std::to_string(value.row) + " " + value.column + " " + std::string(to_string(value.reason)) +
               " '" + value.detail + "'";
    }
};
}  // namespace Catch

TEST_CASE("A file brings in a whole tree, in any order") {
    Tree t;
    std::vector<ImportRow> rows = {
        t.row("Leaf of new", AccountKind::customer, "NEW", "L"),
        t.row("New", AccountKind::reseller, "MOOR", "NEW"),
        t.row("Below the base", AccountKind::customer),
        t.row("By number", AccountKind::customer, t.number_of(t.moor)),
        t.row("The base by number", AccountKind::internal_use, t.number_of(t.north)),
        t.row("By a row's number", AccountKind::customer, "765432100", "L"),
        t.row("Numbered", AccountKind::reseller, "", "NUM"),
    };
    rows[6].number = "765432100";
    rows[0].contact = " Lee ";
    rows[0].email = " lee@leaf.example ";
    CHECK(t.words(rows) == "done");
    t.expect_whole();

    CHECK(t.account(rows[0].id).parent == rows[1].id);
    CHECK(t.account(rows[0].id).contact.name == "Lee");
    CHECK(t.account(rows[0].id).contact.email == "lee@leaf.example");
    CHECK(t.account(rows[1].id).parent == t.moor);
    CHECK(t.account(rows[1].internal_use_id).name == "New - Internal Use");
    CHECK(t.account(rows[2].id).parent == t.north);
    CHECK(t.account(rows[3].id).parent == t.moor);
    CHECK(t.account(rows[4].id).parent == t.north);
    CHECK(t.account(rows[5].id).parent == rows[6].id);
    CHECK(t.account(rows[6].id).number == "765432100");
    CHECK(is_account_number(t.account(rows[0].id).number));
    CHECK(t.index(rows[0].id)->name == "Leaf of new");

    for (ImportRow& row : rows) row.id = t.fresh<AccountId>();
    for (ImportRow& row : rows) {
        if (!row.internal_use_id.is_none()) row.internal_use_id = t.fresh<AccountId>();
    }
    CHECK(t.words(rows) == "import_row");  // by now numbers and references are taken
}

TEST_CASE("Every bad row is named by row, column and reason, and nothing comes in") {
    Tree t;
    const std::size_t before = t.rows.row_count();
    std::vector<ImportRow> rows = {
        t.row("Good"),
        t.row("  "),
        t.row(std::string(10000, 'n')),
        t.row("Con\ntrol"),
        t.row("Number", AccountKind::customer),
        t.row("Taken", AccountKind::customer),
        t.row("Mail", AccountKind::customer),
        t.row("Nowhere", AccountKind::customer, "NOPE"),
        t.row("Elsewhere", AccountKind::customer, "SOUTH"),
        t.row("Elsewhere by number", AccountKind::customer, t.number_of(t.south)),
        t.row("Below a customer", AccountKind::customer, "ELM"),
        t.row("Partner below partner", AccountKind::partner, ""),
        t.row("Ring one", AccountKind::reseller, "R2", "R1"),
        t.row("Ring two", AccountKind::reseller, "R1", "R2"),
        t.row("Below the ring", AccountKind::customer, "R1"),
        t.row("Its own parent", AccountKind::reseller, "SELF", "SELF"),
        t.row("Repeats a reference", AccountKind::customer, "", "MOOR"),
        t.row("Same in the file", AccountKind::customer, t.number_of(t.moor), "S"),
        t.row("Same in the file", AccountKind::customer, t.number_of(t.moor), " S "),
        t.row("Long reference", AccountKind::customer, "", std::string(501, 'r')),
        t.row("Contact", AccountKind::customer),
        t.row("Operator", AccountKind::operator_),
        t.row("Twice numbered", AccountKind::customer),
        t.row("Twice numbered", AccountKind::customer),
        t.row("Below a row that is a customer", AccountKind::customer, "S"),
    };
    rows[4].number = "12";
    rows[5].number = t.number_of(t.root);
    rows[6].email = "nobody";
    rows[20].contact = "two\nlines";
    rows[22].number = rows[23].number = "765432100";
    const Problems expected = {
        problem(3, "name", Refusal::name_missing, "  "),
        problem(4, "name", Refusal::name_too_long, std::string(80, 'n') + "\xE2\x80\xA6"),
        problem(5, "name", Refusal::text_has_control_characters, "Con\xEF\xBF\xBDtrol"),
        problem(6, "number", Refusal::number_not_valid, "12"),
        problem(7, "number", Refusal::number_taken, t.number_of(t.root)),
        problem(8, "email", Refusal::email_not_valid, "nobody"),
        problem(9, "parent", Refusal::parent_unknown, "NOPE"),
        problem(10, "parent", Refusal::parent_unknown, "SOUTH"),
        problem(11, "parent", Refusal::parent_unknown, t.number_of(t.south)),
        problem(12, "kind", Refusal::kind_not_allowed_here, "customer"),
        problem(13, "kind", Refusal::kind_not_allowed_here, "partner"),
        problem(14, "parent", Refusal::parent_cycle, "R2"),
        problem(15, "parent", Refusal::parent_cycle, "R1"),
        problem(17, "parent", Refusal::parent_cycle, "SELF"),
        problem(18, "third_party_reference", Refusal::reference_taken, "MOOR"),
        problem(20, "third_party_reference", Refusal::reference_taken, "row 19"),
        problem(21, "third_party_reference", Refusal::text_too_long, std::string(80, 'r') + "\xE2\x80\xA6"),
        problem(22, "contact", Refusal::text_has_control_characters, "two\xEF\xBF\xBDlines"),
        problem(23, "kind", Refusal::kind_not_allowed_here, "operator"),
        problem(25, "number", Refusal::number_taken, "row 24"),
        problem(26, "parent", Refusal::parent_ambiguous, "S"),
    };
    CHECK(t.problems(rows) == expected);
    CHECK(t.rows.row_count() == before);
}

TEST_CASE("Rows are named as the file counts them") {
    Tree t;
    std::vector<ImportRow> rows = {t.row("One", AccountKind::customer, "", "A"),
                                   t.row("Two", AccountKind::customer, "", "A")};
    rows[0].row = 7;
    rows[1].row = 12;
    CHECK(t.problems(rows) ==
          Problems{problem(12, "third_party_reference", Refusal::reference_taken, "row 7")});
}

TEST_CASE("A number goes before a reference, and a reference must fit one account alone") {
    Tree t;
    t.add(t.north, AccountKind::reseller, "Named like a number", t.number_of(t.moor));
    const ImportRow numbered = t.row("X", AccountKind::customer, t.number_of(t.moor));
    CHECK(t.words({numbered}) == "done");
    CHECK(t.account(numbered.id).parent == t.moor);

    t.add(t.moor, AccountKind::reseller, "Second of the name", "MOOR");
    CHECK(t.problems({t.row("Y", AccountKind::customer, "MOOR")}) ==
          Problems{problem(2, "parent", Refusal::parent_ambiguous, "MOOR")});
    // A reference that is nine digits, and nobody's number.
    t.add(t.north, AccountKind::reseller, "Digits", "555555555");
    CHECK(t.words({t.row("Z", AccountKind::customer, "555555555")}) == "done");
}

TEST_CASE("Below suspended and closed accounts nothing is imported") {
    Tree t;
    const AccountId heath = t.add(t.moor, AccountKind::reseller, "Heath", "HEATH");
    t.suspend(t.moor);
    CHECK(t.problems({t.row("A", AccountKind::customer, "HEATH"),
                      t.row("B", AccountKind::customer, t.number_of(heath)),
                      t.row("C", AccountKind::customer, "MOOR")}) ==
          Problems{problem(2, "parent", Refusal::account_suspended, "HEATH"),
                   problem(3, "parent", Refusal::account_suspended, t.number_of(heath)),
                   problem(4, "parent", Refusal::account_suspended, "MOOR")});
    t.resume(t.moor);
    AccountRow closed = t.account(heath);
    closed.state = AccountState::closed;
    t.write({{account_scope(heath), closed}});
    CHECK(t.problems({t.row("A", AccountKind::customer, "HEATH")}) ==
          Problems{problem(2, "parent", Refusal::account_closed, "HEATH")});

    t.suspend(t.north);
    CHECK(t.words({t.row("A")}) == "account_suspended");
    CHECK(World::in_words(t.run(t.envelope_of(t.as(t.staff, t.moor), ImportAccounts{{t.row("A")}}))) ==
          "account_suspended");
    t.resume(t.north);
    closed = t.account(t.north);
    closed.state = AccountState::closed;
    t.write({{account_scope(t.north), closed}});
    CHECK(t.words({t.row("A")}) == "account_closed");
}

TEST_CASE("An import as a whole is refused by name") {
    Tree t;
    CHECK(t.words({}) == "import_empty");
    CHECK(t.words(std::vector<ImportRow>(10001, t.row("A"))) == "import_too_large");
    CHECK(t.give(t.own(t.viola, t.north), ImportAccounts{{t.row("A")}}) == "not_allowed");
    CHECK(t.give(t.own(t.norman, t.south), ImportAccounts{{t.row("A")}}) == "not_found");
    CHECK(t.give(t.as(t.norman, t.elm), ImportAccounts{{t.row("A")}}) == "kind_not_allowed_here");

    std::vector<ImportRow> rows = {t.row("A"), t.row("B")};
    rows[1].id = rows[0].id;
    CHECK(t.words(rows) == "malformed");
    rows[1].id = t.elm;
    CHECK(t.words(rows) == "id_taken");
    CHECK(t.account(t.elm).name == "Elm");
    rows[1] = t.row("B", AccountKind::reseller);
    rows[1].internal_use_id = {};
    CHECK(t.words(rows) == "malformed");
    rows[1] = t.row("B \xC3");
    CHECK(t.words(rows) == "malformed");

    rows = {t.row("A"), t.row("B")};
    rows[0].number = "765432100";
    Drawn drawn;
    drawn.account_numbers = {"765432100"};
    const Envelope envelope = t.envelope_of(t.own(t.norman, t.north), ImportAccounts{rows});
    CHECK(World::in_words(t.run(envelope, drawn)) == "number_taken");
    drawn.account_numbers = {t.number_of(t.elm)};
    CHECK(World::in_words(t.run(envelope, drawn)) == "number_taken");
    drawn.account_numbers = {"765432101"};
    CHECK(World::in_words(t.run(envelope, drawn)) == "done");
}

TEST_CASE("At most 200 problems are named, the first of the file") {
    Tree t;
    std::vector<ImportRow> rows;
    for (int n = 0; n < 300; ++n) rows.push_back(t.row(n % 2 ? "" : "Good", AccountKind::customer, "NOPE"));
    const Problems problems = t.problems(rows);
    REQUIRE(problems.size() == 200);
    CHECK(problems[0] == problem(2, "parent", Refusal::parent_unknown, "NOPE"));
    CHECK(problems[1] == problem(3, "name", Refusal::name_missing, ""));
    CHECK(problems[199].row == 135);
}

TEST_CASE("A preview leaves to the authority what it cannot know") {
    Tree t;
    t.add(t.north, AccountKind::customer, "Ash", "ASH");
    RowSet client;
    for (const Scope& scope : {person_scope(t.norman), account_scope(t.north), standing_of(t.root)}) {
        t.rows.scope(scope)->each_row([&](const auto& row) { client.put(scope, row); });
    }
    std::vector<ImportRow> rows = {
        t.row("", AccountKind::customer, "UNKNOWN HERE"),
        t.row("New", AccountKind::reseller, "MOOR", "NEW"),
        t.row("Below new", AccountKind::partner, "NEW"),
        t.row("Number", AccountKind::customer, t.number_of(t.moor)),
        t.row("Same", AccountKind::customer, "", "ASH"),
    };
    rows[3].number = t.number_of(t.elm);
    const Problems known = {problem(2, "name", Refusal::name_missing, ""),
                            problem(4, "kind", Refusal::kind_not_allowed_here, "partner")};
    const std::size_t before = client.row_count();
    CHECK(check_import(client, t.north, rows) == known);
    CHECK(client.row_count() == before);

    // With the direct sub accounts it knows more.
    t.rows.scope(children_of(t.north))->each_row([&](const auto& row) {
        client.put(children_of(t.north), row);
    });
    Problems more = known;
    more.push_back(problem(6, "third_party_reference", Refusal::reference_taken, "ASH"));
    CHECK(check_import(client, t.north, rows) == more);
    CHECK(decide(t.envelope_of(t.own(t.norman, t.north), ImportAccounts{rows}), {}, client).undecided());
}

TEST_CASE("Problems that reading the file found are kept, and their rows' kinds not judged") {
    Tree t;
    std::vector<ImportRow> rows = {t.row("Odd", AccountKind::customer, "", "ODD"),
                                   t.row("Below odd", AccountKind::customer, "ODD"), t.row("")};
    const Problems found = {problem(2, "kind", Refusal::kind_not_valid, "shop")};
    CHECK(check_import(t.rows, t.north, rows, found) ==
          Problems{found[0], problem(4, "name", Refusal::name_missing, "")});
}

TEST_CASE("Ten thousand rows are one command") {
    Tree t;
    std::vector<ImportRow> rows;
    std::string above;
    for (int n = 0; n < 10000; ++n) {
        const std::string reference = "R" + std::to_string(n);
        const bool base = n % 100 == 0;
        rows.push_back(t.row("Account " + std::to_string(n),
                             base ? AccountKind::reseller : AccountKind::customer, base ? "" : above,
                             reference));
        if (base) above = reference;
    }
    std::reverse(rows.begin(), rows.end());  // parents last
    const auto begin = std::chrono::steady_clock::now();
    CHECK(t.words(rows) == "done");
    const auto took = std::chrono::steady_clock::now() - begin;
    // 0.5 s is the aim where it is optimised and alone; this bound holds under sanitizers on a busy machine
    // and is still far from what a step that looks at every other row would take.
    CHECK(std::chrono::duration<double>(took).count() < 20);
    WARN("10,000 rows: " << std::chrono::duration<double>(took).count()
                         << " s with all invariants looked at");
    CHECK(t.all<AccountIndexRow>(children_of(t.north)).size() == 102);
    CHECK(t.account(rows[9998].id).parent == rows[9999].id);
    t.expect_whole();
}

TEST_CASE("Names of every kind come through an import as they are, or are refused by name") {
    Tree t;
    const std::vector<std::string> good = {"<script>alert(1)</script>",
                                           "'; DROP TABLE accounts; --",
                                           "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
                                           "\xF0\x9F\x8F\xB4\xE2\x80\x8D\xE2\x98\xA0\xEF\xB8\x8F",
                                           "=HYPERLINK(\"x\")",
                                           "a,b\"c\"",
                                           "\xE6\xA0\xAA\xE5\xBC\x8F\xE4\xBC\x9A\xE7\xA4\xBE"};
    std::vector<ImportRow> rows;
    for (const std::string& name : good) rows.push_back(t.row(name));
    CHECK(t.words(rows) == "done");
    for (std::size_t n = 0; n < good.size(); ++n) CHECK(t.account(rows[n].id).name == good[n]);
}
