// The judge is judged: every copy that is changed in any field, or erased, is found, by looking at everything
// and by looking only at what changed.
#include "domain/invariants.h"

#include <random>
#include <type_traits>

#include "catch.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

// Changes the field of the number `at`; `changed` says whether there was one.
struct ChangeField {
    int at;
    int seen = 0;
    std::string changed;

    template <class T>
    void operator()(const char* name, T& value) {
        if (seen++ != at) return;
        changed = name;
        if constexpr (std::is_same_v<T, std::string>) {
            value += "x";
        } else if constexpr (std::is_base_of_v<Id, T>) {
            value.low ^= std::uint64_t{1} << 40;  // nobody else
        } else if constexpr (std::is_same_v<T, bool>) {
            value = !value;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(value == T{} ? 1 : 0);
        } else if constexpr (std::is_integral_v<T>) {
            ++value;
        } else {
            changed.clear();  // no copy has fields of other types
        }
    }
};

template <class R>
constexpr bool is_copy =
    std::is_same_v<R, AccountIndexRow> || std::is_same_v<R, StandingRow> || std::is_same_v<R, FaceRow> ||
    std::is_same_v<R, HeldGrantRow> || std::is_same_v<R, ReceivedInvitationRow> ||
    std::is_same_v<R, OwnMembershipRow> || std::is_same_v<R, OwnRequestRow> ||
    std::is_same_v<R, NumberKeyRow> || std::is_same_v<R, EmailKeyRow> || std::is_same_v<R, CodeKeyRow> ||
    std::is_same_v<R, HeldSeatRow> || std::is_same_v<R, MemberLimitRow> || std::is_same_v<R, OwnTransferRow> ||
    std::is_same_v<R, DueRow>;

// A change must be found both ways; afterwards the rows are as before.
void expect_found(RowSet& rows, const ChangeSet& changes) {
    rows.apply(changes);
    CHECK_FALSE(broken_invariants(rows).empty());
    CHECK_FALSE(broken_invariants(rows, changes).empty());
    rows.undo(changes);
}

template <class R>
void tamper(RowSet& rows, const Scope& scope, const R& row) {
    CAPTURE(to_string(scope), row_type_name(row_type<R>));
    expect_found(rows, {Change{scope, Row(row), std::nullopt}});
    for (int field = 0;; ++field) {
        R other = row;
        ChangeField change{field, 0, {}};
        R::fields(other, change);
        if (change.changed.empty()) break;
        if constexpr (std::is_same_v<R, OwnRequestRow>) {
            // What has been decided keeps the name of its time.
            if (change.changed == "creator_name" && row.state != RequestState::pending) continue;
        }
        CAPTURE(change.changed);
        if (other.id == row.id) {
            expect_found(rows, {Change{scope, Row(row), Row(other)}});
        } else {
            expect_found(rows,
                         {Change{scope, Row(row), std::nullopt}, Change{scope, std::nullopt, Row(other)}});
        }
    }
}

// A world with something of everything, in every state.
struct Everything : World {
    AccountId north = partner("North");
    AccountId moor = reseller(north, "Moor");
    AccountId elm = add(moor, AccountKind::customer, "Elm", "ELM");
    AccountId ash = add(north, AccountKind::customer, "Ash", "ASH");
    AccountId oak = customer(north, "Oak");
    AccountId yew = customer(north, "Yew");
    PersonId ann = person(ash, Role::account_owner, "Ann");
    PersonId ella = person(elm, Role::viewer, "Ella");
    Made trees = federation(ash);
    MembershipId elms = bring_in(elm, trees);
    JoinRequestId oaks = ask(oak, trees);
    JoinRequestId yews = ask(yew, trees);
    Made gone = federation(moor, "Gone");
    FederationAdministratorId seat = fresh<FederationAdministratorId>();
    InvitationId gift = fresh<InvitationId>(), open_gift = fresh<InvitationId>();
    TransferId offer = fresh<TransferId>(), declined = fresh<TransferId>();

    // Ann administers the federation too, and has let somebody in at elm; the ownership is offered to elm.
    void federate_in_full() {
        must(as(ann, ash), NameFederationAdministrator{trees.id, seat, ann, ash});
        must(as(staff, elm), SetLimit{trees.id, elms, Limit::full, now + 9 * one_day});
        const world::Actor through = {ann, ash, Via::federation, elm};
        must(through, InviteAdministrator{gift, "gil@people.example", Role::viewer});
        must(through, InviteAdministrator{open_gift, "hal@people.example", Role::viewer});
        must(own(registered("Gil"), elm), AcceptInvitation{gift, fresh<GrantId>()});
        must(as(ann, ash), OfferTransfer{trees.id, declined, elms});
        must(as(staff, elm), DeclineTransfer{trees.id, declined});
        must(as(ann, ash), OfferTransfer{trees.id, offer, elms});
    }

    Everything() {
        federate_in_full();
        must(as(staff, yew), Withdraw{trees.id, yews});
        must(as(ann, ash), InviteAdministrator{fresh<InvitationId>(), "open@people.example", Role::viewer});
        must(as(staff, moor), Dissolve{gone.id, "Gone"});
        ticket(ann, ash, trees);
        suspend(yew);
        expect_whole();
    }
};

}  // namespace

TEST_CASE("A copy that differs, or is missing, is found") {
    Everything e;
    std::vector<std::pair<Scope, Row>> copies;
    for (const auto& [scope, held] : e.rows.scopes()) {
        held.each_row([&, in = scope](const auto& row) {
            if constexpr (is_copy<std::decay_t<decltype(row)>>) copies.emplace_back(in, row);
        });
    }
    CHECK(copies.size() > 40);
    for (const auto& [scope, row] : copies) {
        std::visit([&, in = scope](const auto& copy) { tamper(e.rows, in, copy); }, row);
    }
    e.expect_whole();
}

TEST_CASE("Sources that contradict each other are found") {
    Everything e;
    int number = 0;
    const auto changed = [&](const Scope& scope, const Row& before, const Row& after) {
        CAPTURE(++number, to_string(scope), row_type_name(before.index()));
        expect_found(e.rows, {Change{scope, before, after}});
    };
    const auto account = [&](AccountId id, auto&& change) {
        AccountRow row = e.account(id);
        change(row);
        changed(account_scope(id), Row(e.account(id)), Row(row));
    };
    account(e.elm, [](AccountRow& row) { row.number = "12"; });
    account(e.elm, [&](AccountRow& row) { row.number = e.account(e.ash).number; });
    account(e.elm, [](AccountRow& row) { row.name = ""; });
    account(e.elm, [](AccountRow& row) { row.parent = AccountId(Id{4, 4}); });
    account(e.elm, [](AccountRow& row) { row.parent = row.id; });
    account(e.moor, [&](AccountRow& row) { row.parent = e.moor; });
    account(e.elm, [&](AccountRow& row) { row.parent = e.ash; });
    account(e.elm, [](AccountRow& row) { row.kind = AccountKind::partner; });
    account(e.elm, [](AccountRow& row) { row.kind = AccountKind::operator_; });
    account(e.elm, [](AccountRow& row) { row.state = AccountState::suspended; });

    const auto row_changed = [&](const Scope& scope, auto row, auto&& change) {
        auto after = row;
        change(after);
        changed(scope, Row(row), Row(after));
    };
    const Scope members = federation_scope(e.trees.id);
    const Scope requests = federation_owner_scope(e.trees.id);
    const auto federation = *e.rows.find<FederationRow>(members, e.trees.id);
    row_changed(members, federation, [](FederationRow& row) { row.state = FederationState::dissolved; });
    row_changed(members, federation, [](FederationRow& row) { row.name = "Other"; });
    row_changed(members, federation, [&](FederationRow& row) { row.owner = e.elm; });
    row_changed(members, federation, [&](FederationRow& row) { row.owner = e.oak; });
    for (const MembershipRow& member : e.all<MembershipRow>(members)) {
        row_changed(members, member, [](MembershipRow& row) { row.position = 3 - row.position; });
        row_changed(members, member, [](MembershipRow& row) { row.state = MembershipState::left; });
        row_changed(members, member, [](MembershipRow& row) { row.account_name += "x"; });
        row_changed(members, member, [](MembershipRow& row) { row.account_suspended = true; });
        row_changed(members, member, [&](MembershipRow& row) { row.account = e.oak; });
    }
    for (const AccessCodeRow& code : e.all<AccessCodeRow>(requests)) {
        row_changed(requests, code, [](AccessCodeRow& row) { ++row.uses_taken; });
        row_changed(requests, code, [](AccessCodeRow& row) { row.uses_allowed = 0; });
        row_changed(requests, code, [](AccessCodeRow& row) { row.state = CodeState::expired; });
        row_changed(requests, code, [](AccessCodeRow& row) { row.expires += one_day; });
    }
    for (const JoinRequestRow& request : e.all<JoinRequestRow>(requests)) {
        row_changed(requests, request, [](JoinRequestRow& row) { row.state = RequestState::expired; });
        row_changed(requests, request, [](JoinRequestRow& row) { row.message = "x"; });
        row_changed(requests, request, [](JoinRequestRow& row) { row.code = AccessCodeId(Id{4, 4}); });
        row_changed(requests, request, [&](JoinRequestRow& row) { row.account = e.north; });
        if (request.state != RequestState::pending) continue;
        row_changed(requests, request, [](JoinRequestRow& row) { row.card.name += "x"; });
        row_changed(requests, request, [](JoinRequestRow& row) { ++row.expires; });
    }
    for (const AccountId member : {e.ash, e.elm}) {
        const Scope own = account_scope(member);
        for (const LimitRow& limit : e.all<LimitRow>(own)) {
            row_changed(own, limit, [](LimitRow& row) { row.limit = Limit::services_only; });
            row_changed(own, limit, [](LimitRow& row) { row.until += one_day; });
            row_changed(own, limit, [](LimitRow& row) { row.limit = Limit::paused, row.until = 5; });
            row_changed(own, limit, [&](LimitRow& row) { row.federation = e.gone.id; });
            row_changed(own, limit, [&](LimitRow& row) { row.account = e.oak; });
            expect_found(e.rows, {Change{own, Row(limit), std::nullopt}});
        }
    }
    // The owner's, with its copy.
    const auto owners = *e.rows.find<LimitRow>(account_scope(e.ash), e.trees.owner_membership);
    LimitRow less = owners;
    less.limit = Limit::services_only;
    MemberLimitRow less_copy = *e.rows.find<MemberLimitRow>(requests, owners.id);
    const Row copy_before(less_copy);
    less_copy.limit = Limit::services_only;
    expect_found(e.rows, {Change{account_scope(e.ash), Row(owners), Row(less)},
                          Change{requests, copy_before, Row(less_copy)}});
    const auto administrator = *e.rows.find<FederationAdministratorRow>(members, e.seat);
    row_changed(members, administrator, [](FederationAdministratorRow& row) { row.ended = 5; });
    row_changed(members, administrator, [&](FederationAdministratorRow& row) { row.person = e.ella; });
    row_changed(members, administrator, [](FederationAdministratorRow& row) { ++row.since; });
    FederationAdministratorRow again = administrator;
    again.id = FederationAdministratorId(Id{4, 4});
    HeldSeatRow again_copy = *e.rows.find<HeldSeatRow>(person_scope(e.ann), e.seat);
    again_copy.id = again.id;
    expect_found(e.rows, {Change{members, std::nullopt, Row(again)},
                          Change{person_scope(e.ann), std::nullopt, Row(again_copy)}});
    const auto transfer = *e.rows.find<TransferRow>(requests, e.offer);
    row_changed(requests, transfer, [](TransferRow& row) { row.state = TransferState::accepted; });
    row_changed(requests, transfer, [](TransferRow& row) { row.decided = 5; });
    row_changed(requests, transfer, [](TransferRow& row) { ++row.expires; });
    row_changed(requests, transfer, [&](TransferRow& row) { row.membership = e.trees.owner_membership; });
    row_changed(requests, transfer, [&](TransferRow& row) { row.to = e.oak; });
    row_changed(requests, transfer, [&](TransferRow& row) { row.from = e.oak; });
    row_changed(requests, *e.rows.find<TransferRow>(requests, e.declined), [](TransferRow& row) {
        row.state = TransferState::offered, row.decided = 0;
    });
    for (const GrantRow& gift : e.all<GrantRow>(people_of(e.elm))) {
        if (gift.through.is_none()) continue;
        row_changed(people_of(e.elm), gift, [&](GrantRow& row) { row.through = e.gone.id; });
        row_changed(people_of(e.elm), gift, [](GrantRow& row) { row.role = Role::account_owner; });
    }
    row_changed(people_of(e.elm), *e.rows.find<InvitationRow>(people_of(e.elm), e.open_gift),
                [&](InvitationRow& row) { row.through = e.gone.id; });

    const auto grant = *e.rows.find<GrantRow>(people_of(e.ash), e.grant_of(e.ann, e.ash));
    row_changed(people_of(e.ash), grant, [](GrantRow& row) { row.role = Role::viewer; });
    row_changed(people_of(e.ash), grant, [&](GrantRow& row) { row.person = e.ella; });
    GrantRow second = grant;
    second.id = GrantId(Id{4, 4});
    expect_found(e.rows, {Change{people_of(e.ash), std::nullopt, Row(second)}});
    const auto person = *e.rows.find<PersonRow>(person_scope(e.ann), e.ann);
    row_changed(person_scope(e.ann), person, [](PersonRow& row) { row.email = "ella@people.example"; });

    // A second reference under one parent, each with its copies.
    ChangeSet twice;
    for (const AccountId id : {e.oak}) {
        AccountRow row = e.account(id);
        AccountIndexRow index = *e.index(id);
        row.third_party_reference = index.third_party_reference = "ASH";
        twice.push_back({account_scope(id), Row(e.account(id)), Row(row)});
        twice.push_back({children_of(e.north), Row(*e.index(id)), Row(index)});
    }
    expect_found(e.rows, twice);
    // A partner without an account for its own staff.
    ChangeSet gone;
    const AccountIndexRow* twin = nullptr;
    e.rows.each<AccountIndexRow>(children_of(e.moor), [&](const AccountIndexRow& row) {
        if (row.kind == AccountKind::internal_use) twin = &row;
    });
    REQUIRE(twin);
    gone.push_back({account_scope(twin->id), Row(e.account(twin->id)), std::nullopt});
    gone.push_back({children_of(e.moor), Row(*twin), std::nullopt});
    expect_found(e.rows, gone);
    e.expect_whole();
}

TEST_CASE("Whatever is wished, the database stays whole") {
    std::mt19937_64 random(20261122);
    const auto draw = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
    for (int history = 0; history < 20; ++history) {
        Everything e;
        std::vector<AccountId> accounts = {e.root, e.north, e.moor, e.elm, e.ash, e.oak, e.yew};
        std::vector<PersonId> persons = {e.staff, e.ann, e.ella, e.registered("Bea"), e.registered("Cid")};
        std::vector<InvitationId> invitations;
        int done = 0;
        for (int step = 0; step < 150; ++step) {
            const AccountId account = accounts[draw(accounts.size())];
            const PersonId person = draw(3) ? e.staff : persons[draw(persons.size())];
            Command command;
            switch (draw(11)) {
            case 0: {
                AddAccount add;
                add.id = e.fresh<AccountId>();
                add.kind = draw(2) ? AccountKind::customer : AccountKind::reseller;
                if (add.kind == AccountKind::reseller) add.internal_use_id = e.fresh<AccountId>();
                add.name = "Added";
                add.third_party_reference = draw(2) ? "" : "R" + std::to_string(draw(5));
                if (e.give(e.as(person, account), add) == "done") accounts.push_back(add.id);
                continue;
            }
            case 1: {
                EditAccount edit;
                edit.name = Edit{e.account(account).name, "Name " + std::to_string(draw(9))};
                edit.third_party_reference =
                    Edit{e.account(account).third_party_reference, "R" + std::to_string(draw(5))};
                command = edit;
                break;
            }
            case 2: command = SuspendAccount{}; break;
            case 3: command = ResumeAccount{}; break;
            case 4: {
                const InvitationId id = e.fresh<InvitationId>();
                invitations.push_back(id);
                const char* const who[] = {"bea", "cid", "ann", "someone"};
                command = InviteAdministrator{id, std::string(who[draw(4)]) + "@people.example",
                                              static_cast<Role>(draw(4))};
                break;
            }
            case 5:
                for (const InvitationId id : invitations) {
                    e.give(e.own(person, account), AcceptInvitation{id, e.fresh<GrantId>()});
                }
                continue;
            case 6: {
                const auto grants = e.all<GrantRow>(people_of(account));
                if (grants.empty()) continue;
                command = RemoveAdministrator{grants[draw(grants.size())].id};
                break;
            }
            case 7:
                if (invitations.empty()) continue;
                command = RevokeInvitation{invitations[draw(invitations.size())]};
                break;
            case 8: command = MoveAccount{accounts[draw(accounts.size())]}; break;
            case 9:
                if (draw(3) != 0) continue;
                command = CloseAccount{};
                break;
            default:
                e.now += static_cast<Instant>(draw(5)) * one_day;
                e.tick();
                continue;
            }
            done += e.give(e.as(person, account), command) == "done" ? 1 : 0;
        }
        CHECK(done > 15);
        e.expect_whole();
    }
}

TEST_CASE("What is recorded belongs to its account and month, says who and from where, and stays") {
    Everything e;
    ActivityRow row;
    row.id = e.fresh<ActivityId>();
    row.time = e.now;
    row.account = e.ash;
    row.person_name = "Ann";
    row.home = e.ash;
    row.home_name = "Ash";
    row.command = command_number<EditAccount>;
    const Scope scope = activity_scope(e.ash, utc_month(e.now));
    const auto put = [](const Scope& in, const ActivityRow& one) {
        return ChangeSet{Change{in, std::nullopt, Row(one)}};
    };
    const auto broken = [&](const Scope& in, auto change) {
        ActivityRow other = row;
        change(other);
        expect_found(e.rows, put(in, other));
    };
    const auto same = [](ActivityRow&) {};
    broken(activity_scope(e.ash, "2020-01"), same);
    broken(activity_scope(e.elm, utc_month(e.now)), same);
    broken(account_scope(e.ash), same);
    broken(person_scope(e.ann), same);  // done: for its account to see
    const AccountId nowhere = e.fresh<AccountId>();
    broken(activity_scope(nowhere, utc_month(e.now)), [&](ActivityRow& other) { other.account = nowhere; });
    broken(scope, [](ActivityRow& other) { other.person_name.clear(); });
    broken(scope, [](ActivityRow& other) { other.home_name.clear(); });
    broken(scope, [](ActivityRow& other) { other.command = static_cast<std::int64_t>(command_count); });
    broken(scope, [](ActivityRow& other) { other.via = Via::federation; });
    broken(scope, [](ActivityRow& other) { other.through_name = "Trees"; });
    ActivityRow refused = row;
    refused.refusal = Refusal::not_found;
    refused.home_name.clear();
    e.rows.apply(put(person_scope(e.ann), refused));
    e.rows.apply(put(scope, row));
    CHECK(broken_invariants(e.rows).empty());

    const auto changed = [&](std::optional<Row> after) {
        const ChangeSet changes{Change{scope, Row(row), std::move(after)}};
        e.rows.apply(changes);
        CHECK_FALSE(broken_invariants(e.rows, changes).empty());
        e.rows.undo(changes);
    };
    changed(std::nullopt);
    ActivityRow other = row;
    other.subject = "something else";
    changed(Row(other));
}
