// The copies, by what their readers see. That no copy ever differs from its source is looked after everywhere
// (World::run asks invariants.h); here is what that cannot say: that the copies are what the product wants, and what
// a client does that holds but a part.
#include "domain/projections.h"

#include "catch.h"
#include "domain/projections_internal.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

struct Federated : World {
    AccountId north = partner("North");
    AccountId ash = customer(north, "Ash");
    AccountId elm = customer(north, "Elm");
    AccountId oak = customer(north, "Oak");
    Made trees = federation(ash);
    MembershipId elms = bring_in(elm, trees);
    JoinRequestId oaks = ask(oak, trees);

    void rename(AccountId id, const std::string& name) {
        EditAccount edit;
        edit.name = Edit{account(id).name, name};
        must(as(staff, id), edit);
    }
    MembershipRow member(MembershipId id) const { return *rows.find<MembershipRow>(federation_scope(trees.id), id); }
    JoinRequestRow request() const { return *rows.find<JoinRequestRow>(federation_owner_scope(trees.id), oaks); }
    OwnRequestRow own_request() const { return *rows.find<OwnRequestRow>(account_scope(oak), oaks); }
};

// The rows of these scopes alone.
RowSet part_of(const RowSet& rows, const std::vector<Scope>& scopes) {
    RowSet part;
    for (const Scope& scope : scopes) {
        part.hold(scope);
        if (const ScopeRows* held = rows.scope(scope)) {
            held->each_row([&](const auto& row) { part.put(scope, row); });
        }
    }
    return part;
}

}  // namespace

TEST_CASE("A member's card follows its account as long as it is a member") {
    Federated f;
    f.rename(f.elm, "Elms");
    CHECK(f.member(f.elms).account_name == "Elms");
    f.suspend(f.elm);
    CHECK(f.member(f.elms).account_suspended);
    f.resume(f.elm);
    CHECK_FALSE(f.member(f.elms).account_suspended);
    f.must(f.as(f.staff, f.elm), Leave{f.trees.id, f.elms});
    f.rename(f.elm, "Wych Elm");
    CHECK(f.member(f.elms).account_name == "Elms");  // history
}

TEST_CASE("An open request's card follows its account, a decided one's does not") {
    Federated f;
    f.rename(f.oak, "Oaks");
    CHECK(f.request().card.name == "Oaks");
    f.must(f.as(f.staff, f.oak), Withdraw{f.trees.id, f.oaks});
    f.rename(f.oak, "Acorn");
    CHECK(f.request().card.name == "Oaks");
}

TEST_CASE("Who asks sees the creator's name of today, until it is decided") {
    Federated f;
    CHECK(f.own_request().creator_name == "Ash");
    f.rename(f.ash, "Ashes");
    CHECK(f.own_request().creator_name == "Ashes");
    f.rename(f.elm, "Elms");  // a member that is not the owner
    CHECK(f.own_request().creator_name == "Ashes");
    f.must(f.as(f.staff, f.ash), Reject{f.trees.id, f.oaks, "no"});
    f.rename(f.ash, "Ash again");
    CHECK(f.own_request().creator_name == "Ashes");
}

TEST_CASE("The list of sub accounts counts administrators, open requests, and shows the federation") {
    Federated f;
    CHECK(f.index(f.ash)->administrators == 0);
    f.person(f.ash, Role::viewer, "Ann");
    CHECK(f.index(f.ash)->administrators == 1);
    const PersonId bea = f.person(f.ash, Role::account_owner, "Bea");
    CHECK(f.index(f.ash)->administrators == 2);
    f.person(f.ash, Role::account_owner, "Cid");
    f.must(f.as(f.staff, f.ash), RemoveAdministrator{f.grant_of(bea, f.ash)});
    CHECK(f.index(f.ash)->administrators == 2);

    CHECK(f.index(f.ash)->open_requests == 1);
    CHECK(f.index(f.oak)->open_requests == 0);
    CHECK(f.index(f.ash)->federation == f.trees.id);
    CHECK(f.index(f.elm)->federation == f.trees.id);
    CHECK(f.index(f.oak)->federation.is_none());
    f.accept(f.trees, f.oaks);
    CHECK(f.index(f.ash)->open_requests == 0);
    CHECK(f.index(f.oak)->federation == f.trees.id);
    // An edit leaves the counts alone.
    f.rename(f.ash, "Ashes");
    CHECK(f.index(f.ash)->administrators == 2);
    CHECK(f.index(f.ash)->name == "Ashes");
}

TEST_CASE("A client derives the copies that it holds, and a copy never makes it wait") {
    Federated f;
    const PersonId ann = f.person(f.ash, Role::account_owner, "Ann");
    EditAccount edit;
    edit.name = Edit{"Ash", "Ashes"};
    const Envelope envelope = f.envelope_of(World::own(ann, f.ash), edit);

    RowSet least = part_of(f.rows, {person_scope(ann), account_scope(f.ash)});
    const Decision alone = decide(envelope, {}, least);
    REQUIRE(alone.done());
    CHECK(alone.done()->changes.size() == 1);
    CHECK_FALSE(alone.missed_by_projection.empty());

    RowSet more = part_of(f.rows, {person_scope(ann), account_scope(f.ash), federation_scope(f.trees.id)});
    const Decision with_card = decide(envelope, {}, more);
    REQUIRE(with_card.done());
    CHECK(with_card.done()->changes.size() == 2);
    more.apply(with_card.done()->changes);
    CHECK(more.find<MembershipRow>(federation_scope(f.trees.id), f.trees.owner_membership)->account_name == "Ashes");

    // An authority is told what to load, and then has all four: account, index row, card, the name at who asks.
    const Decision whole = f.decide_in_full(envelope);
    REQUIRE(whole.done());
    CHECK(whole.missed_by_projection.empty());
    CHECK(whole.done()->changes.size() == 4);
}

TEST_CASE("What ends by itself moves with its day and goes when it has ended") {
    World w;
    Work work(w.rows);
    const Id id{1, 2};
    const Id owner{3, 4};
    const Instant first = w.now;
    const Instant second = w.now + one_day;
    for (const Instant at : {first, second}) work.create(due_key(utc_day(at)));
    const auto count = [&](Instant at) {
        int rows = 0;
        work.each<DueRow>(due_key(utc_day(at)), [&](const DueRow& row) { rows += row.at == at ? 1 : 0; });
        return rows;
    };
    projections::keep_due(work, DueKind::ticket, id, owner, std::nullopt, first);
    CHECK(count(first) == 1);
    projections::keep_due(work, DueKind::ticket, id, owner, first, second);
    CHECK(count(first) == 0);
    CHECK(count(second) == 1);
    projections::keep_due(work, DueKind::ticket, id, owner, second, second + 1);
    CHECK(count(second) == 0);
    CHECK(count(second + 1) == 1);
    projections::keep_due(work, DueKind::ticket, id, owner, second + 1, std::nullopt);
    CHECK(count(second + 1) == 0);
}
