// What was done lately: in the guide's accounts a little of everything, in a few others something.
#include "authority/sample_builder.h"
#include "domain/activity.h"

namespace parasol {
namespace {

// By somebody with a grant on `home`, so many hours ago.
void record(SampleBuilder& builder, AccountId account, std::string_view person, AccountId home, int hours_ago,
            Gist what, std::optional<Refusal> refusal = {}) {
    ActivityRow row;
    row.time = builder.options.now - hours_ago * one_hour;
    row.account = account;
    row.person_name = person;
    row.home = home;
    row.home_name = builder.rows.find<AccountRow>(account_scope(home), home)->name;
    row.via = home == account ? Via::own : Via::parent;
    row.command = what.command;
    row.subject = std::move(what.subject);
    row.detail = what.detail;
    row.refusal = refusal;
    const Scope scope = activity_scope(account, utc_month(row.time));
    const ScopeRows* others = builder.rows.scope(scope);
    row.id = ActivityId(make_uuid7(row.time, 0, others ? others->count<ActivityRow>() : 0));
    builder.rows.put(scope, std::move(row));
}

constexpr std::int64_t phone = 1 << 4;  // of EditAccount's fields

void record_guide(SampleBuilder& builder, const SampleGuide& guide) {
    const auto own = [&](AccountId account, std::string_view person, int hours, Gist what,
                         std::optional<Refusal> refusal = {}) {
        record(builder, account, person, account, hours, std::move(what), refusal);
    };
    record(builder, guide.partner, "Olivia Marsh", guide.operator_account, 300,
           {command_number<EditAccount>, {}, phone});
    own(guide.partner, "Jane Doe", 200, {command_number<AddAccount>, "Blueface Control"});
    own(guide.partner, "Jane Doe", 199, {command_number<AddAccount>, "WestCoast Cloud Team"});
    own(guide.partner, "Victor Lane", 26, {command_number<AddAccount>, "Lane Services"}, Refusal::not_allowed);
    for (const auto& [account, person, email] :
         {std::tuple(guide.blueface, "John Doe", "john.doe@blueface.example"),
          {guide.westcoast, "Mary Poe", "mary.poe@westcoast.example"}}) {
        record(builder, account, "Jane Doe", guide.partner, 190, {command_number<InviteAdministrator>, email});
        own(account, person, 170, {command_number<AcceptInvitation>});
        record(builder, account, "Jane Doe", guide.partner, 50, {command_number<EditAccount>, {}, phone});
        own(account, person, 30, {command_number<SuspendAccount>}, Refusal::needs_grant_above);
    }
}

}  // namespace

void add_sample_activity(SampleBuilder& builder, const SampleGuide& guide) {
    record_guide(builder, guide);
    SampleChance chance(builder.options.seed);  // its own: what is drawn for the rest stays
    for (const AccountRow& account : builder.accounts) {
        if (account.kind != AccountKind::customer || !chance.one_in(50)) continue;
        const GrantRow* owner = builder.owner_of(account.parent);
        const int hours = static_cast<int>(1 + chance.below(400));
        if (!owner) continue;
        record(builder, account.id, owner->person_name, account.parent, hours,
               {command_number<EditAccount>, {}, phone});
    }
}

}  // namespace parasol
