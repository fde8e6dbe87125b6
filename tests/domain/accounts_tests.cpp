#include "catch.h"
#include "domain/text_rules.h"
#include "domain/world.h"
#include "support/commands.h"

using namespace parasol;
using world::World;

namespace {

struct Tree : World {
    AccountId north = partner("North");
    AccountId moor = reseller(north, "Moor");
    AccountId elm = customer(moor, "Elm");
    AccountId ash = customer(north, "Ash");
    PersonId norman = person(north, Role::account_owner, "Norman");
    PersonId mo = person(moor, Role::account_owner, "Mo");
    PersonId ella = person(elm, Role::account_owner, "Ella");
    PersonId viola = person(north, Role::viewer, "Viola");

    AddAccount adding(AccountKind kind, const std::string& name = "New") {
        AddAccount command;
        command.id = fresh<AccountId>();
        if (kind == AccountKind::partner || kind == AccountKind::reseller) {
            command.internal_use_id = fresh<AccountId>();
        }
        command.kind = kind;
        command.name = name;
        return command;
    }
};

}  // namespace

TEST_CASE("A database begins with the operator and its first owner") {
    World w;
    w.expect_whole();
    CHECK(w.account(w.root).kind == AccountKind::operator_);
    CHECK(w.all<HeldGrantRow>(person_scope(w.staff)).size() == 1);
    CHECK(w.all<HeldGrantRow>(person_scope(w.staff))[0].account_kind == AccountKind::operator_);
    CHECK(w.all<GrantRow>(people_of(w.root))[0].given_by.is_none());
    CHECK(w.rows.find<FaceRow>(face_of(w.root), w.root)->name == "Operator");
}

TEST_CASE("An account is added with all that follows from it") {
    Tree t;
    AddAccount command = t.adding(AccountKind::customer, "  Birch  ");
    command.third_party_reference = " B-1 ";
    command.contact = {"Bo", "bo@birch.example", "1", "2", "3", "4", "5"};
    CHECK(t.give(t.own(t.norman, t.north), command) == "done");

    const AccountRow& row = t.account(command.id);
    CHECK(row.parent == t.north);
    CHECK(row.name == "Birch");
    CHECK(row.third_party_reference == "B-1");
    CHECK(row.contact == command.contact);
    CHECK(row.signed_up == t.now);
    CHECK(row.state == AccountState::active);
    CHECK(row.number.size() == 9);
    const AccountIndexRow* index = t.index(command.id);
    REQUIRE(index);
    CHECK(index->name == "Birch");
    CHECK(index->number == row.number);
    CHECK(index->administrators == 0);
    CHECK(t.rows.find<NumberKeyRow>(number_key(row.number), command.id));
    CHECK_FALSE(t.rows.find<StandingRow>(standing_of(command.id), command.id));
    t.expect_whole();
}

TEST_CASE("Partners and resellers are made with an account for their own staff") {
    Tree t;
    const AddAccount command = t.adding(AccountKind::reseller, "Heath");
    CHECK(t.give(t.own(t.norman, t.north), command) == "done");
    const AccountRow& twin = t.account(command.internal_use_id);
    CHECK(twin.name == "Heath - Internal Use");
    CHECK(twin.kind == AccountKind::internal_use);
    CHECK(twin.parent == command.id);
    CHECK(twin.number != t.account(command.id).number);
    CHECK(t.index(twin.id));
    CHECK(t.rows.find<StandingRow>(standing_of(command.id), command.id)->parent == t.north);
    CHECK(t.rows.find<FaceRow>(face_of(command.id), command.id)->name == "Heath");

    std::string longest;
    for (int n = 0; n < 200; ++n) longest += "\xC3\xAB";
    const AddAccount wide = t.adding(AccountKind::reseller, longest);
    CHECK(t.give(t.own(t.norman, t.north), wide) == "done");
    const std::string& name = t.account(wide.internal_use_id).name;
    CHECK(code_points(name) == 200);
    CHECK(name.substr(name.size() - 15) == " - Internal Use");

    AddAccount without = t.adding(AccountKind::reseller);
    without.internal_use_id = {};
    CHECK(t.give(t.own(t.norman, t.north), without) == "malformed");
    AddAccount with = t.adding(AccountKind::customer);
    with.internal_use_id = t.fresh<AccountId>();
    CHECK(t.give(t.own(t.norman, t.north), with) == "malformed");
    AddAccount same = t.adding(AccountKind::reseller);
    same.internal_use_id = same.id;
    CHECK(t.give(t.own(t.norman, t.north), same) == "malformed");
}

TEST_CASE("Each kind has its place in the tree") {
    Tree t;
    const AccountId internal = t.add(t.north, AccountKind::internal_use, "Extra");
    const auto add = [&](AccountId base, AccountKind kind) {
        return t.give(t.as(t.staff, base), t.adding(kind));
    };
    const std::string refused = "kind_not_allowed_here";
    CHECK(add(t.root, AccountKind::partner) == "done");
    CHECK(add(t.root, AccountKind::reseller) == refused);
    CHECK(add(t.root, AccountKind::customer) == "done");
    CHECK(add(t.root, AccountKind::internal_use) == "done");
    CHECK(add(t.root, AccountKind::operator_) == refused);
    for (const AccountId base : {t.north, t.moor}) {
        CHECK(add(base, AccountKind::partner) == refused);
        CHECK(add(base, AccountKind::reseller) == "done");
        CHECK(add(base, AccountKind::customer) == "done");
        CHECK(add(base, AccountKind::internal_use) == "done");
        CHECK(add(base, AccountKind::operator_) == refused);
    }
    for (const AccountId leaf : {t.elm, internal}) {
        for (const AccountKind kind : {AccountKind::partner, AccountKind::reseller, AccountKind::customer,
                                       AccountKind::internal_use}) {
            CHECK(add(leaf, kind) == refused);
        }
    }
}

TEST_CASE("Adding an account is refused by name") {
    Tree t;
    const auto norman = t.own(t.norman, t.north);
    AddAccount command = t.adding(AccountKind::customer);

    SECTION("without the role, or outside one's reach") {
        CHECK(t.give(t.own(t.viola, t.north), command) == "not_allowed");
        CHECK(t.give(t.own(t.mo, t.north), command) == "not_found");
        CHECK(t.give(t.parent(t.mo, t.moor, t.north), command) == "not_found");
        CHECK(t.give(t.own(t.norman, AccountId(Id{5, 5})), command) == "not_found");
    }
    SECTION("fields") {
        command.name = "   ";
        CHECK(t.give(norman, command) == "name_missing");
        command.name = std::string(201, 'n');
        CHECK(t.give(norman, command) == "name_too_long");
        command.name =
            "a\xE2\x80\xAE"
            "b";
        CHECK(t.give(norman, command) == "text_has_control_characters");
        command.name = "broken \xC3";
        CHECK(t.give(norman, command) == "malformed");
        command.name = "Good";
        command.third_party_reference = std::string(501, 'r');
        CHECK(t.give(norman, command) == "text_too_long");
        command.third_party_reference = "one\ntwo";
        CHECK(t.give(norman, command) == "text_has_control_characters");
        command.third_party_reference = "";
        command.contact.street = "one\ntwo";
        CHECK(t.give(norman, command) == "text_has_control_characters");
        command.contact.street = "";
        command.contact.email = "nobody";
        CHECK(t.give(norman, command) == "email_not_valid");
        command.contact.email = "";
        CHECK(t.give(norman, command) == "done");
    }
    SECTION("a reference that a sibling has") {
        command.third_party_reference = "R";
        CHECK(t.give(norman, command) == "done");
        AddAccount second = t.adding(AccountKind::customer);
        second.third_party_reference = " R ";
        CHECK(t.give(norman, second) == "reference_taken");
        second.third_party_reference = "r";
        CHECK(t.give(norman, second) == "done");
        AddAccount elsewhere = t.adding(AccountKind::customer);
        elsewhere.third_party_reference = "R";
        CHECK(t.give(t.as(t.norman, t.moor), elsewhere) == "done");
    }
    SECTION("an id that exists, also where the client could not know") {
        command.id = t.elm;
        CHECK(t.give(norman, command) == "id_taken");
        AddAccount twin = t.adding(AccountKind::reseller);
        twin.internal_use_id = t.elm;
        CHECK(t.give(norman, twin) == "id_taken");
        CHECK(t.account(t.elm).name == "Elm");
        command.id = {};
        CHECK(t.give(norman, command) == "malformed");
    }
    SECTION("a number that is in use: the authority draws again") {
        Drawn drawn;
        drawn.account_numbers = {t.account(t.elm).number};
        CHECK(World::in_words(t.run(t.envelope_of(norman, command), drawn)) == "number_taken");
        drawn.account_numbers = {"999999999", "999999999"};
        CHECK(World::in_words(t.run(t.envelope_of(norman, t.adding(AccountKind::reseller)), drawn)) ==
              "number_taken");
    }
    SECTION("below a suspended account, own or by an ancestor") {
        t.suspend(t.north);
        CHECK(t.give(norman, command) == "account_suspended");
        CHECK(t.give(t.as(t.norman, t.moor), command) == "account_suspended");
        t.resume(t.north);
        CHECK(t.give(norman, command) == "done");
    }
    SECTION("below a closed account") {
        AccountRow closed = t.account(t.moor);
        closed.state = AccountState::closed;
        t.write({{account_scope(t.moor), closed}});
        CHECK(t.give(t.as(t.norman, t.moor), command) == "account_closed");
    }
    SECTION("by nobody, and a system command by somebody") {
        CHECK(t.give(World::system(), command) == "malformed");
        CHECK(t.give(norman, RegisterPerson{t.fresh<PersonId>(), "X", "x@y.example"}) == "malformed");
        CHECK(t.give(norman, EndDue{DueKind::ticket, Id{1, 2}, Id{3, 4}, t.now}) == "malformed");
    }
}

TEST_CASE("On a client an added account shows at once, without the number") {
    Tree t;
    // What somebody at the partner holds: no keys, and nothing of what is new.
    RowSet client;
    for (const Scope& scope :
         {person_scope(t.norman), account_scope(t.north), children_of(t.north), standing_of(t.root)}) {
        client.hold(scope);
        t.rows.scope(scope)->each_row([&](const auto& row) { client.put(scope, row); });
    }
    for (const AccountKind kind : {AccountKind::customer, AccountKind::reseller}) {
        const AddAccount command = t.adding(kind, "Shown");
        const Decision decision = decide(t.envelope_of(t.own(t.norman, t.north), command), {}, client);
        REQUIRE(decision.done());
        client.apply(decision.done()->changes);
        const auto* index = client.find<AccountIndexRow>(children_of(t.north), command.id);
        REQUIRE(index);
        CHECK(index->name == "Shown");
        CHECK(index->number.empty());
        if (kind == AccountKind::customer) continue;
        CHECK(client.find<AccountIndexRow>(children_of(command.id), command.internal_use_id));
        CHECK(client.find<StandingRow>(standing_of(command.id), command.id));
    }
}

TEST_CASE("An edit changes what it names, and its copies with it") {
    Tree t;
    EditAccount command = renaming("Moor", " Moorland ");
    command.contact_name = Edit{"", "Mo"};
    command.contact_email = Edit{"", "mo@moor.example"};
    command.contact_phone = Edit{"", "1"};
    command.contact_street = Edit{"", "2"};
    command.contact_city = Edit{"", "3"};
    command.contact_postcode = Edit{"", "4"};
    command.contact_country = Edit{"", "5"};
    command.third_party_reference = Edit{"", "M"};
    CHECK(t.give(t.own(t.mo, t.moor), command) == "done");
    CHECK(t.account(t.moor).name == "Moorland");
    CHECK(t.account(t.moor).contact == Contact{"Mo", "mo@moor.example", "1", "2", "3", "4", "5"});
    CHECK(t.account(t.moor).third_party_reference == "M");
    CHECK(t.index(t.moor)->name == "Moorland");
    CHECK(t.index(t.moor)->third_party_reference == "M");
    CHECK(t.rows.find<FaceRow>(face_of(t.moor), t.moor)->name == "Moorland");
    CHECK(t.account(t.moor).kind == AccountKind::reseller);
    CHECK(t.give(t.own(t.mo, t.moor), command) == "same");
    CHECK(t.give(t.own(t.mo, t.moor), EditAccount{}) == "same");
}

TEST_CASE("Two edits of one field: the second is told, unless it says the same") {
    Tree t;
    CHECK(t.give(t.own(t.ella, t.elm), renaming("Elm", "Elm Tree")) == "done");
    CHECK(t.give(t.as(t.norman, t.elm), renaming("Elm", "Elms")) == "changed_meanwhile");
    CHECK(t.account(t.elm).name == "Elm Tree");
    CHECK(t.give(t.as(t.norman, t.elm), renaming("Elm", "Elm Tree")) == "same");
    CHECK(t.give(t.as(t.norman, t.elm), renaming("Elm Tree", "Elms")) == "done");

    // All or nothing: the good half of an edit is not kept.
    EditAccount half = renaming("Elms", "Elm");
    half.contact_phone = Edit{"never that", "123"};
    CHECK(t.give(t.own(t.ella, t.elm), half) == "changed_meanwhile");
    CHECK(t.account(t.elm).name == "Elms");
}

TEST_CASE("Editing is refused by name") {
    Tree t;
    const auto ella = t.own(t.ella, t.elm);
    CHECK(t.give(ella, renaming("Elm", " ")) == "name_missing");
    CHECK(t.give(ella, renaming("Elm", std::string(10000, 'e'))) == "name_too_long");
    CHECK(t.give(ella, renaming("Elm", "E\tlm")) == "text_has_control_characters");
    EditAccount email;
    email.contact_email = Edit{"", "not an address"};
    CHECK(t.give(ella, email) == "email_not_valid");
    EditAccount text;
    text.contact_city = Edit{"", std::string(501, 'c')};
    CHECK(t.give(ella, text) == "text_too_long");
    CHECK(t.give(t.own(t.viola, t.north), renaming("North", "Nord")) == "not_allowed");
    CHECK(t.give(t.parent(t.viola, t.north, t.elm), renaming("Elm", "Oak")) == "not_allowed");
    CHECK(t.give(t.own(t.mo, t.ash), renaming("Ash", "Oak")) == "not_found");

    EditAccount reference;
    reference.third_party_reference = Edit{"", "SAME"};
    CHECK(t.give(t.as(t.norman, t.ash), reference) == "done");
    CHECK(t.give(t.as(t.norman, t.moor), reference) == "reference_taken");
    CHECK(t.give(t.as(t.norman, t.elm), reference) == "done");  // under another parent

    AccountRow closed = t.account(t.elm);
    closed.state = AccountState::closed;
    t.write({{account_scope(t.elm), closed}});
    CHECK(t.give(ella, renaming("Elm", "Oak")) == "account_closed");
}

TEST_CASE("A customer's own reference waits for the authority, its name does not") {
    Tree t;
    RowSet client;
    for (const Scope& scope : {person_scope(t.ella), account_scope(t.elm), standing_of(t.moor)}) {
        t.rows.scope(scope)->each_row([&](const auto& row) { client.put(scope, row); });
    }
    CHECK(decide(t.envelope_of(t.own(t.ella, t.elm), renaming("Elm", "Oak")), {}, client).done());
    EditAccount reference;
    reference.third_party_reference = Edit{"", "R"};
    const Decision decision = decide(t.envelope_of(t.own(t.ella, t.elm), reference), {}, client);
    REQUIRE(decision.undecided());
    CHECK(decision.undecided()->missed == std::vector<Scope>{children_of(t.moor)});
}

TEST_CASE("Suspending and resuming") {
    Tree t;
    CHECK(t.give(t.parent(t.norman, t.north, t.elm), SuspendAccount{}) == "done");
    CHECK(t.account(t.elm).state == AccountState::suspended);
    CHECK(t.index(t.elm)->state == AccountState::suspended);
    CHECK(t.give(t.parent(t.norman, t.north, t.elm), SuspendAccount{}) == "already_suspended");
    CHECK(t.give(t.parent(t.mo, t.moor, t.elm), ResumeAccount{}) == "done");
    CHECK(t.account(t.elm).state == AccountState::active);
    CHECK(t.give(t.parent(t.mo, t.moor, t.elm), ResumeAccount{}) == "not_suspended");

    CHECK(t.give(t.own(t.ella, t.elm), SuspendAccount{}) == "needs_grant_above");
    CHECK(t.give(t.own(t.ella, t.elm), ResumeAccount{}) == "needs_grant_above");
    CHECK(t.give(t.own(t.norman, t.north), SuspendAccount{}) == "needs_grant_above");
    CHECK(t.give(t.own(t.staff, t.root), SuspendAccount{}) == "root_account");
    CHECK(t.give(t.own(t.staff, t.root), ResumeAccount{}) == "root_account");
    CHECK(t.give(t.own(t.viola, t.north), SuspendAccount{}) == "not_allowed");
    CHECK(t.give(t.parent(t.viola, t.north, t.elm), SuspendAccount{}) == "not_allowed");
    CHECK(t.give(t.parent(t.mo, t.moor, t.ash), SuspendAccount{}) == "not_found");

    // What is below keeps its own state.
    CHECK(t.give(t.parent(t.staff, t.root, t.north), SuspendAccount{}) == "done");
    CHECK(t.account(t.moor).state == AccountState::active);
    CHECK(t.rows.find<StandingRow>(standing_of(t.north), t.north)->state == AccountState::suspended);
    CHECK(t.give(t.parent(t.norman, t.north, t.elm), SuspendAccount{}) == "done");

    AccountRow closed = t.account(t.ash);
    closed.state = AccountState::closed;
    t.write({{account_scope(t.ash), closed}});
    CHECK(t.give(t.parent(t.norman, t.north, t.ash), SuspendAccount{}) == "account_closed");
    CHECK(t.give(t.parent(t.norman, t.north, t.ash), ResumeAccount{}) == "account_closed");
}
