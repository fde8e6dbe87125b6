#include "authority/sample_builder.h"

#include "domain/limits.h"
#include "domain/projections.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr Instant id_time = 1767225600000;  // 2026-01-01: ids say nothing about the time the sample is made

}  // namespace

SampleBuilder::SampleBuilder(const SampleOptions& wanted, Vault& the_vault, std::string_view text)
    : options(wanted), vault(the_vault), names(text), chance(wanted.seed),
      next_number_(300000000 + wanted.seed % 1000) {}

Id SampleBuilder::id_of(std::uint64_t seed, SampleId kind, std::uint64_t number) {
    SampleChance mixed(seed ^ (static_cast<std::uint64_t>(kind) + 1) << 56 ^ number << 8);
    const std::uint64_t high = mixed.draw();
    return make_uuid7(id_time + static_cast<Instant>(number), high, mixed.draw());
}

void SampleBuilder::put(std::vector<std::pair<Scope, Row>> sources) {
    for (;;) {
        ChangeSet changes;
        std::vector<Scope> missed;
        {
            Work work(rows);
            for (const auto& [scope, row] : sources) work.put(scope, row);
            work.begin_projection();
            project(work);
            missed = work.missed_by_projection();
            changes = work.take_changes();
        }
        if (missed.empty()) {
            rows.apply(changes);
            return;
        }
        for (const Scope& scope : missed) rows.hold(scope);
    }
}

AccountRow& SampleBuilder::add_account(AccountId parent, AccountKind kind, std::string name) {
    AccountRow account;
    account.id = AccountId(next_id(SampleId::account));
    account.parent = parent;
    account.kind = kind;
    account.name = std::move(name);
    account.number = std::to_string(next_number_ += 1 + chance.below(600));
    account.signed_up = days_ago(static_cast<std::int64_t>(30 + chance.below(1500)));
    // What the projections write to is held from the start, so that they need one run.
    rows.hold(children_of(parent));
    rows.hold(number_key(account.number));
    if (is_base(kind)) {
        rows.hold(standing_of(account.id));
        rows.hold(face_of(account.id));
        rows.hold(children_of(account.id));
    }
    rows.hold(people_of(account.id));
    put({{account_scope(account.id), account}});
    accounts.push_back(std::move(account));
    return accounts.back();
}

const GrantRow* SampleBuilder::owner_of(AccountId account) const {
    const GrantRow* owner = nullptr;
    rows.each<GrantRow>(people_of(account), [&](const GrantRow& grant) {
        if (grant.role == Role::account_owner) owner = &grant;
    });
    return owner;
}

PersonId SampleBuilder::add_person(AccountId account, Role role, const std::string& name, const std::string& email) {
    PersonRow person;
    person.id = PersonId(next_id(SampleId::person));
    person.name = name;
    person.email = email;
    rows.hold(email_key(lower_email(email)));
    put({{person_scope(person.id), person}});
    persons_.push_back(person);
    grant(account, role, person.id);
    return person.id;
}

void SampleBuilder::grant(AccountId account, Role role, PersonId person) {
    const PersonRow* row = rows.find<PersonRow>(person_scope(person), person);
    GrantRow grant;
    grant.id = GrantId(next_id(SampleId::grant));
    grant.account = account;
    grant.person = person;
    grant.role = role;
    grant.person_name = row->name;
    grant.person_email = row->email;
    grant.since = days_ago(static_cast<std::int64_t>(1 + chance.below(29)));
    put({{people_of(account), grant}});
}

void SampleBuilder::invite(AccountId account, Role role, const std::string& email, Instant expires,
                           InvitationState state) {
    const AccountRow* row = rows.find<AccountRow>(account_scope(account), account);
    InvitationRow invitation;
    invitation.id = InvitationId(next_id(SampleId::invitation));
    invitation.account = account;
    invitation.account_name = row->name;
    invitation.account_kind = row->kind;
    invitation.email = lower_email(email);
    invitation.role = role;
    invitation.state = state;
    invitation.expires = expires;
    invitation.invited = expires - invitation_life;
    invitation.reminded = expires - reminder_lead <= options.now;
    invitation.invited_by_name = persons_.front().name;
    invitation.invited_by = persons_.front().id;
    put({{people_of(account), invitation}});
}

std::string SampleBuilder::next_email(std::string_view word) {
    return std::string(word) + "." + std::to_string(++emails_) + "@example.com";
}

}  // namespace parasol
