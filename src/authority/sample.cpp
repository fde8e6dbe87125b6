#include "authority/sample.h"

#include "authority/sample_builder.h"
#include "domain/limits.h"

namespace parasol {
namespace {

// The guide's accounts and persons are the first that are made, in this order.
enum GuideAccount : std::uint64_t { operator_account = 1, partner = 2, partner_staff, blueface, westcoast };
enum GuidePerson : std::uint64_t {
    operator_owner = 1,
    partner_owner,
    blueface_owner,
    westcoast_owner,
    billing,
    service,
    viewer,
    guide_persons = viewer
};

constexpr std::size_t nested_resellers = 6;  // of the deep shape

AccountId add_base(SampleBuilder& builder, AccountId parent, AccountKind kind, const std::string& name) {
    const AccountId id = builder.add_account(parent, kind, name).id;
    builder.add_account(id, AccountKind::internal_use, name + " - Internal Use");
    return id;
}

void add_guide(SampleBuilder& builder, const SampleGuide& guide) {
    AccountRow& root = builder.add_account({}, AccountKind::operator_, "Parasol Telecom");
    builder.add_person(root.id, Role::account_owner, "Olivia Marsh", "olivia.marsh@parasol.example");
    add_base(builder, guide.operator_account, AccountKind::partner, "Westcoast Cloud");
    builder.add_account(guide.partner, AccountKind::customer, "Blueface Control");
    builder.add_account(guide.partner, AccountKind::customer, "WestCoast Cloud Team");
    builder.add_person(guide.partner, Role::account_owner, "Jane Doe", "jane.doe@westcoast.example");
    builder.add_person(guide.blueface, Role::account_owner, "John Doe", "john.doe@blueface.example");
    builder.add_person(guide.westcoast, Role::account_owner, "Mary Poe", "mary.poe@westcoast.example");
    builder.add_person(guide.partner, Role::billing_administrator, "Bill Penny", "bill.penny@westcoast.example");
    builder.add_person(guide.blueface, Role::service_administrator, "Serena Wright",
                       "serena.wright@blueface.example");
    builder.add_person(guide.partner, Role::viewer, "Victor Lane", "victor.lane@westcoast.example");
}

// Who looks after a customer: most have somebody, some an invitation that is open or over, some nobody.
void add_customer_people(SampleBuilder& builder, AccountId customer, std::vector<PersonId>& busy) {
    SampleChance& chance = builder.chance;
    const std::size_t kind = chance.below(20);
    if (kind < 13) {
        const PersonId person = builder.add_person(customer, Role::account_owner, builder.names.person(chance),
                                                   builder.next_email("owner"));
        if (chance.one_in(30)) busy.push_back(person);
        if (chance.one_in(4)) {
            const auto role = static_cast<Role>(1 + chance.below(3));
            builder.add_person(customer, role, builder.names.person(chance), builder.next_email("admin"));
        }
    } else if (kind < 15) {
        builder.invite(customer, Role::account_owner, builder.next_email("invited"),
                       builder.days_ago(-static_cast<std::int64_t>(1 + chance.below(13))), InvitationState::pending);
    } else if (kind == 15) {
        builder.invite(customer, Role::account_owner, builder.next_email("late"),
                       builder.days_ago(static_cast<std::int64_t>(1 + chance.below(40))), InvitationState::expired);
    } else if (kind == 16 && !busy.empty()) {
        const PersonId person = chance.of(busy);
        builder.grant(customer, Role::account_owner, person);
    }
}

void describe(SampleBuilder& builder, AccountId id) {
    SampleChance& chance = builder.chance;
    AccountRow account = *builder.rows.find<AccountRow>(account_scope(id), id);
    account.contact.name = builder.names.person(chance);
    account.contact.email = builder.next_email("contact");
    account.contact.phone = "+44 20 7946 0" + std::to_string(100 + chance.below(900));
    account.contact.street = std::to_string(1 + chance.below(220)) + " High Street";
    account.contact.city = "Reading";
    account.contact.postcode = "RG1 " + std::to_string(1 + chance.below(9)) + "AA";
    account.contact.country = "United Kingdom";
    if (chance.one_in(2)) account.third_party_reference = "REF-" + account.number.substr(3);
    if (chance.one_in(40)) account.state = AccountState::suspended;
    builder.put({{account_scope(id), account}});
}

// The guide's partner is the first of them.
std::vector<AccountId> add_bases(SampleBuilder& builder, const SampleGuide& guide) {
    const SampleOptions& options = builder.options;
    std::vector<AccountId> bases = {guide.partner};
    const auto add = [&](AccountId parent, AccountKind kind) {
        bases.push_back(add_base(builder, parent, kind, builder.names.company(builder.chance)));
    };
    const std::size_t partners = options.accounts < 60 ? 1 : 3;
    while (bases.size() < partners) add(guide.operator_account, AccountKind::partner);
    if (options.shape == SampleShape::deep) {
        for (std::size_t chains = 1 + options.accounts / (50 * nested_resellers); chains-- > 0;) {
            add(bases[chains % partners], AccountKind::reseller);
            for (std::size_t at = 1; at < nested_resellers; ++at) add(bases.back(), AccountKind::reseller);
        }
        return bases;
    }
    const std::size_t resellers = options.accounts < 100 ? options.accounts / 10 : 40;
    for (std::size_t at = 0; at < resellers; ++at) {
        // Every fifth below another reseller.
        const bool nested = at % 5 == 4 && bases.size() > partners;
        add(nested ? bases.back() : bases[at % partners], AccountKind::reseller);
    }
    return bases;
}

// Below which of `bases`, or else the operator, the next customer is.
AccountId parent_of_next(SampleBuilder& builder, const SampleGuide& guide, const std::vector<AccountId>& bases) {
    SampleChance& chance = builder.chance;
    const bool direct = chance.one_in(100);
    const AccountId spread = direct ? guide.operator_account : chance.of(bases);
    switch (builder.options.shape) {
        case SampleShape::one_base: return guide.partner;
        case SampleShape::deep: return chance.one_in(2) ? bases.back() : spread;
        default: return spread;
    }
}

}  // namespace

SampleGuide sample_guide(std::uint64_t seed) {
    const auto account = [&](std::uint64_t number) {
        return AccountId(SampleBuilder::id_of(seed, SampleId::account, number));
    };
    const auto person = [&](std::uint64_t number) {
        return PersonId(SampleBuilder::id_of(seed, SampleId::person, number));
    };
    SampleGuide guide;
    guide.operator_account = account(operator_account);
    guide.partner = account(partner);
    guide.blueface = account(blueface);
    guide.westcoast = account(westcoast);
    guide.operator_owner = person(operator_owner);
    guide.partner_owner = person(partner_owner);
    guide.blueface_owner = person(blueface_owner);
    guide.westcoast_owner = person(westcoast_owner);
    guide.billing = person(billing);
    guide.service = person(service);
    guide.viewer = person(viewer);
    return guide;
}

std::vector<PersonId> featured_sign_ins(std::uint64_t seed) {
    std::vector<PersonId> featured;
    for (std::uint64_t number = 1; number <= guide_persons; ++number) {
        featured.emplace_back(SampleBuilder::id_of(seed, SampleId::person, number));
    }
    return featured;
}

RowSet make_sample(const SampleOptions& options, Vault& vault, std::string_view names) {
    SampleBuilder builder(options, vault, names);
    const SampleGuide guide = sample_guide(options.seed);
    add_guide(builder, guide);

    const std::vector<AccountId> bases = add_bases(builder, guide);
    SampleChance& chance = builder.chance;
    for (const AccountId base : bases) {
        if (base == guide.partner) continue;
        builder.add_person(base, Role::account_owner, builder.names.person(chance), builder.next_email("base"));
    }
    std::vector<PersonId> busy;
    while (builder.accounts.size() < options.accounts) {
        const AccountId parent = parent_of_next(builder, guide, bases);
        const AccountId customer =
            builder.add_account(parent, AccountKind::customer, builder.names.company(chance)).id;
        describe(builder, customer);
        add_customer_people(builder, customer, busy);
    }
    add_sample_federations(builder, guide);
    add_sample_activity(builder, guide);
    return std::move(builder.rows);
}

void seed_sample(Database& database, const SampleOptions& options, Vault& vault, std::string_view names,
                 Callback<void(DatabaseError)> done) {
    JournalRecord entry;
    entry.own = true;
    entry.envelope.time = options.now;
    database.fill(make_sample(options, vault, names), std::move(entry),
                  [done = std::move(done)](Committed committed) { done(committed.error); });
}

}  // namespace parasol
