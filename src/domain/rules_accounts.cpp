// The rules of the tree: adding, editing, suspending and resuming one account.
#include <set>

#include "domain/account_rules.h"
#include "domain/permissions.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

Verdict check_edits(const EditAccount& command) {
    if (command.name) {
        if (const auto refusal = check_name(command.name->to)) return refusal;
    }
    const auto text = [](const std::optional<Edit>& edit) { return edit ? edit->to : std::string(); };
    if (const auto refusal = check_text(text(command.third_party_reference))) return refusal;
    return check_contact({text(command.contact_name), text(command.contact_email),
                          text(command.contact_phone), text(command.contact_street),
                          text(command.contact_city), text(command.contact_postcode),
                          text(command.contact_country)});
}

Verdict change_state(Context& context, AccountState from, AccountState to, Refusal otherwise) {
    const AccountId id = context.envelope.account;
    const auto found = context.work.find<AccountRow>(account_scope(id), id);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (found->parent.is_none()) return Refusal::root_account;
    if (found->state == AccountState::closed) return Refusal::account_closed;
    if (found->state != from) return otherwise;
    AccountRow account = *found;
    account.state = to;
    context.work.put(account_scope(id), account);
    return std::nullopt;
}

}  // namespace

Verdict run(Context& context, const AddAccount& command) {
    Work& work = context.work;
    const AccountId base = context.envelope.account;
    const auto found = work.find<AccountRow>(account_scope(base), base);
    const Ancestry ancestry = ancestry_of(work, base);
    if (found.absent()) return Refusal::not_found;
    if (found.present()) {
        if (found->state == AccountState::closed) return Refusal::account_closed;
        if (ancestry.suspended) return Refusal::account_suspended;
        if (!may_be_below(found->kind, command.kind)) return Refusal::kind_not_allowed_here;
    }
    if (const auto refusal = check_name(command.name)) return refusal;
    if (const auto refusal = check_text(command.third_party_reference)) return refusal;
    if (const auto refusal = check_contact(command.contact)) return refusal;
    const std::string reference = tidy(command.third_party_reference);
    if (reference_in_use(work, base, command.id, reference) == Presence::present)
        return Refusal::reference_taken;

    const bool twin = !command.internal_use_id.is_none();
    if (!take_account_id(work, command.id, command.kind)) return Refusal::id_taken;
    if (twin && !take_account_id(work, command.internal_use_id, AccountKind::internal_use))
        return Refusal::id_taken;

    const auto& drawn = context.drawn.account_numbers;
    std::set<std::string> used;
    for (const std::string& number : drawn) {
        if (!used.insert(number).second) return Refusal::number_taken;
        if (number_in_use(work, number) == Presence::present) return Refusal::number_taken;
    }
    if (work.undecided()) return std::nullopt;

    AccountRow account;
    account.id = command.id;
    account.parent = base;
    account.kind = command.kind;
    account.name = tidy(command.name);
    account.number = drawn.empty() ? std::string() : drawn[0];
    account.third_party_reference = reference;
    account.contact = tidy(command.contact);
    account.signed_up = context.envelope.time;
    put_account(work, account, command.internal_use_id, drawn.size() > 1 ? drawn[1] : std::string());
    return std::nullopt;
}

Verdict run(Context& context, const EditAccount& command) {
    Work& work = context.work;
    const AccountId id = context.envelope.account;
    const auto found = work.find<AccountRow>(account_scope(id), id);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    AccountRow account = *found;
    if (account.state == AccountState::closed) return Refusal::account_closed;
    if (const auto refusal = check_edits(command)) return refusal;

    const std::string reference = account.third_party_reference;
    Contact& contact = account.contact;
    const std::pair<const std::optional<Edit>*, std::string*> edits[] = {
        {&command.name, &account.name},
        {&command.third_party_reference, &account.third_party_reference},
        {&command.contact_name, &contact.name},
        {&command.contact_email, &contact.email},
        {&command.contact_phone, &contact.phone},
        {&command.contact_street, &contact.street},
        {&command.contact_city, &contact.city},
        {&command.contact_postcode, &contact.postcode},
        {&command.contact_country, &contact.country},
    };
    for (const auto& [edit, value] : edits) {
        if (const auto refusal = apply_edit(*edit, *value)) return refusal;
    }
    if (account.third_party_reference != reference &&
        reference_in_use(work, account.parent, id, account.third_party_reference) == Presence::present) {
        return Refusal::reference_taken;
    }
    if (work.undecided()) return std::nullopt;
    work.put(account_scope(id), account);
    return std::nullopt;
}

Verdict run(Context& context, const SetConsent& command) {
    const AccountId id = context.envelope.account;
    const auto found = context.work.find<AccountRow>(account_scope(id), id);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    // The operator decides for those that it sells to directly, as a partner does (joining.h).
    const bool decides = found->kind == AccountKind::partner || found->kind == AccountKind::operator_;
    if (!decides) return Refusal::not_a_partner;
    if (found->state == AccountState::closed) return Refusal::account_closed;
    AccountRow account = *found;
    account.may_federate_outside = command.allow;
    context.work.put(account_scope(id), account);
    return std::nullopt;
}

Verdict run(Context& context, const SuspendAccount&) {
    return change_state(context, AccountState::active, AccountState::suspended, Refusal::already_suspended);
}

Verdict run(Context& context, const ResumeAccount&) {
    return change_state(context, AccountState::suspended, AccountState::active, Refusal::not_suspended);
}

}  // namespace parasol::rules
