// Reading is three-valued: without a scope a decision may be undecided, never another one. Each command is
// decided with everything there, then with each scope that it read taken away in turn, and with all keys
// taken away, as on a client.
#include "catch.h"
#include "domain/world.h"

using namespace parasol;
using world::Actor;
using world::World;

namespace {

RowSet without(const RowSet& rows, const Scope& left_out) {
    RowSet less;
    for (const auto& [scope, held] : rows.scopes()) {
        if (scope == left_out) continue;
        less.hold(scope);
        held.each_row([&, in = scope](const auto& row) { less.put(in, row); });
    }
    return less;
}

bool same_changes(const ChangeSet& a, const ChangeSet& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t at = 0; at < a.size(); ++at) {
        if (a[at].scope != b[at].scope || a[at].before != b[at].before || a[at].after != b[at].after)
            return false;
    }
    return true;
}

// Whether each change of `of` is in `in`.
bool holds_all(const ChangeSet& of, const ChangeSet& in) {
    for (const Change& change : of) {
        bool found = false;
        for (const Change& other : in) {
            found = found || (other.scope == change.scope && other.before == change.before &&
                              other.after == change.after);
        }
        if (!found) return false;
    }
    return true;
}

std::string dump(const RowSet& rows) {
    std::vector<std::string> lines;
    for (const auto& [scope, held] : rows.scopes()) {
        lines.push_back(to_string(scope));
        held.each_row(
            [&, in = scope](const auto& row) { lines.push_back(to_string(in) + " " + to_string(row.id)); });
    }
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

// `full` is what is decided with everything there; `less` lacks something.
void check_not_otherwise(const Decision& full, const Decision& less) {
    if (const Undecided* undecided = less.undecided()) {
        CHECK_FALSE(undecided->missed.empty());
        return;
    }
    if (const Refused* refused = full.refused()) {
        // Whether an id is new only an authority can see, and what it must load for that is named.
        if (refused->refusal == Refusal::id_taken && less.done()) {
            CHECK_FALSE(less.missed_by_projection.empty());
            return;
        }
        REQUIRE(less.refused());
        CHECK(to_string(less.refused()->refusal) == to_string(refused->refusal));
        CHECK(less.refused()->problems == refused->problems);
        return;
    }
    REQUIRE(less.done());
    // Copies may be missing for want of their scope, then they are named; nothing may be otherwise.
    if (less.missed_by_projection.empty()) {
        CHECK(same_changes(less.done()->changes, full.done()->changes));
    }
}

void check_three_valued(World& w, const Actor& actor, const Command& command) {
    const Envelope envelope = w.envelope_of(actor, command);
    const Drawn drawn = w.draw(command);
    const Decision full = w.decide_in_full(envelope, drawn);
    CAPTURE(command_name(command.index()), World::in_words(full));
    REQUIRE_FALSE(full.undecided());
    const std::string before = dump(w.rows);
    for (const Scope& scope : full.read) {
        CAPTURE(to_string(scope));
        RowSet less = without(w.rows, scope);
        const std::string less_before = dump(less);
        check_not_otherwise(full, decide(envelope, drawn, less));
        CHECK(dump(less) == less_before);  // deciding leaves the rows as they were
    }
    RowSet client;
    for (const auto& [scope, held] : w.rows.scopes()) {
        if (is_key(scope.kind)) continue;
        client.hold(scope);
        held.each_row([&, in = scope](const auto& row) { client.put(in, row); });
    }
    const Decision on_client = decide(envelope, {}, client);
    if (on_client.refused()) {
        REQUIRE(full.refused());
        CHECK(on_client.refused()->refusal == full.refused()->refusal);
    } else if (on_client.done()) {
        REQUIRE(full.done());
        if (drawn.account_numbers.empty() && drawn.code_fingerprint.empty()) {
            CHECK(holds_all(on_client.done()->changes, full.done()->changes));
        }
    }
    CHECK(dump(w.rows) == before);
    for (const Scope& scope : full.read) CHECK(w.rows.holds(scope));
}

struct Tree : World {
    AccountId north = partner("North");
    AccountId moor = reseller(north, "Moor");
    AccountId elm = add(moor, AccountKind::customer, "Elm", "ELM");
    AccountId ash = customer(north, "Ash");
    PersonId norman = person(north, Role::account_owner, "Norman");
    PersonId ella = person(elm, Role::account_owner, "Ella");
    PersonId viola = person(north, Role::viewer, "Viola");
    PersonId bea = registered("Bea");

    std::vector<Actor> actors(AccountId account) {
        return {as(staff, account),
                own(norman, north),
                parent(norman, north, account),
                own(ella, elm),
                parent(viola, north, account),
                own(bea, account)};
    }
    void check_all(AccountId account, const Command& command) {
        for (const Actor& actor : actors(account)) check_three_valued(*this, actor, command);
    }
};

}  // namespace

TEST_CASE("Commands on accounts decide alike or not at all with less") {
    Tree t;
    AddAccount add;
    add.id = t.fresh<AccountId>();
    add.name = "New";
    add.third_party_reference = "NEW";
    t.check_all(t.moor, add);
    t.check_all(t.ash, add);
    add.third_party_reference = "ELM";
    t.check_all(t.moor, add);
    add.id = t.elm;
    add.third_party_reference = {};
    t.check_all(t.moor, add);
    add.kind = AccountKind::reseller;
    add.id = t.fresh<AccountId>();
    add.internal_use_id = t.fresh<AccountId>();
    t.check_all(t.north, add);

    EditAccount edit;
    edit.name = Edit{"Elm", "Elms"};
    t.check_all(t.elm, edit);
    edit.third_party_reference = Edit{"ELM", "ELMS"};
    t.check_all(t.elm, edit);
    edit.name = Edit{"Other", "Elms"};
    t.check_all(t.elm, edit);
    t.check_all(t.elm, SuspendAccount{});
    t.check_all(t.elm, ResumeAccount{});
    t.check_all(t.root, SuspendAccount{});
    t.suspend(t.north);
    t.check_all(t.moor, add);
}

TEST_CASE("An edit that a federation shows decides alike or not at all with less") {
    Tree t;
    const auto federation = t.federation(t.ash);
    t.bring_in(t.elm, federation);
    t.ask(t.moor, federation);
    for (const AccountId account : {t.ash, t.elm, t.moor}) {
        EditAccount edit;
        edit.name = Edit{t.account(account).name, "Other"};
        t.check_all(account, edit);
    }
    t.check_all(t.elm, SuspendAccount{});
}

TEST_CASE("Moving and closing decide alike or not at all with less") {
    Tree t;
    const AccountId heath = t.reseller(t.north, "Heath");
    const AccountId south = t.partner("South");
    t.add(heath, AccountKind::customer, "Other", "ELM");
    const auto federation = t.federation(t.ash);
    const MembershipId member = t.bring_in(t.moor, federation);
    t.ask(t.elm, federation);
    const AccountId same = t.add(t.moor, AccountKind::customer, "Same", "SAME");
    for (const AccountId to : {heath, t.moor, t.north, south, t.root, t.ash, t.elm, t.fresh<AccountId>()}) {
        for (const AccountId account : {t.elm, t.moor, same, t.root, t.north}) t.check_all(account, MoveAccount{to});
    }
    for (const AccountId account : {t.elm, t.moor, t.ash, t.root, heath}) t.check_all(account, CloseAccount{});
    t.must(t.as(t.staff, t.elm), CloseAccount{});
    t.must(t.as(t.staff, same), CloseAccount{});
    const InviteAdministrator invite{t.fresh<InvitationId>(), "bea@people.example", Role::viewer};
    t.must(t.as(t.staff, t.moor), invite);
    t.must(t.as(t.staff, t.ash), OfferTransfer{federation.id, t.fresh<TransferId>(), member});
    t.check_all(t.moor, CloseAccount{});
    t.check_all(t.elm, CloseAccount{});
    t.check_all(t.elm, MoveAccount{heath});
}

TEST_CASE("Commands on people decide alike or not at all with less") {
    Tree t;
    const InviteAdministrator invite{t.fresh<InvitationId>(), "bea@people.example", Role::viewer};
    t.check_all(t.elm, invite);
    t.must(t.own(t.ella, t.elm), invite);
    t.check_all(t.elm, invite);
    t.check_all(t.elm, InviteAdministrator{t.fresh<InvitationId>(), "bea@people.example", Role::viewer});
    t.check_all(t.elm, InviteAdministrator{t.fresh<InvitationId>(), "ella@people.example", Role::viewer});
    t.check_all(t.elm, RevokeInvitation{invite.id});
    const AcceptInvitation accept{invite.id, t.fresh<GrantId>()};
    t.check_all(t.elm, accept);
    t.must(t.own(t.bea, t.elm), accept);
    t.check_all(t.elm, accept);
    t.check_all(t.elm, RevokeInvitation{invite.id});
    t.check_all(t.elm, RemoveAdministrator{accept.grant});
    t.check_all(t.elm, RemoveAdministrator{t.grant_of(t.ella, t.elm)});
    check_three_valued(t, World::system(), RegisterPerson{t.fresh<PersonId>(), "New", "new@people.example"});
    check_three_valued(t, World::system(), RegisterPerson{t.fresh<PersonId>(), "New", "bea@people.example"});
}

TEST_CASE("An import decides alike or not at all with less") {
    Tree t;
    const auto row = [&](const std::string& parent, const std::string& reference) {
        ImportRow made;
        made.id = t.fresh<AccountId>();
        made.name = "New";
        made.parent = parent;
        made.third_party_reference = reference;
        return made;
    };
    t.check_all(t.north, ImportAccounts{{row(t.account(t.moor).number, "A"), row("", "B")}});
    t.check_all(t.north, ImportAccounts{{row("ELM", "A"), row("NOWHERE", "B"), row("", "B")}});
    t.check_all(t.root, ImportAccounts{{row("ELM", "A"), row("", "B")}});
    t.check_all(t.moor, ImportAccounts{{row("", "ELM")}});
    ImportRow numbered = row("", "C");
    numbered.number = t.account(t.elm).number;
    t.check_all(t.north, ImportAccounts{{numbered}});
}
