// Reading is three-valued (DESIGN 4): whatever scopes a client lacks, a rule comes to the authority's verdict
// or to none; and what DESIGN and PRODUCT let a client decide by itself, it can decide with the scopes that
// it holds.
#include <algorithm>
#include <functional>
#include <random>

#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

namespace {

// A federation of ash with a member, open requests, and commands of all kinds: some done, some refused.
struct Case {
    std::string name;
    Actor actor;
    Command command;
};

struct Cases {
    FederationWorld world;
    FederationWorld::Made federation;
    FederationWorld::Made shrubs;
    MembershipId member;
    JoinRequestId request;
    std::vector<Case> all;
    FederationAdministratorId seat;
    TransferId offer;

    // Fir is offered the ownership, and birch lets Watcher, an administrator of the federation, in.
    void add_in_full() {
        const FederationId id = federation.id;
        const Actor ash = world.own(world.ann, world.ash);
        const Actor birch = world.own(world.ben, world.birch);
        const AccountId fir = world.customer(world.north, "Fir");
        const Actor firs = world.own(world.person(fir, Role::account_owner, "Fred"), fir);
        const MembershipId second = world.bring_in(fir, federation);
        world.set_limit(world.birch, federation, member, Limit::full, world.now + one_day);
        seat = world.name(federation, world.watcher, world.ash);
        offer = world.offer(federation, second);
        for (const Actor& owner : {ash, world.north_on(world.ash)}) {
            add("offer again", owner, OfferTransfer{id, world.fresh<TransferId>(), second});
            add("offer to another", owner, OfferTransfer{id, world.fresh<TransferId>(), member});
            add("offer to oneself", owner,
                OfferTransfer{id, world.fresh<TransferId>(), federation.owner_membership});
            add("withdraw the offer", owner, WithdrawTransfer{id, offer});
            add("name", owner, naming(world.ann, world.ash));
            add("name, in office", owner, naming(world.watcher, world.ash));
            add("name, no grant", owner, naming(world.ben, world.ash));
            add("name, out of reach", owner, naming(world.pam, world.palm));
            add("end", owner, EndFederationAdministrator{id, seat});
        }
        add("accept the offer", firs, AcceptTransfer{id, offer});
        add("accept the offer, another's", ash, AcceptTransfer{id, offer});
        add("leave what one is to own", firs, Leave{id, second});
        add("remove who is to own it", ash, RemoveMember{id, second});
        add("decline the offer", firs, DeclineTransfer{id, offer});
        add("limit", birch, SetLimit{id, member, Limit::services_only, 0});
        add("limit, the owner's", ash, SetLimit{id, federation.owner_membership, Limit::paused, 0});
        add("consent", world.own(world.norman, world.north), SetConsent{true});
        add("consent, no partner", ash, SetConsent{true});
        add("end an offer", world.system(), EndDue{DueKind::transfer, offer, id, world.now});
        add("end a limit", world.system(), EndDue{DueKind::limit, member, world.birch, world.now});
        const Actor at_owner = world.through(world.watcher, world.ash, world.ash);
        const Actor at_birch = world.through(world.watcher, world.ash, world.birch);
        add("through: accept", at_owner, world.acceptance(federation, request));
        add("through: dissolve", at_owner, Dissolve{id, "Trees"});
        add("through: leave", at_birch, Leave{id, member});
        add("through: invite", at_birch, inviting(Role::viewer));
        add("through: invite an owner", at_birch, inviting(Role::account_owner));
        add("through: remove", at_birch, RemoveAdministrator{world.grant_of(world.ben, world.birch)});
        add("through: no member", world.through(world.watcher, world.ash, world.cedar), inviting(Role::viewer));
        add("through: from nowhere", world.through(world.watcher, world.palm, world.birch),
            inviting(Role::viewer));
    }
    NameFederationAdministrator naming(PersonId person, AccountId through) {
        return {federation.id, world.fresh<FederationAdministratorId>(), person, through};
    }
    InviteAdministrator inviting(Role role) {
        return {world.fresh<InvitationId>(), "new@people.example", role};
    }

    Cases() {
        federation = world.create(world.ash);
        shrubs = world.create(world.cedar, "Shrubs");
        member = world.bring_in(world.birch, federation);
        request = world.ask(world.elm, federation);
        const Actor ash = world.own(world.ann, world.ash);
        const Actor above = world.north_on(world.ash);
        const Actor birch = world.own(world.ben, world.birch);
        const Actor elm = world.own(world.ella, world.elm);
        const Actor cedar = world.own(world.cleo, world.cedar);
        const FederationId id = federation.id;

        add("create on a customer", world.north_on(world.moor), creation());
        add("create, already in one", world.north_on(world.birch), creation());
        add("create, from no partner", elm, creation());
        for (const Actor& owner : {ash, above}) {
            add("issue", owner, IssueCode{id, world.fresh<AccessCodeId>(), "", world.now + one_day, 3, {}});
            add("issue, taken id", owner, IssueCode{id, federation.code, "", world.now + one_day, 3, {}});
            add("revoke", owner, RevokeCode{id, federation.code});
            add("revoke, none", owner, RevokeCode{id, world.fresh<AccessCodeId>()});
            add("accept", owner, world.acceptance(federation, request));
            add("reject", owner, Reject{id, request, "No"});
            add("reject, none", owner, Reject{id, world.fresh<JoinRequestId>(), ""});
            add("remove", owner, RemoveMember{id, member});
            add("remove the owner", owner, RemoveMember{id, federation.owner_membership});
            add("owner leaves", owner, Leave{id, federation.owner_membership});
            add("dissolve", owner, Dissolve{id, "Trees"});
            add("dissolve, wrong name", owner, Dissolve{id, "Tree"});
        }
        add("owner leaves alone", cedar, Leave{shrubs.id, shrubs.owner_membership});
        add("a member does the owner's", birch, RevokeCode{id, federation.code});
        add("a stranger does the owner's", cedar, RevokeCode{id, federation.code});
        add("leave", birch, Leave{id, member});
        add("leave from above", world.north_on(world.birch), Leave{id, member});
        add("leave, another's", cedar, Leave{id, member});
        add("withdraw", elm, Withdraw{id, request});
        add("withdraw from above", world.parent(world.mo, world.moor, world.elm), Withdraw{id, request});
        add("withdraw, another's", birch, Withdraw{id, request});
        add("join", world.own(world.mo, world.moor), joining(world.mo, world.moor, federation));
        add("join twice", elm, joining(world.ella, world.elm, federation));
        add("join, pending elsewhere", elm, joining(world.ella, world.elm, shrubs));
        add("join, member", birch, joining(world.ben, world.birch, shrubs));
        add("join, across partners", world.own(world.pam, world.palm),
            joining(world.pam, world.palm, federation));
        add_in_full();
        add("end a request", world.system(), EndDue{DueKind::join_request, request, id, world.now});
    }

    void add(const std::string& name, const Actor& actor, const Command& command) {
        all.push_back({name, actor, command});
    }
    CreateFederation creation() {
        return {world.fresh<FederationId>(), world.fresh<MembershipId>(), world.fresh<AccessCodeId>(), "New"};
    }
    Join joining(PersonId person, AccountId account, const FederationWorld::Made& to) {
        return {world.fresh<JoinRequestId>(), world.ticket(person, account, to, to.code)};
    }
};

bool is_source(const Change& change) {
    const Row& row = change.after ? *change.after : *change.before;
    const bool copy = std::holds_alternative<OwnMembershipRow>(row) ||
                      std::holds_alternative<OwnRequestRow>(row) ||
                      std::holds_alternative<OwnTransferRow>(row) || std::holds_alternative<HeldSeatRow>(row) ||
                      std::holds_alternative<MemberLimitRow>(row) ||
                      std::holds_alternative<StandingRow>(row) || std::holds_alternative<FaceRow>(row) ||
                      std::holds_alternative<ReceivedInvitationRow>(row) ||
                      std::holds_alternative<AccountIndexRow>(row) || std::holds_alternative<DueRow>(row);
    return !copy;
}

bool same_change(const Change& one, const Change& other) {
    return one.scope == other.scope && one.before == other.before && one.after == other.after;
}

// What a client may conclude, against what the authority does.
void check_agrees(const Decision& client, const Decision& authority) {
    if (client.undecided()) {
        CHECK_FALSE(client.undecided()->missed.empty());
        return;
    }
    if (authority.refused()) {
        REQUIRE(client.refused());
        CHECK(client.refused()->refusal == authority.refused()->refusal);
        return;
    }
    REQUIRE(client.done());
    const ChangeSet& all = authority.done()->changes;
    const ChangeSet& some = client.done()->changes;
    for (const Change& change : some) {
        INFO(to_string(change.scope));
        CHECK(std::any_of(all.begin(), all.end(), [&](const Change& at) { return same_change(at, change); }));
    }
    for (const Change& change : all) {
        if (!is_source(change)) continue;
        INFO(to_string(change.scope));
        CHECK(
            std::any_of(some.begin(), some.end(), [&](const Change& at) { return same_change(at, change); }));
    }
}

// The same draw as the authority's, so that the changes may be compared.
Drawn draw_for(const Command& command) {
    Drawn drawn;
    if (to_draw(command).access_code) drawn = {{}, "fingerprint", "sealed"};
    return drawn;
}

Decision decide_loading(FederationWorld& world, const Envelope& envelope, const Drawn& drawn) {
    for (;;) {
        Decision decision = decide(envelope, drawn, world.rows);
        std::vector<Scope> missed = decision.missed_by_projection;
        if (const Undecided* undecided = decision.undecided()) {
            missed.insert(missed.end(), undecided->missed.begin(), undecided->missed.end());
        }
        if (missed.empty()) return decision;
        for (const Scope& scope : missed) world.rows.hold(scope);
    }
}

RowSet only(const RowSet& rows, const std::function<bool(const Scope&)>& keep) {
    RowSet kept;
    for (const auto& [scope, held] : rows.scopes()) {
        if (!keep(scope)) continue;
        kept.hold(scope);
        const Scope in = scope;
        held.each_row([&](const auto& row) { kept.put(in, row); });
    }
    return kept;
}

}  // namespace

TEST_CASE("without any one scope the verdict is the same or undecided") {
    Cases cases;
    for (const Case& at : cases.all) {
        INFO(at.name);
        const Envelope envelope = cases.world.envelope_of(at.actor, at.command);
        const Drawn drawn = draw_for(at.command);
        const Decision authority = decide_loading(cases.world, envelope, drawn);
        for (const Scope& without : authority.read) {
            INFO("without " << to_string(without));
            RowSet client = only(cases.world.rows, [&](const Scope& scope) { return scope != without; });
            const Decision decision = decide(envelope, drawn, client);
            CHECK_FALSE(client.holds(without));
            check_agrees(decision, authority);
        }
    }
}

TEST_CASE("without any choice of scopes the verdict is the same or undecided") {
    Cases cases;
    std::mt19937_64 chance(20261122);
    for (const Case& at : cases.all) {
        INFO(at.name);
        const Envelope envelope = cases.world.envelope_of(at.actor, at.command);
        const Drawn drawn = draw_for(at.command);
        const Decision authority = decide_loading(cases.world, envelope, drawn);
        for (int round = 0; round < 60; ++round) {
            const std::uint64_t keep_in_4 = chance() % 4;
            RowSet client =
                only(cases.world.rows, [&](const Scope&) { return chance() % 4 <= keep_in_4; });
            check_agrees(decide(envelope, drawn, client), authority);
        }
    }
}

TEST_CASE("what is missed is asked for in few rounds") {
    Cases cases;
    for (const Case& at : cases.all) {
        INFO(at.name);
        const Envelope envelope = cases.world.envelope_of(at.actor, at.command);
        RowSet known;
        int rounds = 0;
        for (; rounds < 20; ++rounds) {
            const Decision decision = decide(envelope, draw_for(at.command), known);
            std::vector<Scope> missed = decision.missed_by_projection;
            if (const Undecided* undecided = decision.undecided()) {
                missed.insert(missed.end(), undecided->missed.begin(), undecided->missed.end());
            }
            if (missed.empty()) break;
            for (const Scope& scope : missed) {
                REQUIRE_FALSE(known.holds(scope));
                known.hold(scope);
                if (const ScopeRows* rows = cases.world.rows.scope(scope)) {
                    rows->each_row([&](const auto& row) { known.put(scope, row); });
                }
            }
        }
        CHECK(rounds <= 10);
    }
}

TEST_CASE("the owner's client decides what the owner may do") {
    Cases cases;
    FederationWorld& world = cases.world;
    const FederationId id = cases.federation.id;
    const auto keep_for = [&](PersonId person) {
        return [&world, person, id](const Scope& scope) {
            return scope == person_scope(person) || scope == account_scope(world.ash) ||
                   scope == standing_of(world.north) || scope == standing_of(world.root) ||
                   scope == federation_scope(id) || scope == federation_owner_scope(id);
        };
    };
    int decided = 0;
    for (const Case& at : cases.all) {
        const bool owners = at.actor.account == world.ash &&
                            (std::holds_alternative<Reject>(at.command) ||
                             std::holds_alternative<RemoveMember>(at.command) ||
                             std::holds_alternative<RevokeCode>(at.command) ||
                             std::holds_alternative<IssueCode>(at.command) ||
                             std::holds_alternative<OfferTransfer>(at.command) ||
                             std::holds_alternative<EndFederationAdministrator>(at.command) ||
                             std::holds_alternative<Dissolve>(at.command));
        if (!owners) continue;
        INFO(at.name);
        RowSet client = only(world.rows, keep_for(at.actor.person));
        const Envelope envelope = world.envelope_of(at.actor, at.command);
        const Decision decision = decide(envelope, Drawn{}, client);
        CHECK_FALSE(decision.undecided());
        check_agrees(decision, decide_loading(world, envelope, Drawn{}));
        // The authority, which draws the text of a code besides, does not refuse more or less.
        const Decision drawn = decide_loading(world, envelope, draw_for(at.command));
        CHECK((decision.refused() != nullptr) == (drawn.refused() != nullptr));
        ++decided;
    }
    CHECK(decided == 30);
}

TEST_CASE("a member's client decides to leave") {
    Cases cases;
    FederationWorld& world = cases.world;
    const FederationId id = cases.federation.id;
    const Envelope leave =
        world.envelope_of(world.own(world.ben, world.birch), Leave{id, cases.member});
    RowSet client = only(world.rows, [&](const Scope& scope) {
        return scope == person_scope(world.ben) || scope == account_scope(world.birch) ||
               scope == federation_scope(id);
    });
    const Decision decision = decide(leave, Drawn{}, client);
    REQUIRE(decision.done());
    check_agrees(decision, decide_loading(world, leave, Drawn{}));
    // Its own history shows it at once.
    const auto& changes = decision.done()->changes;
    CHECK(std::any_of(changes.begin(), changes.end(), [](const Change& change) {
        return std::holds_alternative<OwnMembershipRow>(*change.after);
    }));
}

TEST_CASE("the owner's client decides to leave alone only with what is kept on the owner's side") {
    Cases cases;
    FederationWorld& world = cases.world;
    const FederationId id = cases.shrubs.id;
    const Envelope leave =
        world.envelope_of(world.own(world.cleo, world.cedar), Leave{id, cases.shrubs.owner_membership});
    RowSet client = only(world.rows, [&](const Scope& scope) {
        return scope == person_scope(world.cleo) || scope == account_scope(world.cedar) ||
               scope == federation_scope(id);
    });
    const Decision waiting = decide(leave, Drawn{}, client);
    REQUIRE(waiting.undecided());
    CHECK(waiting.undecided()->missed == std::vector<Scope>{federation_owner_scope(id)});
    client.hold(federation_owner_scope(id));
    world.rows.scope(federation_owner_scope(id))->each_row([&](const auto& row) {
        client.put(federation_owner_scope(id), row);
    });
    CHECK(decide(leave, Drawn{}, client).done());
}
