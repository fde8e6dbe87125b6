#include "domain/activity.h"

#include <array>
#include <utility>

#include "domain/federation_reach.h"
#include "domain/permissions.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t longest_subject = 120;  // bytes

// --- What it was about ---

// Whether a refused command may name what was typed. No rule may have looked at it, so it may be anything, also a
// secret in the wrong field.
bool may_name(const Command& command, const std::string& typed, Refusal refusal) {
    if (refusal == Refusal::malformed || std::holds_alternative<Dissolve>(command)) return false;
    return std::holds_alternative<InviteAdministrator>(command) ? is_email(typed) : !check_name(typed);
}

// The type of the row that names what a command was about, among those that it changed; `row_type_count`: none does.
template <class C>
inline constexpr std::size_t naming = row_type_count;
template <>
inline constexpr std::size_t naming<RevokeInvitation> = row_type<InvitationRow>;
template <>
inline constexpr std::size_t naming<RemoveAdministrator> = row_type<GrantRow>;
template <>
inline constexpr std::size_t naming<RevokeCode> = row_type<AccessCodeRow>;
template <>
inline constexpr std::size_t naming<Join> = row_type<OwnRequestRow>;
template <>
inline constexpr std::size_t naming<Withdraw> = row_type<OwnRequestRow>;
template <>
inline constexpr std::size_t naming<Reject> = row_type<JoinRequestRow>;
template <>
inline constexpr std::size_t naming<RemoveMember> = row_type<MembershipRow>;
template <>
inline constexpr std::size_t naming<Leave> = row_type<OwnMembershipRow>;
template <>
inline constexpr std::size_t naming<OfferTransfer> = row_type<TransferRow>;
template <>
inline constexpr std::size_t naming<WithdrawTransfer> = row_type<TransferRow>;
template <>
inline constexpr std::size_t naming<AcceptTransfer> = row_type<OwnTransferRow>;
template <>
inline constexpr std::size_t naming<DeclineTransfer> = row_type<OwnTransferRow>;
template <>
inline constexpr std::size_t naming<NameFederationAdministrator> = row_type<FederationAdministratorRow>;
template <>
inline constexpr std::size_t naming<EndFederationAdministrator> = row_type<FederationAdministratorRow>;

template <std::size_t... I>
constexpr std::array<std::size_t, command_count> naming_of_all(std::index_sequence<I...>) {
    return {naming<std::variant_alternative_t<I, Command>>...};
}

// In the order of DueKind. What is not recorded has none.
constexpr std::size_t naming_due[] = {row_type<OwnRequestRow>, row_type<InvitationRow>, row_type<AccessCodeRow>,
                                      row_type_count,          row_type<TransferRow>,   row_type<LimitRow>,
                                      row_type_count,          row_type_count,          row_type_count};

struct NameOf {
    std::string_view operator()(const InvitationRow& row) const { return row.email; }
    std::string_view operator()(const GrantRow& row) const { return row.person_name; }
    std::string_view operator()(const AccessCodeRow& row) const { return row.label; }
    std::string_view operator()(const OwnRequestRow& row) const { return row.federation_name; }
    std::string_view operator()(const JoinRequestRow& row) const { return row.card.name; }
    std::string_view operator()(const MembershipRow& row) const { return row.account_name; }
    std::string_view operator()(const OwnMembershipRow& row) const { return row.federation_name; }
    std::string_view operator()(const TransferRow& row) const { return row.to_name; }
    std::string_view operator()(const OwnTransferRow& row) const { return row.federation_name; }
    std::string_view operator()(const FederationAdministratorRow& row) const { return row.person_name; }
    template <class R>
    std::string_view operator()(const R&) const {
        return {};
    }
};

// The first row of a type that was changed; null where there is none.
const Change* changed(const ChangeSet& changes, std::size_t type) {
    for (const Change& change : changes) {
        if ((change.after ? *change.after : *change.before).index() == type) return &change;
    }
    return nullptr;
}

// --- Where it belongs ---

// The account in which the system ended something; none for what is nobody's.
AccountId account_of(Work& work, const EndDue& due, const Change& change) {
    switch (due.kind) {
        case DueKind::join_request: return AccountId(change.scope.id);  // that has asked
        case DueKind::invitation:
        case DueKind::limit: return AccountId(due.owner);
        default: break;
    }
    const auto row = work.find<FederationRow>(federation_scope(FederationId(due.owner)), due.owner);
    return row.present() ? row->owner : AccountId();
}

// The system's own: where it goes; nullopt where it is not recorded.
std::optional<Scope> place_own(Work& work, const Envelope& envelope, const ChangeSet& changes, ActivityRow& row) {
    if (const auto* person = std::get_if<RegisterPerson>(&envelope.command)) return person_scope(person->person);
    const auto& due = std::get<EndDue>(envelope.command);
    const Change* change = changed(changes, naming_due[static_cast<std::size_t>(due.kind)]);
    if (!change) return std::nullopt;
    row.subject = std::visit(NameOf{}, change->after ? *change->after : *change->before);
    row.account = account_of(work, due, *change);
    return activity_scope(row.account, utc_month(row.time));
}

void note_person(Work& work, const Envelope& envelope, ActivityRow& row) {
    const auto person = work.find<PersonRow>(person_scope(envelope.person), envelope.person);
    if (person.present()) row.person_name = person->name.empty() ? person->email : person->name;
}

void note_home(Work& work, const Envelope& envelope, ActivityRow& row) {
    const auto home = work.find<AccountRow>(account_scope(envelope.home), envelope.home);
    if (home.present()) row.home_name = home->name;
    if (envelope.via != Via::federation) return;
    for (const HeldSeatRow& seat : seats_of(work, envelope.person)) {
        if (reach_of_seat(work, seat, envelope.account, envelope.time).reached) row.through_name = seat.federation_name;
    }
}

// No two commands have the same client and number, and what the system ends ends once.
ActivityId id_of(const Envelope& envelope) {
    if (!envelope.person.is_none()) {
        const auto seq = static_cast<std::uint64_t>(envelope.seq);
        return ActivityId(make_uuid7(envelope.time, 0, envelope.client.low + seq));
    }
    const auto* due = std::get_if<EndDue>(&envelope.command);
    const Id what = due ? due->id : Id(std::get<RegisterPerson>(envelope.command).person);
    return ActivityId(make_uuid7(envelope.time, 0, what.low));
}

// A person's: where it goes.
Scope place(Work& work, const Envelope& envelope, const Decision& decision, ActivityRow& row) {
    row.account = envelope.account;
    row.home = envelope.home;
    row.via = envelope.via;
    note_person(work, envelope, row);
    const Access access = access_by_path(work, envelope.person, envelope.home, envelope.via, envelope.account,
                                         Permission::see, envelope.time);
    // An invitation that was accepted has made its own path.
    if (access == Access::not_found && !decision.done()) return person_scope(envelope.person);
    note_home(work, envelope, row);
    return activity_scope(envelope.account, utc_month(row.time));
}

}  // namespace

std::string cut_subject(std::string text) {
    if (text.size() <= longest_subject) return text;
    std::size_t end = longest_subject;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a character
    text.resize(end);
    return text + "…";
}

Recorded record_activity(const Envelope& envelope, const Decision& decision, RowSet& rows) {
    static constexpr auto naming_rows = naming_of_all(std::make_index_sequence<command_count>{});
    const Done* done = decision.done();
    const bool own = envelope.person.is_none();
    if ((own && !done) || is_personal(envelope.command)) return {};
    Work work(rows);
    Gist gist = gist_of(envelope.command);
    ActivityRow row;
    row.time = envelope.time;
    row.command = gist.command;
    row.detail = gist.detail;
    if (done) {
        const Change* change = changed(done->changes, naming_rows[envelope.command.index()]);
        row.subject = change ? std::string(std::visit(NameOf{}, change->after ? *change->after : *change->before))
                             : std::move(gist.subject);
    } else {
        row.refusal = decision.refused()->refusal;
        if (may_name(envelope.command, gist.subject, *row.refusal)) row.subject = std::move(gist.subject);
    }
    const auto scope = own ? place_own(work, envelope, done->changes, row) : place(work, envelope, decision, row);
    if (!scope) return {};
    row.subject = cut_subject(std::move(row.subject));
    row.id = id_of(envelope);
    ChangeSet changes;
    changes.push_back({*scope, std::nullopt, Row(std::move(row))});
    return {work.missed(), work.read(), std::move(changes)};
}

}  // namespace parasol
