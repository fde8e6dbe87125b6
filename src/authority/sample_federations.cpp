// Federations in every state: what each has been through is written as it would stand now.
#include <algorithm>
#include <map>

#include "authority/sample_builder.h"
#include "domain/limits.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t most_federations = 60;

struct Draft {
    FederationRow federation;
    std::vector<AccessCodeRow> codes;
    std::int64_t positions = 0;
};

AccessCodeRow& add_code(SampleBuilder& builder, Draft& draft, const std::string& label, CodeState state,
                        Instant expires, std::int64_t uses) {
    AccessCodeRow code;
    code.id = AccessCodeId(builder.next_id(SampleId::code));
    code.federation = draft.federation.id;
    code.label = label;
    code.state = state;
    code.created = expires - access_code_life;
    code.expires = expires;
    code.uses_allowed = uses;
    code.issued_by_name = "Jane Doe";
    std::string text;
    for (std::size_t at = 0; at < access_code_symbols; ++at) {
        text.push_back(access_code_alphabet[builder.chance.below(access_code_alphabet.size())]);
    }
    const std::string fingerprint = builder.vault.fingerprint("code", text);
    builder.put({{federation_owner_scope(draft.federation.id), code},
                 {ticket_key(TicketId(code.id)), SealedCodeRow{code.id, builder.vault.seal(text), fingerprint}},
                 {code_key(fingerprint), CodeKeyRow{code.id, draft.federation.id}}});
    draft.codes.push_back(code);
    return draft.codes.back();
}

// Each of them somewhere, without drawing: what is drawn next stays what it was.
Limit limit_of(const AccountRow& account) {
    return static_cast<Limit>(static_cast<unsigned>(account.number.back() - '0') % 4);
}

void add_request(SampleBuilder& builder, Draft& draft, const AccountRow& account, const AccessCodeRow& code,
                 RequestState state, Instant asked, Instant decided) {
    JoinRequestRow request;
    request.id = JoinRequestId(builder.next_id(SampleId::request));
    request.federation = draft.federation.id;
    request.account = account.id;
    request.card = {account.name, account.number, account.kind, 0, {}};
    request.code = code.id;
    request.code_label = code.label;
    request.state = state;
    if (state == RequestState::rejected && draft.federation.state == FederationState::dissolved) {
        request.reason = EndReason::dissolved;
    } else if (state == RequestState::rejected) {
        request.message = "Please ask again next quarter.";
    }
    request.asked = asked;
    request.expires = asked + join_request_life;
    request.reminded = request.expires - reminder_lead <= builder.options.now;
    request.decided = state == RequestState::pending ? 0 : decided;
    request.asked_by_name = "Sam Sample";
    request.limit = limit_of(account);
    builder.put({{federation_owner_scope(draft.federation.id), request}});
}

void add_member(SampleBuilder& builder, Draft& draft, const AccountRow& account, MembershipState state,
                EndReason reason, Instant since, Instant ended) {
    MembershipRow member;
    member.id = MembershipId(builder.next_id(SampleId::membership));
    member.federation = draft.federation.id;
    member.account = account.id;
    member.position = ++draft.positions;
    member.state = state;
    member.reason = reason;
    member.since = since;
    member.ended = state == MembershipState::active ? 0 : ended;
    member.account_name = account.name;
    member.account_number = account.number;
    member.account_kind = account.kind;
    member.account_suspended = account.state == AccountState::suspended;
    LimitRow limit;
    limit.id = member.id;
    limit.federation = member.federation;
    limit.account = account.id;
    limit.limit = member.position == 1 ? Limit::full : limit_of(account);
    limit.since = since;
    limit.set_by_name = member.position == 1 ? "" : "Sam Sample";
    builder.put({{federation_scope(draft.federation.id), member}, {account_scope(account.id), limit}});
}

// Its owner's administrators look after the whole of it.
void name_administrator(SampleBuilder& builder, const Draft& draft) {
    const GrantRow* owner = builder.owner_of(draft.federation.owner);
    if (!owner) return;
    FederationAdministratorRow administrator;
    administrator.id = FederationAdministratorId(builder.next_id(SampleId::seat));
    administrator.federation = draft.federation.id;
    administrator.person = owner->person;
    administrator.person_name = owner->person_name;
    administrator.since = builder.days_ago(20);
    administrator.named_by_name = owner->person_name;
    builder.put({{federation_scope(draft.federation.id), administrator}});
}

void offer_ownership(SampleBuilder& builder, const Draft& draft, const AccountRow& owner, const AccountRow& to) {
    TransferRow transfer;
    transfer.id = TransferId(builder.next_id(SampleId::transfer));
    transfer.federation = draft.federation.id;
    transfer.from = owner.id;
    transfer.to = to.id;
    builder.rows.each<OwnMembershipRow>(account_scope(to.id), [&](const OwnMembershipRow& row) {
        if (row.state == MembershipState::active) transfer.membership = row.id;
    });
    transfer.from_name = owner.name;
    transfer.to_name = to.name;
    transfer.offered = builder.days_ago(2);
    transfer.expires = transfer.offered + transfer_life;
    transfer.offered_by_name = "Jane Doe";
    builder.put({{federation_owner_scope(draft.federation.id), transfer}});
}

// Accounts of one partner that are in nothing yet; each is taken once.
class Pool {
public:
    explicit Pool(const SampleBuilder& builder, const SampleGuide& guide) {
        std::map<Id, AccountId> partner_of;
        for (const AccountRow& added : builder.accounts) {
            const auto above = partner_of.find(added.parent);
            const bool top = added.kind == AccountKind::partner;
            const AccountId partner = top ? added.id : above == partner_of.end() ? AccountId{} : above->second;
            partner_of[added.id] = partner;
            const bool taken = added.id == guide.blueface || added.id == guide.westcoast;
            if (added.kind == AccountKind::customer && !taken && !partner.is_none()) {
                accounts_[partner].push_back(added.id);
            }
        }
    }
    // `count` accounts under one partner; fewer where there are no more.
    std::vector<AccountRow> take(SampleBuilder& builder, std::size_t count) {
        std::vector<AccountRow> taken;
        if (accounts_.empty()) return taken;
        auto partner = accounts_.begin();
        std::advance(partner, static_cast<std::ptrdiff_t>(builder.chance.below(accounts_.size())));
        while (taken.size() < count && !partner->second.empty()) {
            const std::size_t at = builder.chance.below(partner->second.size());
            const AccountId id = partner->second[at];
            partner->second[at] = partner->second.back();
            partner->second.pop_back();
            taken.push_back(*builder.rows.find<AccountRow>(account_scope(id), id));
        }
        return taken;
    }

private:
    std::map<Id, std::vector<AccountId>> accounts_;
};

void add_federation(SampleBuilder& builder, const std::vector<AccountRow>& accounts, std::size_t number) {
    const bool dissolved = number % 6 == 5;
    Draft draft;
    draft.federation.id = FederationId(builder.next_id(SampleId::federation));
    draft.federation.name = accounts[0].name + " Group";
    if (code_points(draft.federation.name) > longest_name) draft.federation.name = "Group";
    draft.federation.owner = accounts[0].id;
    draft.federation.created = builder.days_ago(29);
    const Instant ended = builder.days_ago(3);
    if (dissolved) {
        draft.federation.state = FederationState::dissolved;
        draft.federation.ended = ended;
    }
    builder.put({{federation_scope(draft.federation.id), draft.federation}});

    const auto gone = dissolved ? MembershipState::removed : MembershipState::active;
    const auto why = dissolved ? EndReason::dissolved : EndReason::none;
    add_member(builder, draft, accounts[0], gone, why, draft.federation.created, ended);

    const CodeState state = dissolved ? CodeState::revoked : CodeState::live;
    const Instant later = builder.days_ago(-25);
    const AccessCodeRow main = add_code(builder, draft, "First code", state, later, 10);
    add_code(builder, draft, "Spring campaign", CodeState::expired, builder.days_ago(5), 5);
    add_code(builder, draft, "Typed on a slide", CodeState::revoked, later, 100);
    const AccessCodeRow single = add_code(builder, draft, "One partner only", state, later, 1);

    // In turn: a member, one who asks, one turned down, one who changed their mind, one whose request ran out, one
    // who left, one who was removed. A dissolved federation keeps only what has ended.
    for (std::size_t at = 1; at < accounts.size(); ++at) {
        const AccountRow& account = accounts[at];
        const Instant asked = builder.days_ago(static_cast<std::int64_t>(27 - at % 5));
        const Instant decided = asked + one_day;
        const AccessCodeRow& code = at == 1 ? single : main;
        switch ((at - 1) % 7) {
            case 0:
            case 2:
                add_request(builder, draft, account, code, RequestState::accepted, asked, decided);
                add_member(builder, draft, account, gone, why, decided, ended);
                break;
            case 1:
                add_request(builder, draft, account, code,
                            dissolved ? RequestState::rejected : RequestState::pending, builder.days_ago(4), ended);
                break;
            case 3: add_request(builder, draft, account, code, RequestState::rejected, asked, decided); break;
            case 4: add_request(builder, draft, account, code, RequestState::withdrawn, asked, decided); break;
            case 5:
                add_request(builder, draft, account, code, RequestState::expired, builder.days_ago(40),
                            builder.days_ago(10));
                break;
            default: {
                const bool left = builder.chance.one_in(2);
                add_request(builder, draft, account, code, RequestState::accepted, asked, decided);
                add_member(builder, draft, account, left ? MembershipState::left : MembershipState::removed,
                           left ? EndReason::left : EndReason::removed, decided, builder.days_ago(6));
            }
        }
    }
    if (dissolved) return;
    if (number % 2 == 0) name_administrator(builder, draft);
    if (number % 4 == 1) offer_ownership(builder, draft, accounts[0], accounts[1]);
}

}  // namespace

void add_sample_federations(SampleBuilder& builder, const SampleGuide& guide) {
    Pool pool(builder, guide);
    const std::size_t count = std::min(most_federations, builder.accounts.size() / 40);
    for (std::size_t at = 0; at < count; ++at) {
        const auto accounts = pool.take(builder, 3 + builder.chance.below(7));
        if (accounts.size() >= 2) add_federation(builder, accounts, at);
    }
}

}  // namespace parasol
