#include "domain/invariants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t most_messages = 100;

bool allowed_below(AccountKind parent, AccountKind kind) {
    switch (parent) {
    case AccountKind::operator_:
        return kind == AccountKind::partner || kind == AccountKind::customer ||
               kind == AccountKind::internal_use;
    case AccountKind::partner:
    case AccountKind::reseller:
        return kind == AccountKind::reseller || kind == AccountKind::customer ||
               kind == AccountKind::internal_use;
    default: return false;
    }
}

bool has_reason(const JoinRequestRow& request) {
    return request.reason == EndReason::none ||
           (request.reason == EndReason::dissolved && request.state == RequestState::rejected);
}

class Checker {
  public:
    explicit Checker(const RowSet& rows) : rows_(rows) {}

    void everything() {
        std::size_t roots = 0;
        for (const auto& [scope, held] : rows_.scopes()) {
            held.each_row([&, in = scope](const auto& row) { check(in, row); });
            held.each<AccountRow>([&](const AccountRow& row) { roots += row.parent.is_none() ? 1 : 0; });
            add_groups_of(scope);
        }
        if (roots != 1) say("the tree: " + std::to_string(roots) + " roots");
        check_groups();
    }

    void of(const ChangeSet& changes) {
        for (const Change& change : changes) {
            if (change.before)
                std::visit([&](const auto& row) { check_left(change.scope, row); }, *change.before);
            if (change.after) std::visit([&](const auto& row) { check(change.scope, row); }, *change.after);
            if (needs_groups(change)) add_groups_of(change.scope);
        }
        check_groups();
    }

    std::vector<std::string> take() { return std::move(messages_); }

  private:
    void say(std::string message) {
        if (messages_.size() < most_messages) messages_.push_back(std::move(message));
    }
    template <class R>
    void expect(bool holds, const Scope& scope, const R& row, std::string_view sentence) {
        if (holds || messages_.size() >= most_messages) return;
        say(to_string(scope) + ' ' + std::string(row_type_name(row_type<R>)) + ' ' + to_string(row.id) +
            ": " + std::string(sentence));
    }
    template <class R>
    const R* find(const Scope& scope, const Id& id) const {
        return rows_.find<R>(scope, id);
    }
    const AccountRow* account(AccountId id) const { return find<AccountRow>(account_scope(id), id); }
    const FederationRow* federation(FederationId id) const {
        return find<FederationRow>(federation_scope(id), id);
    }

    // --- Accounts and their copies ---

    void check(const Scope& scope, const AccountRow& row) {
        expect(scope == account_scope(row.id), scope, row, "is in a scope that is not its own");
        expect(is_account_number(row.number), scope, row, "has no account number");
        const NumberKeyRow* key = find<NumberKeyRow>(number_key(row.number), row.id);
        expect(key != nullptr, scope, row, "its number has no key");
        expect(!check_name(row.name), scope, row, "has a name that is not one");
        expect(!row.parent.is_none() == (row.kind != AccountKind::operator_), scope, row,
               "is a root of another kind");
        check_place(scope, row);
        if (!row.parent.is_none()) {
            const auto* index = find<AccountIndexRow>(children_of(row.parent), row.id);
            expect(index && *index == expected_index(row), scope, row, "its index row differs");
        }
        const auto* standing = find<StandingRow>(standing_of(row.id), row.id);
        const auto* face = find<FaceRow>(face_of(row.id), row.id);
        expect(is_base(row.kind) == (standing != nullptr), scope, row, "has a standing or has none, wrongly");
        expect(is_base(row.kind) == (face != nullptr), scope, row, "has a face or has none, wrongly");
        if (standing) check(standing_of(row.id), *standing);
        if (face) check(face_of(row.id), *face);
        check_own(scope, row);
    }

    void check_place(const Scope& scope, const AccountRow& row) {
        AccountId at = row.parent;
        for (std::size_t steps = 0; !at.is_none(); ++steps) {
            const AccountRow* above = account(at);
            expect(above != nullptr, scope, row, "an account above it is not there");
            if (!above) return;
            if (steps == 0)
                expect(allowed_below(above->kind, row.kind), scope, row, "is of a kind not allowed there");
            if (at == row.id || steps > rows_.scopes().size()) {
                expect(false, scope, row, "is above itself");
                return;
            }
            at = above->parent;
        }
    }

    AccountIndexRow expected_index(const AccountRow& row) {
        AccountIndexRow index;
        index.id = row.id;
        index.parent = row.parent;
        index.kind = row.kind;
        index.state = row.state;
        index.name = row.name;
        index.number = row.number;
        index.third_party_reference = row.third_party_reference;
        index.signed_up = row.signed_up;
        rows_.each<GrantRow>(people_of(row.id), [&](const GrantRow&) { ++index.administrators; });
        // The account's own copies are compared with their sources elsewhere, so they may be asked.
        rows_.each<OwnMembershipRow>(account_scope(row.id), [&](const OwnMembershipRow& own) {
            if (own.state == MembershipState::active) index.federation = own.federation;
            if (own.owner) index.open_requests += pending_in(own.federation);
        });
        return index;
    }
    std::int64_t pending_in(FederationId id) const {
        std::int64_t pending = 0;
        rows_.each<JoinRequestRow>(federation_owner_scope(id), [&](const JoinRequestRow& request) {
            pending += request.state == RequestState::pending ? 1 : 0;
        });
        return pending;
    }
    void check_index_of(AccountId id) {
        const AccountRow* row = account(id);
        if (row && !row->parent.is_none()) check(account_scope(id), *row);
    }

    // One active membership; open requests that do not overlap in time, because an expired one may still be
    // written as pending until the next tick.
    void check_own(const Scope& scope, const AccountRow& row) {
        int active = 0;
        rows_.each<OwnMembershipRow>(scope, [&](const OwnMembershipRow& own) {
            active += own.state == MembershipState::active ? 1 : 0;
        });
        expect(active <= 1, scope, row, "has several active memberships");
        std::vector<std::pair<Instant, Instant>> open;
        rows_.each<OwnRequestRow>(scope, [&](const OwnRequestRow& own) {
            if (own.state == RequestState::pending) open.emplace_back(own.asked, own.expires);
        });
        std::sort(open.begin(), open.end());
        for (std::size_t at = 1; at < open.size(); ++at) {
            expect(open[at - 1].second <= open[at].first, scope, row, "has several open requests at once");
        }
    }

    void check(const Scope& scope, const AccountIndexRow& row) {
        const AccountRow* source = account(row.id);
        expect(source && children_of(source->parent) == scope && row == expected_index(*source), scope, row,
               "differs from its account");
    }
    void check(const Scope& scope, const StandingRow& row) {
        const AccountRow* source = account(row.id);
        expect(source && is_base(source->kind) && scope == standing_of(row.id) &&
                   row == StandingRow{source->id, source->parent, source->kind, source->state,
                                      source->may_federate_outside},
               scope, row, "differs from its account");
    }
    void check(const Scope& scope, const FaceRow& row) {
        const AccountRow* source = account(row.id);
        expect(source && is_base(source->kind) && scope == face_of(row.id) && row.name == source->name, scope,
               row, "differs from its account");
    }
    void check(const Scope& scope, const NumberKeyRow& row) {
        const AccountRow* source = account(AccountId(row.id));
        expect(source && scope == number_key(source->number), scope, row, "is no account's number");
        expect(rows_.scope(scope)->count<NumberKeyRow>() == 1, scope, row,
               "several accounts have the number");
    }

    // --- People ---

    void check(const Scope& scope, const PersonRow& row) {
        expect(scope == person_scope(row.id), scope, row, "is in a scope that is not its own");
        expect(find<EmailKeyRow>(email_key(lower_email(row.email)), row.id) != nullptr, scope, row,
               "its address has no key");
    }
    void check(const Scope& scope, const EmailKeyRow& row) {
        const auto* person = find<PersonRow>(person_scope(PersonId(row.id)), row.id);
        expect(person && scope == email_key(lower_email(person->email)), scope, row, "is nobody's address");
        expect(rows_.scope(scope)->count<EmailKeyRow>() == 1, scope, row, "several persons have the address");
    }
    void check(const Scope& scope, const GrantRow& row) {
        expect(scope == people_of(row.account), scope, row, "is in a scope that is not its account's");
        const AccountRow* on = account(row.account);
        expect(on != nullptr, scope, row, "its account is not there");
        expect(find<PersonRow>(person_scope(row.person), row.person) != nullptr, scope, row,
               "its person is not there");
        const auto* held = find<HeldGrantRow>(person_scope(row.person), row.id);
        expect(on && held && *held == HeldGrantRow{row.id, row.account, on->kind, row.role}, scope, row,
               "the person's copy differs");
    }
    void check(const Scope& scope, const HeldGrantRow& row) {
        const auto* grant = find<GrantRow>(people_of(row.account), row.id);
        expect(grant && scope == person_scope(grant->person) && grant->role == row.role, scope, row,
               "differs from its grant");
    }
    void check(const Scope& scope, const InvitationRow& row) {
        expect(scope == people_of(row.account), scope, row, "is in a scope that is not its account's");
        expect(row.email == lower_email(row.email) && is_email(row.email), scope, row,
               "its address is not one");
        const auto* received = find<ReceivedInvitationRow>(invited_scope(row.email), row.id);
        expect(received && *received == expected_received(row), scope, row,
               "the invited person's copy differs");
        check_due(scope, row, DueKind::invitation, row.account,
                  row.state == InvitationState::pending ? &row.expires : nullptr);
    }
    static ReceivedInvitationRow expected_received(const InvitationRow& row) {
        return {row.id,    row.account, row.account_name, row.account_kind,   row.role,
                row.state, row.invited, row.expires,      row.invited_by_name};
    }
    void check(const Scope& scope, const ReceivedInvitationRow& row) {
        const auto* source = find<InvitationRow>(people_of(row.account), row.id);
        expect(source && scope == invited_scope(source->email) && row == expected_received(*source), scope,
               row, "differs from its invitation");
    }

    // --- Federations ---

    void check(const Scope& scope, const FederationRow& row) {
        expect(scope == federation_scope(row.id), scope, row, "is in a scope that is not its own");
        expect(account(row.owner) != nullptr, scope, row, "its owner is not there");
    }
    void check(const Scope& scope, const MembershipRow& row) {
        const FederationRow* of = federation(row.federation);
        const AccountRow* member = account(row.account);
        expect(scope == federation_scope(row.federation) && of, scope, row, "its federation is not there");
        expect(member != nullptr, scope, row, "its account is not there");
        if (!of || !member) return;
        const auto* own = find<OwnMembershipRow>(account_scope(row.account), row.id);
        expect(own && *own == expected_own(row, *of), scope, row, "the member's copy differs");
        const bool active = row.state == MembershipState::active;
        expect(active == (row.ended == 0), scope, row, "has ended and has no end, or the other way round");
        if (!active) return;
        expect(row.account_name == member->name && row.account_number == member->number &&
                   row.account_kind == member->kind &&
                   row.account_suspended == (member->state == AccountState::suspended),
               scope, row, "its card differs from the account");
    }
    static OwnMembershipRow expected_own(const MembershipRow& row, const FederationRow& of) {
        return {row.id,     row.federation, of.name,  of.owner == row.account, row.position, row.state,
                row.reason, row.since,      row.ended};
    }
    void check(const Scope& scope, const OwnMembershipRow& row) {
        const auto* source = find<MembershipRow>(federation_scope(row.federation), row.id);
        const FederationRow* of = federation(row.federation);
        expect(source && of && scope == account_scope(source->account) && row == expected_own(*source, *of),
               scope, row, "differs from its membership");
    }
    void check(const Scope& scope, const AccessCodeRow& row) {
        expect(scope == federation_owner_scope(row.federation) && federation(row.federation), scope, row,
               "its federation is not there");
        const auto* sealed = find<SealedCodeRow>(ticket_key(TicketId(row.id)), row.id);
        const auto* key = sealed ? find<CodeKeyRow>(code_key(sealed->fingerprint), row.id) : nullptr;
        expect(sealed && key, scope, row, "its text or its key is not there");
        check_due(scope, row, DueKind::access_code, row.federation,
                  row.state == CodeState::live ? &row.expires : nullptr);
    }
    void check(const Scope& scope, const JoinRequestRow& row) {
        const FederationRow* of = federation(row.federation);
        expect(scope == federation_owner_scope(row.federation) && of, scope, row,
               "its federation is not there");
        expect(find<AccessCodeRow>(scope, row.code) != nullptr, scope, row, "its code is not there");
        expect(has_reason(row), scope, row, "has a reason that does not fit its state");
        const bool pending = row.state == RequestState::pending;
        expect(pending == (row.decided == 0), scope, row, "is decided and open");
        check_due(scope, row, DueKind::join_request, row.federation, pending ? &row.expires : nullptr);
        const AccountRow* asker = account(row.account);
        expect(asker != nullptr, scope, row, "its account is not there");
        const auto* own = find<OwnRequestRow>(account_scope(row.account), row.id);
        expect(own != nullptr, scope, row, "the asking side's copy is not there");
        if (own) check(account_scope(row.account), *own);
        if (pending && asker) {
            expect(row.card.name == asker->name && row.card.number == asker->number &&
                       row.card.kind == asker->kind,
                   scope, row, "its card differs from the account");
        }
        if (of) check_index_of(of->owner);
    }
    void check(const Scope& scope, const OwnRequestRow& row) {
        const auto* source = find<JoinRequestRow>(federation_owner_scope(row.federation), row.id);
        const FederationRow* of = federation(row.federation);
        const AccountRow* creator = of ? account(of->owner) : nullptr;
        expect(source && creator && scope == account_scope(source->account), scope, row, "has no request");
        if (!source || !creator) return;
        // Once decided it keeps the creator's name of that time.
        const std::string& name = source->state == RequestState::pending ? creator->name : row.creator_name;
        expect(row == OwnRequestRow{source->id, source->federation, of->name, name, source->state,
                                    source->reason, source->message, source->asked, source->expires,
                                    source->decided, source->asked_by_name},
               scope, row, "differs from its request");
    }

    // --- Keys ---

    void check(const Scope& scope, const CodeKeyRow& row) {
        const auto* sealed = find<SealedCodeRow>(ticket_key(TicketId(row.id)), row.id);
        expect(sealed && scope == code_key(sealed->fingerprint), scope, row, "fits no text");
        expect(find<AccessCodeRow>(federation_owner_scope(row.federation), row.id) != nullptr, scope, row,
               "fits no access code");
        expect(rows_.scope(scope)->count<CodeKeyRow>() == 1, scope, row, "several codes have the text");
    }
    void check(const Scope& scope, const SealedCodeRow& row) {
        expect(scope == ticket_key(TicketId(row.id)), scope, row, "is in a scope that is not its own");
        expect(find<CodeKeyRow>(code_key(row.fingerprint), row.id) != nullptr, scope, row, "has no key");
    }
    void check(const Scope& scope, const TicketRow& row) {
        expect(scope == ticket_key(row.id), scope, row, "is in a scope that is not its own");
        check_due(scope, row, DueKind::ticket, row.account, &row.expires);
    }
    void check(const Scope&, const TriesRow&) {}
    void check(const Scope&, const SessionRow&) {}

    // `at` is when it ends by itself; null where it does not.
    template <class R>
    void check_due(const Scope& scope, const R& row, DueKind kind, const Id& owner, const Instant* at) {
        if (!at) return;  // a DueRow that is left over is found from its own side
        const auto* due = find<DueRow>(due_key(utc_day(*at)), row.id);
        expect(due && due->kind == kind && due->owner == owner && due->at == *at, scope, row,
               "nothing will end it when it is due");
    }
    void check(const Scope& scope, const DueRow& row) {
        expect(scope == due_key(utc_day(row.at)), scope, row, "is on the wrong day");
        const auto ends = ends_at(row);
        expect(ends && *ends == row.at, scope, row, "names nothing that ends then");
    }
    // When the thing that a DueRow names ends by itself; nothing where it does not or is not there.
    std::optional<Instant> ends_at(const DueRow& row) const {
        const Scope owners = federation_owner_scope(FederationId(row.owner));
        const auto end = [](const auto* found, bool running) {
            return found && running ? std::optional<Instant>(found->expires) : std::nullopt;
        };
        switch (row.kind) {
        case DueKind::join_request: {
            const auto* found = find<JoinRequestRow>(owners, row.id);
            return end(found, found && found->state == RequestState::pending);
        }
        case DueKind::access_code: {
            const auto* found = find<AccessCodeRow>(owners, row.id);
            return end(found, found && found->state == CodeState::live);
        }
        case DueKind::invitation: {
            const auto* found = find<InvitationRow>(people_of(AccountId(row.owner)), row.id);
            return end(found, found && found->state == InvitationState::pending);
        }
        case DueKind::ticket: {
            const auto* found = find<TicketRow>(ticket_key(TicketId(row.id)), row.id);
            return end(found, found && found->account == AccountId(row.owner));
        }
        }
        return std::nullopt;
    }

    // --- What a change left behind: copies of the image before ---

    template <class R>
    void check_still(const Scope& scope, const Id& id) {
        if (const R* row = find<R>(scope, id)) check(scope, *row);
    }
    template <class R>
    void expect_kept(const Scope& scope, const R& row) {
        expect(find<R>(scope, row.id) != nullptr, scope, row, "was erased, and is history");
    }
    void check_left(const Scope& scope, const AccountRow& row) {
        expect_kept(scope, row);
        check_still<NumberKeyRow>(number_key(row.number), row.id);
    }
    void check_left(const Scope& scope, const PersonRow& row) {
        expect_kept(scope, row);
        check_still<EmailKeyRow>(email_key(lower_email(row.email)), row.id);
    }
    void check_left(const Scope&, const GrantRow& row) {
        check_still<HeldGrantRow>(person_scope(row.person), row.id);
        check_index_of(row.account);
    }
    void check_left(const Scope&, const HeldGrantRow& row) {
        check_still<GrantRow>(people_of(row.account), row.id);
    }
    void check_left(const Scope& scope, const InvitationRow& row) {
        expect_kept(scope, row);
        check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
    }
    void check_left(const Scope& scope, const FederationRow& row) {
        expect_kept(scope, row);
        rows_.each<MembershipRow>(scope, [&](const MembershipRow& member) { check(scope, member); });
        const Scope requests = federation_owner_scope(row.id);
        rows_.each<JoinRequestRow>(requests,
                                   [&](const JoinRequestRow& request) { check(requests, request); });
    }
    void check_left(const Scope&, const TicketRow& row) {
        check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
    }
    void check_left(const Scope& scope, const AccessCodeRow& row) {
        expect_kept(scope, row);
        check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
    }
    void check_left(const Scope& scope, const JoinRequestRow& row) {
        expect_kept(scope, row);
        check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
    }
    void check_left(const Scope&, const DueRow& row) {
        if (find<DueRow>(due_key(utc_day(row.at)), row.id)) return;
        const auto ends = ends_at(row);
        if (ends && *ends == row.at) expect(false, due_key(utc_day(row.at)), row, "was erased too early");
    }
    template <class R>
    void check_left(const Scope& scope, const R& row) {
        constexpr bool ends = std::is_same_v<R, TriesRow> || std::is_same_v<R, SessionRow>;
        if constexpr (!ends) expect_kept(scope, row);
    }

    // --- What only a whole scope can say ---

    // A rename of one among thousands of siblings needs no look at all of them.
    static bool needs_groups(const Change& change) {
        if (change.scope.kind != ScopeKind::children || !change.before || !change.after) return true;
        const auto* before = std::get_if<AccountIndexRow>(&*change.before);
        const auto* after = std::get_if<AccountIndexRow>(&*change.after);
        return !before || !after || before->third_party_reference != after->third_party_reference ||
               before->kind != after->kind;
    }

    void add_groups_of(const Scope& scope) {
        switch (scope.kind) {
        case ScopeKind::children: bases_.insert(AccountId(scope.id)); break;
        case ScopeKind::people: peoples_.insert(AccountId(scope.id)); break;
        case ScopeKind::federation:
        case ScopeKind::federation_owner: federations_.insert(FederationId(scope.id)); break;
        default: break;
        }
    }
    void check_groups() {
        for (const AccountId base : bases_) check_siblings(base);
        for (const AccountId on : peoples_) check_people(on);
        for (const FederationId id : federations_) check_federation(id);
    }

    void check_siblings(AccountId base) {
        const Scope scope = children_of(base);
        std::set<std::string> references;
        bool internal_use = false;
        rows_.each<AccountIndexRow>(scope, [&](const AccountIndexRow& row) {
            internal_use = internal_use || row.kind == AccountKind::internal_use;
            if (row.third_party_reference.empty()) return;
            expect(references.insert(row.third_party_reference).second, scope, row, "shares its reference");
        });
        const AccountRow* above = account(base);
        if (!above) return;
        const bool wants = above->kind == AccountKind::partner || above->kind == AccountKind::reseller;
        expect(!wants || internal_use, scope, *above, "has no internal-use account");
    }

    void check_people(AccountId on) {
        const Scope scope = people_of(on);
        std::set<PersonId> persons;
        rows_.each<GrantRow>(scope, [&](const GrantRow& row) {
            expect(persons.insert(row.person).second, scope, row, "is a second grant of one person");
        });
        check_index_of(on);
    }

    void check_federation(FederationId id) {
        const FederationRow* row = federation(id);
        if (!row) return;
        const Scope scope = federation_scope(id);
        const bool dissolved = row->state == FederationState::dissolved;
        expect(dissolved == (row->ended != 0), scope, *row,
               "is dissolved and has no end, or the other way round");
        std::set<std::int64_t> positions;
        int active = 0;
        int owners = 0;
        rows_.each<MembershipRow>(scope, [&](const MembershipRow& member) {
            expect(member.position >= 1 && positions.insert(member.position).second, scope, member,
                   "has a position that is another's");
            if (member.state != MembershipState::active) return;
            ++active;
            owners += member.account == row->owner ? 1 : 0;
        });
        expect(dissolved ? active == 0 : owners == 1, scope, *row,
               dissolved ? "is dissolved and has members" : "is active without its owner");
        check_codes(*row);
    }

    void check_codes(const FederationRow& row) {
        const Scope scope = federation_owner_scope(row.id);
        const bool dissolved = row.state == FederationState::dissolved;
        std::map<Id, std::pair<std::int64_t, std::int64_t>> uses;  // taken, of which accepted
        rows_.each<JoinRequestRow>(scope, [&](const JoinRequestRow& request) {
            const bool pending = request.state == RequestState::pending;
            const bool accepted = request.state == RequestState::accepted;
            expect(!(dissolved && pending), scope, request, "is open in a dissolved federation");
            uses[request.code].first += pending || accepted ? 1 : 0;
            uses[request.code].second += accepted ? 1 : 0;
        });
        rows_.each<AccessCodeRow>(scope, [&](const AccessCodeRow& code) {
            expect(!(dissolved && code.state == CodeState::live), scope, code,
                   "is live in a dissolved federation");
            expect(code.uses_taken == uses[code.id].first, scope, code, "counts its uses wrong");
            expect(uses[code.id].second <= code.uses_allowed, scope, code, "brought in more than it may");
        });
    }

    const RowSet& rows_;
    std::vector<std::string> messages_;
    std::set<AccountId> bases_;
    std::set<AccountId> peoples_;
    std::set<FederationId> federations_;
};

}  // namespace

std::vector<std::string> broken_invariants(const RowSet& rows) {
    Checker checker(rows);
    checker.everything();
    return checker.take();
}

std::vector<std::string> broken_invariants(const RowSet& rows, const ChangeSet& changes) {
    Checker checker(rows);
    checker.of(changes);
    return checker.take();
}

}  // namespace parasol
