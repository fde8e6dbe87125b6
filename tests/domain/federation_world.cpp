#include "domain/federation_world.h"

#include <algorithm>
#include <map>
#include <set>

#include "catch.h"
#include "domain/invariants.h"

namespace federation_tests {
namespace {

std::string text_of(const std::string& value) { return value; }
std::string text_of(bool value) { return value ? "yes" : "no"; }
std::string text_of(const Id& value) { return to_string(value); }
std::string text_of(const std::optional<Refusal>& value) { return value ? std::string(to_string(*value)) : "none"; }
std::string text_of(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) text += value + ",";
    return text;
}
std::string text_of(const std::vector<Instant>& values) {
    std::string text;
    for (const Instant value : values) text += std::to_string(value) + ",";
    return text;
}

std::string text_of(const std::vector<NoticeId>& values) {
    std::string text;
    for (const NoticeId& value : values) text += to_string(value) + ",";
    return text;
}
std::string text_of(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "none"; }

struct FieldsAsText {
    std::string text;
    template <class T>
    void operator()(std::string_view name, const T& value) {
        text += " " + std::string(name) + "=";
        if constexpr (std::is_enum_v<T>) {
            text += std::to_string(static_cast<int>(value));
        } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            text += std::to_string(value);
        } else if constexpr (std::is_same_v<T, Contact> || std::is_same_v<T, RequesterCard> ||
                             std::is_same_v<T, Brand>) {
            T::fields(value, *this);
        } else {
            text += text_of(value);
        }
    }
};

bool is_open(RequestState state) { return state == RequestState::pending; }

}  // namespace

std::string dump(const RowSet& rows) {
    std::map<Scope, std::string> texts;
    for (const auto& [scope, held] : rows.scopes()) {
        if (held.size() == 0) continue;
        FieldsAsText fields;
        held.each_row([&](const auto& row) {
            using R = std::decay_t<decltype(row)>;
            fields.text += "\n " + std::string(row_type_name(row_type<R>));
            R::fields(row, fields);
        });
        texts[scope] = fields.text;
    }
    std::string text;
    for (const auto& [scope, rows_text] : texts) text += to_string(scope) + rows_text + "\n";
    return text;
}

FederationWorld::FederationWorld() {
    north = partner("North");
    south = partner("South");
    direct = customer(root, "Direct");
    ash = customer(north, "Ash");
    birch = customer(north, "Birch");
    cedar = customer(north, "Cedar");
    moor = reseller(north, "Moor");
    elm = customer(moor, "Elm");
    palm = customer(south, "Palm");
    norman = person(north, Role::account_owner, "Norman");
    sue = person(south, Role::account_owner, "Sue");
    dan = person(direct, Role::account_owner, "Dan");
    ann = person(ash, Role::account_owner, "Ann");
    ben = person(birch, Role::account_owner, "Ben");
    cleo = person(cedar, Role::account_owner, "Cleo");
    mo = person(moor, Role::account_owner, "Mo");
    ella = person(elm, Role::account_owner, "Ella");
    pam = person(palm, Role::account_owner, "Pam");
    watcher = person(ash, Role::viewer, "Watcher");
}

Actor FederationWorld::owner_of(AccountId account) const {
    for (const GrantRow& grant : all<GrantRow>(people_of(account))) {
        if (grant.role == Role::account_owner) return own(grant.person, account);
    }
    return {};
}

void FederationWorld::let_federate_outside(AccountId partner, bool let) {
    AccountRow changed = account(partner);
    changed.may_federate_outside = let;
    write({{account_scope(partner), changed}});
}

void FederationWorld::set_state(AccountId id, AccountState state) {
    AccountRow changed = account(id);
    changed.state = state;
    write({{account_scope(id), changed}});
}

void FederationWorld::rename(AccountId id, const std::string& name) {
    AccountRow changed = account(id);
    changed.name = name;
    write({{account_scope(id), changed}});
}

std::string FederationWorld::give(const Actor& actor, const Command& command) {
    const std::string before = dump(rows);
    const Decision decision = decide_in_full(envelope_of(actor, command));
    REQUIRE(dump(rows) == before);
    if (const Done* done = decision.done()) rows.apply(done->changes);
    CHECK(problems_of(rows, now) == std::vector<std::string>{});
    CHECK(broken_invariants(rows) == std::vector<std::string>{});
    return in_words(decision);
}

FederationWorld::Made FederationWorld::create(AccountId account, const std::string& name) {
    const Made made{fresh<FederationId>(), account, fresh<MembershipId>(), fresh<AccessCodeId>()};
    const CreateFederation command{made.id, made.owner_membership, made.code, name};
    REQUIRE(give(north_on(account), command) == "done");
    return made;
}

AccessCodeId FederationWorld::issue(const Made& federation, std::int64_t uses, AccountId only_for) {
    IssueCode command;
    command.federation = federation.id;
    command.code = fresh<AccessCodeId>();
    command.label = "Label";
    command.expires = now + access_code_life;
    command.uses = uses;
    if (!only_for.is_none()) command.only_for = account(only_for).number;
    REQUIRE(give(owner_of(federation.owner), command) == "done");
    return command.code;
}

TicketId FederationWorld::ticket(PersonId person, AccountId account, const Made& federation,
                                 AccessCodeId access_code) {
    Made typed = federation;
    typed.code = access_code;
    return World::ticket(person, account, typed);
}

JoinRequestId FederationWorld::ask(AccountId account, const Made& federation) {
    const Actor actor = owner_of(account);
    Join join;
    join.request = fresh<JoinRequestId>();
    join.ticket = World::ticket(actor.person, account, federation);
    REQUIRE(give(actor, join) == "done");
    return join.request;
}

Accept FederationWorld::acceptance(const Made& federation, JoinRequestId id) {
    Accept accept;
    accept.federation = federation.id;
    accept.request = id;
    accept.membership = fresh<MembershipId>();
    accept.shown = request(federation, id).card;
    return accept;
}

MembershipId FederationWorld::accept(const Made& federation, JoinRequestId id) {
    const Accept command = acceptance(federation, id);
    REQUIRE(give(owner_of(federation.owner), command) == "done");
    return command.membership;
}

MembershipId FederationWorld::bring_in(AccountId account, const Made& federation) {
    return accept(federation, ask(account, federation));
}

MembershipId FederationWorld::bring_in(AccountId account, const Made& federation, Limit limit) {
    const MembershipId member = bring_in(account, federation);
    if (limit != Limit::paused) set_limit(account, federation, member, limit);
    return member;
}

FederationAdministratorId FederationWorld::name(const Made& federation, PersonId person, AccountId through) {
    const auto id = fresh<FederationAdministratorId>();
    const NameFederationAdministrator command{federation.id, id, person, through};
    REQUIRE(give(north_on(federation.owner), command) == "done");
    return id;
}

TransferId FederationWorld::offer(const Made& federation, MembershipId to) {
    const auto id = fresh<TransferId>();
    REQUIRE(give(owner_of(federation.owner), OfferTransfer{federation.id, id, to}) == "done");
    return id;
}

void FederationWorld::set_limit(AccountId account, const Made& federation, MembershipId membership, Limit limit,
                                Instant until) {
    REQUIRE(give(owner_of(account), SetLimit{federation.id, membership, limit, until}) == "done");
}

// ---- what must hold ----
namespace {

class Inspection {
public:
    Inspection(const RowSet& rows, Instant now) : rows_(rows), now_(now) {}

    std::vector<std::string> run() {
        for (const auto& [scope, held] : rows_.scopes()) {
            if (scope.kind == ScopeKind::federation) inspect_federation(FederationId(scope.id));
            if (scope.kind == ScopeKind::key_ticket) {
                for (const TicketRow& row : rows_in<TicketRow>(rows_, scope)) {
                    expect_due(row.id, row.expires, DueKind::ticket, "a ticket");
                }
            }
            if (scope.kind == ScopeKind::people) {
                for (const InvitationRow& row : rows_in<InvitationRow>(rows_, scope)) {
                    if (row.state != InvitationState::pending) continue;
                    expect_due(row.id, row.expires, DueKind::invitation, "an invitation");
                    expect_reminder(row, row.invited, row.expires, DueKind::remind_invitation);
                }
            }
            if (scope.kind == ScopeKind::account) inspect_account(AccountId(scope.id));
        }
        inspect_due();
        return problems_;
    }

private:
    void expect(bool holds, const std::string& what) {
        if (!holds) problems_.push_back(what);
    }

    void expect_due(const Id& id, Instant at, DueKind kind, const std::string& what) {
        const DueRow* due = rows_.find<DueRow>(due_key(utc_day(at)), id);
        expect(due && due->at == at && due->kind == kind, what + " without its DueRow");
        ++due_expected_;
    }

    // Three days before the end of what runs longer, once.
    template <class R>
    void expect_reminder(const R& row, Instant from, Instant end, DueKind kind) {
        const Instant at = end - 3 * one_day;
        if (!row.reminded && at > from) expect_due(row.id, at, kind, "a reminder");
    }

    void inspect_due() {
        std::size_t due = 0;
        for (const auto& [scope, held] : rows_.scopes()) {
            if (scope.kind == ScopeKind::key_due) due += held.count<DueRow>();
        }
        expect(due == due_expected_, "a DueRow of what has ended");
    }

    void inspect_federation(FederationId id) {
        const FederationRow* federation = rows_.find<FederationRow>(federation_scope(id), id);
        if (!federation) return;
        const bool dissolved = federation->state == FederationState::dissolved;
        expect(dissolved == (federation->ended != 0), "a federation's end");
        bool owner_is_member = false;
        std::size_t open = 0;
        std::set<std::int64_t> positions;
        for (const MembershipRow& row : rows_in<MembershipRow>(rows_, federation_scope(id))) {
            const bool active = row.state == MembershipState::active;
            expect(positions.insert(row.position).second, "a position twice");
            expect(active == (row.ended == 0), "a membership's end");
            expect(active == (row.reason == EndReason::none), "a membership's reason");
            expect(!(active && dissolved), "an active member of a dissolved federation");
            owner_is_member |= active && row.account == federation->owner;
            inspect_membership(*federation, row);
            inspect_limit(*federation, row);
        }
        expect(owner_is_member != dissolved, "an owner that is not a member");
        for (const JoinRequestRow& row : rows_in<JoinRequestRow>(rows_, federation_owner_scope(id))) {
            open += is_open(row.state) ? 1U : 0U;
            expect(!(is_open(row.state) && dissolved), "an open request to a dissolved federation");
            expect(is_open(row.state) == (row.decided == 0), "a request's decision");
            inspect_request(*federation, row);
        }
        for (const AccessCodeRow& row : rows_in<AccessCodeRow>(rows_, federation_owner_scope(id))) {
            expect(!(row.state == CodeState::live && dissolved), "a live code of a dissolved federation");
            if (row.state == CodeState::live) expect_due(row.id, row.expires, DueKind::access_code, "a code");
            inspect_code(row);
        }
        inspect_transfers(*federation);
        inspect_administrators(*federation);
        const AccountRow* owner = rows_.find<AccountRow>(account_scope(federation->owner), federation->owner);
        const auto* index = rows_.find<AccountIndexRow>(children_of(owner->parent), owner->id);
        if (!dissolved) expect(index->open_requests == static_cast<std::int64_t>(open), "open_requests");
    }

    void inspect_membership(const FederationRow& federation, const MembershipRow& row) {
        const auto* own = rows_.find<OwnMembershipRow>(account_scope(row.account), row.id);
        expect(own != nullptr, "a membership without a copy");
        if (!own) return;
        const bool same = own->federation == row.federation && own->position == row.position &&
                          own->state == row.state && own->reason == row.reason && own->since == row.since &&
                          own->ended == row.ended && own->federation_name == federation.name &&
                          own->owner == owns(federation, row);
        expect(same, "a membership's copy that differs");
        const auto* account = rows_.find<AccountRow>(account_scope(row.account), row.account);
        if (row.state != MembershipState::active) return;
        expect(row.account_name == account->name && row.account_number == account->number &&
                   row.account_kind == account->kind &&
                   row.account_suspended == (account->state == AccountState::suspended),
               "a member's card that differs");
    }

    // The last membership of the owner says that it owns, and no other.
    bool owns(const FederationRow& federation, const MembershipRow& row) const {
        std::int64_t last = 0;
        for (const MembershipRow& other : rows_in<MembershipRow>(rows_, federation_scope(federation.id))) {
            if (other.account == federation.owner) last = std::max(last, other.position);
        }
        return row.position == last;
    }

    // One open offer, by the owner to an active member; both ends have a copy.
    void inspect_transfers(const FederationRow& federation) {
        int open = 0;
        for (const TransferRow& row : rows_in<TransferRow>(rows_, federation_owner_scope(federation.id))) {
            for (const AccountId end : {row.from, row.to}) {
                const auto* own = rows_.find<OwnTransferRow>(account_scope(end), row.id);
                expect(own && own->incoming == (end == row.to) && own->state == row.state &&
                           own->decided == row.decided && own->federation_name == federation.name &&
                           own->other_name == (end == row.to ? row.from_name : row.to_name),
                       "a transfer's copy");
            }
            expect((row.state == TransferState::offered) == (row.decided == 0), "a transfer's decision");
            if (row.state != TransferState::offered) continue;
            expect(++open == 1, "two open offers");
            expect(row.from == federation.owner, "an offer by somebody else");
            const auto* member = rows_.find<MembershipRow>(federation_scope(federation.id), row.membership);
            expect(member && member->state == MembershipState::active, "an offer to no member");
            expect_due(row.id, row.expires, DueKind::transfer, "an offer");
        }
    }

    // In office exactly while the person has a seat.
    void inspect_administrators(const FederationRow& federation) {
        for (const auto& row : rows_in<FederationAdministratorRow>(rows_, federation_scope(federation.id))) {
            const auto* seat = rows_.find<HeldSeatRow>(person_scope(row.person), row.id);
            expect((row.ended == 0) == (seat != nullptr), "a seat");
            if (!seat) continue;
            expect(federation.state == FederationState::active, "a seat in what is dissolved");
            expect(seat->owner == federation.owner && seat->federation == federation.id, "a seat that differs");
        }
    }

    // Every active member has a limit, the owner's is full, and the owner's side has a copy.
    void inspect_limit(const FederationRow& federation, const MembershipRow& row) {
        const auto* limit = rows_.find<LimitRow>(account_scope(row.account), row.id);
        expect(limit != nullptr, "a membership without a limit");
        if (!limit) return;
        const auto* copy = rows_.find<MemberLimitRow>(federation_owner_scope(federation.id), row.id);
        expect(copy && copy->limit == limit->limit && copy->until == limit->until && copy->since == limit->since &&
                   copy->account == row.account,
               "a limit's copy");
        if (limit->until != 0) {
            expect_due(row.id, limit->until, DueKind::limit, "a limit");
            expect_reminder(*limit, limit->since, limit->until, DueKind::remind_limit);
        }
        const bool owner = row.state == MembershipState::active && row.account == federation.owner;
        expect(!owner || (limit->limit == Limit::full && limit->until == 0), "an owner that is not full");
    }

    void inspect_request(const FederationRow& federation, const JoinRequestRow& row) {
        const auto* own = rows_.find<OwnRequestRow>(account_scope(row.account), row.id);
        expect(own != nullptr, "a request without a copy");
        if (!own) return;
        const bool same = own->federation == row.federation && own->state == row.state &&
                          own->reason == row.reason && own->message == row.message &&
                          own->asked == row.asked && own->expires == row.expires &&
                          own->decided == row.decided && own->asked_by_name == row.asked_by_name &&
                          own->limit == row.limit && own->limit_until == row.limit_until;
        expect(same, "a request's copy that differs");
        expect(own->federation_name == federation.name && !own->creator_name.empty(), "a request's names");
        if (!is_open(row.state)) return;
        expect_due(row.id, row.expires, DueKind::join_request, "a request");
        expect_reminder(row, row.asked, row.expires, DueKind::remind_request);
        const auto* account = rows_.find<AccountRow>(account_scope(row.account), row.account);
        expect(row.card.name == account->name && row.card.number == account->number, "a request's card");
    }

    void inspect_code(const AccessCodeRow& code) {
        std::int64_t taken = 0;
        std::int64_t taken_now = 0;
        for (const auto& row : rows_in<JoinRequestRow>(rows_, federation_owner_scope(code.federation))) {
            if (row.code != code.id) continue;
            const bool accepted = row.state == RequestState::accepted;
            taken += accepted || is_open(row.state) ? 1 : 0;
            taken_now += accepted || (is_open(row.state) && row.expires > now_) ? 1 : 0;
        }
        expect(code.uses_taken == taken, "uses_taken");
        expect(taken_now <= code.uses_allowed, "more uses taken than allowed");
    }

    void inspect_account(AccountId id) {
        int active = 0;
        int open = 0;
        FederationId federation;
        for (const OwnMembershipRow& row : rows_in<OwnMembershipRow>(rows_, account_scope(id))) {
            const auto* source = rows_.find<MembershipRow>(federation_scope(row.federation), row.id);
            expect(source && source->account == id, "a copy of no membership");
            if (row.state != MembershipState::active) continue;
            ++active;
            federation = row.federation;
        }
        for (const OwnRequestRow& row : rows_in<OwnRequestRow>(rows_, account_scope(id))) {
            const auto* source = rows_.find<JoinRequestRow>(federation_owner_scope(row.federation), row.id);
            expect(source && source->account == id, "a copy of no request");
            if (is_open(row.state) && row.expires > now_) ++open;
        }
        expect(active <= 1, "two active memberships");
        expect(open <= 1, "two open requests");
        expect(active + open <= 1, "a member with an open request");
        const auto* account = rows_.find<AccountRow>(account_scope(id), id);
        if (!account || account->parent.is_none()) return;
        const auto* index = rows_.find<AccountIndexRow>(children_of(account->parent), id);
        expect(index && index->federation == federation, "the index row's federation");
    }

    const RowSet& rows_;
    Instant now_;
    std::size_t due_expected_ = 0;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> problems_of(const RowSet& rows, Instant now) { return Inspection(rows, now).run(); }

}  // namespace federation_tests
