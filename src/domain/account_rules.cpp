#include "domain/account_rules.h"

#include <utility>

#include "domain/text_rules.h"

namespace parasol::rules {

bool may_be_below(AccountKind parent, AccountKind kind) {
    if (kind == AccountKind::operator_ || !is_base(parent)) return false;
    if (kind == AccountKind::partner) return parent == AccountKind::operator_;
    if (kind == AccountKind::reseller) return parent != AccountKind::operator_;
    return true;
}

std::string internal_use_name(std::string_view name) {
    static constexpr std::string_view suffix = " - Internal Use";
    std::size_t end = name.size();
    while (code_points(name.substr(0, end)) + suffix.size() > longest_name) {
        do --end;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80);
    }
    return std::string(trimmed(name.substr(0, end))).append(suffix);
}

std::string tidy(std::string_view text) { return std::string(trimmed(text)); }

std::optional<Refusal> check_contact(const Contact& contact) {
    for (const std::string* text : {&contact.name, &contact.email, &contact.phone, &contact.street,
                                    &contact.city, &contact.postcode, &contact.country}) {
        if (const auto refusal = check_text(*text)) return refusal;
    }
    const std::string_view email = trimmed(contact.email);
    if (!email.empty() && !is_email(email)) return Refusal::email_not_valid;
    return std::nullopt;
}

Contact tidy(const Contact& contact) {
    return {tidy(contact.name), tidy(contact.email),    tidy(contact.phone),  tidy(contact.street),
            tidy(contact.city), tidy(contact.postcode), tidy(contact.country)};
}

std::optional<Refusal> apply_edit(const std::optional<Edit>& edit, std::string& value) {
    if (!edit) return std::nullopt;
    std::string to = tidy(edit->to);
    if (value != to && value != edit->from) return Refusal::changed_meanwhile;
    value = std::move(to);
    return std::nullopt;
}

bool take_account_id(Work& work, AccountId id, AccountKind kind) {
    const Scope own = account_scope(id);
    work.create(own);
    if (is_base(kind)) {
        work.create(children_of(id));
        work.create(standing_of(id));
        work.create(face_of(id));
    }
    return work.find<AccountRow>(own, id).absent();
}

Presence number_in_use(Work& work, const std::string& number) {
    bool used = false;
    if (!work.each<NumberKeyRow>(number_key(number), [&](const NumberKeyRow&) { used = true; })) {
        return Presence::unknown;
    }
    return used ? Presence::present : Presence::absent;
}

Presence reference_in_use(Work& work, AccountId parent, AccountId except, const std::string& reference) {
    if (reference.empty() || parent.is_none()) return Presence::absent;
    bool used = false;
    const bool known = work.each<AccountIndexRow>(children_of(parent), [&](const AccountIndexRow& row) {
        used = used || (row.id != except && row.third_party_reference == reference);
    });
    return !known ? Presence::unknown : used ? Presence::present : Presence::absent;
}

bool is_last_owner(Work& work, AccountId account, GrantId grant, Role role) {
    if (role != Role::account_owner) return false;
    bool another = false;
    const bool known = work.each<GrantRow>(people_of(account), [&](const GrantRow& other) {
        another = another || (other.id != grant && other.role == Role::account_owner);
    });
    return known && !another;
}

void put_account(Work& work, const AccountRow& account, AccountId internal_use_id,
                 const std::string& internal_use_number) {
    work.put(account_scope(account.id), account);
    if (internal_use_id.is_none()) return;
    AccountRow twin;
    twin.id = internal_use_id;
    twin.parent = account.id;
    twin.kind = AccountKind::internal_use;
    twin.name = internal_use_name(account.name);
    twin.number = internal_use_number;
    twin.signed_up = account.signed_up;
    work.put(account_scope(twin.id), twin);
}

}  // namespace parasol::rules
