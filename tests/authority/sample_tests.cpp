#include "authority/sample.h"

#include <cstdio>
#include <map>
#include <set>

#include "authority/scene.h"
#include "domain/invariants.h"
#include "domain/text_rules.h"

using namespace scene;

namespace {

constexpr Instant now = 1'792'000'000'000;

RowSet sample(std::size_t accounts, std::uint64_t seed = demo_seed, SampleShape shape = SampleShape::usual) {
    PlainVault vault;
    SampleOptions options;
    options.accounts = accounts;
    options.seed = seed;
    options.now = now;
    options.shape = shape;
    return make_sample(options, vault);
}

template <class R, class Visit>
void each(const RowSet& rows, Visit&& visit) {
    for (const auto& [scope, scope_rows] : rows.scopes()) scope_rows.template each<R>(visit);
}

std::size_t account_count(const RowSet& rows) {
    std::size_t count = 0;
    each<AccountRow>(rows, [&](const AccountRow&) { ++count; });
    return count;
}

}  // namespace

TEST_CASE("a sample is the same for the same seed, size and time") {
    CHECK(text_of(sample(300)) == text_of(sample(300)));
    CHECK(text_of(sample(300)) != text_of(sample(300, 7)));
}

TEST_CASE("a sample of any size is a state that commands could have led to") {
    const std::size_t accounts = GENERATE(10U, 11U, 59U, 100U, 700U, 2100U);
    CAPTURE(accounts);
    const RowSet rows = sample(accounts);
    const auto broken = broken_invariants(rows);
    for (std::size_t at = 0; at < broken.size() && at < 10; ++at) CHECK(broken[at] == "");
    CHECK(account_count(rows) >= accounts);
    CHECK(account_count(rows) <= accounts + accounts / 4 + 4);
    std::set<std::string> numbers;
    each<AccountRow>(rows, [&](const AccountRow& row) {
        CHECK(is_account_number(row.number));
        CHECK(numbers.insert(row.number).second);
        CHECK_FALSE(check_name(row.name));
        CHECK(row.signed_up <= now);
    });
}

TEST_CASE("a deep sample has eight levels below the operator, and a long list on the last") {
    const RowSet rows = sample(700, demo_seed, SampleShape::deep);
    CHECK(broken_invariants(rows).empty());
    CHECK(account_count(rows) <= 710);
    std::map<Id, const AccountRow*> accounts;
    each<AccountRow>(rows, [&](const AccountRow& row) { accounts[row.id] = &row; });
    std::map<std::size_t, std::size_t> customers;  // by their level
    std::map<Id, std::size_t> below;               // customers by their parent
    for (const auto& [id, row] : accounts) {
        if (row->kind != AccountKind::customer) continue;
        ++below[row->parent];
        std::size_t level = 0;
        for (Id at = row->parent; !at.is_none(); at = accounts.at(at)->parent) ++level;
        ++customers[level];
    }
    CHECK(customers.rbegin()->first == 8);
    for (std::size_t level = 2; level <= 8; ++level) CHECK(customers[level] > 0);
    std::size_t longest = 0;
    for (const auto& [parent, count] : below) longest = std::max(longest, count);
    CHECK(longest > 300);
}

TEST_CASE("the guide's accounts and persons are where the guide looks for them") {
    const std::size_t accounts = GENERATE(10U, 2100U);
    const RowSet rows = sample(accounts);
    const SampleGuide guide = sample_guide();
    const auto* blueface = rows.find<AccountRow>(account_scope(guide.blueface), guide.blueface);
    const auto* westcoast = rows.find<AccountRow>(account_scope(guide.westcoast), guide.westcoast);
    REQUIRE(blueface);
    REQUIRE(westcoast);
    CHECK(blueface->name == "Blueface Control");
    CHECK(westcoast->name == "WestCoast Cloud Team");
    for (const AccountRow* account : {blueface, westcoast}) {
        CHECK(account->kind == AccountKind::customer);
        CHECK(account->parent == guide.partner);
        CHECK(account->state == AccountState::active);
        const ScopeRows* own = rows.scope(account_scope(account->id));
        CHECK(own->count<OwnMembershipRow>() == 0);
        CHECK(own->count<OwnRequestRow>() == 0);
    }
    const auto holds = [&](PersonId person, AccountId account, Role role) {
        bool found = false;
        rows.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& held) {
            found = found || (held.account == account && held.role == role);
        });
        return found;
    };
    CHECK(holds(guide.operator_owner, guide.operator_account, Role::account_owner));
    CHECK(holds(guide.partner_owner, guide.partner, Role::account_owner));
    CHECK(holds(guide.blueface_owner, guide.blueface, Role::account_owner));
    CHECK(holds(guide.westcoast_owner, guide.westcoast, Role::account_owner));
    CHECK(holds(guide.billing, guide.partner, Role::billing_administrator));
    CHECK(holds(guide.service, guide.blueface, Role::service_administrator));
    CHECK(holds(guide.viewer, guide.partner, Role::viewer));
    CHECK(rows.find<PersonRow>(person_scope(guide.partner_owner), guide.partner_owner)->name == "Jane Doe");
    CHECK(rows.find<PersonRow>(person_scope(guide.blueface_owner), guide.blueface_owner)->name == "John Doe");
}

TEST_CASE("the sample shows every state") {
    const RowSet rows = sample(2100);
    std::set<std::pair<AccountKind, AccountState>> accounts;
    std::set<std::pair<AccountKind, Role>> roles;
    std::set<InvitationState> invitations;
    std::set<FederationState> federations;
    std::set<RequestState> requests;
    std::set<EndReason> ends;
    std::set<CodeState> codes;
    bool used_up = false;
    bool nested = false;
    std::map<Id, AccountKind> kinds;
    each<AccountRow>(rows, [&](const AccountRow& row) { kinds[row.id] = row.kind; });
    each<AccountRow>(rows, [&](const AccountRow& row) {
        accounts.insert({row.kind, row.state});
        nested = nested || (row.kind == AccountKind::reseller && kinds[row.parent] == AccountKind::reseller);
    });
    each<HeldGrantRow>(rows, [&](const HeldGrantRow& row) { roles.insert({row.account_kind, row.role}); });
    each<InvitationRow>(rows, [&](const InvitationRow& row) { invitations.insert(row.state); });
    each<FederationRow>(rows, [&](const FederationRow& row) { federations.insert(row.state); });
    each<JoinRequestRow>(rows, [&](const JoinRequestRow& row) { requests.insert(row.state); });
    each<MembershipRow>(rows, [&](const MembershipRow& row) { ends.insert(row.reason); });
    each<AccessCodeRow>(rows, [&](const AccessCodeRow& row) {
        codes.insert(row.state);
        used_up = used_up || (row.state == CodeState::live && row.uses_taken == row.uses_allowed);
    });
    CHECK(accounts.count({AccountKind::customer, AccountState::suspended}) == 1);
    CHECK(nested);
    CHECK(invitations.count(InvitationState::pending) == 1);
    CHECK(invitations.count(InvitationState::expired) == 1);
    CHECK(federations.size() == 2);
    CHECK(requests.size() == 5);
    CHECK(ends.size() == 4);
    CHECK(codes.size() == 3);
    CHECK(used_up);
    for (const AccountKind kind : {AccountKind::operator_, AccountKind::partner, AccountKind::reseller}) {
        CHECK(roles.count({kind, Role::account_owner}) == 1);
    }
    for (int role = 0; role < 4; ++role) {
        CHECK(roles.count({AccountKind::customer, static_cast<Role>(role)}) == 1);
    }
}

TEST_CASE("the sample can be lived in") {
    ManualClock clock(now);
    SeededChance chance(1);
    PlainVault vault;
    MemoryDatabase database(clock, "sample");
    SampleOptions options;
    options.now = now;
    options.accounts = 300;
    std::optional<DatabaseError> seeded;
    seed_sample(database, options, vault, {}, [&](DatabaseError error) { seeded = error; });
    clock.settle();
    REQUIRE(seeded == DatabaseError::none);
    seed_sample(database, options, vault, {}, [&](DatabaseError error) { seeded = error; });
    clock.settle();
    CHECK(seeded == DatabaseError::conflict);

    Authority authority(database, clock, chance, vault, {true, featured_sign_ins(), 4000, 100000, 64});
    authority.start();
    const auto ask = [&](const std::string& session, RequestBody body) {
        Request request;
        request.session = session;
        request.body = std::move(body);
        std::optional<Reply> reply;
        authority.handle(std::move(request), [&](Reply given) { reply = std::move(given); });
        clock.settle();
        REQUIRE(reply);
        return *reply;
    };
    const Reply listed = ask("", ListSignIns{});
    const auto& choices = std::get<SignIns>(listed).choices;
    REQUIRE(choices.size() >= featured_sign_ins().size());
    CHECK(choices[0].person == sample_guide().operator_owner);
    CHECK(choices[1].name == "Jane Doe");
    CHECK(choices[1].account_name == "Westcoast Cloud");
    for (const PersonId& person : featured_sign_ins()) {
        CHECK(std::holds_alternative<SignedIn>(ask("", SignInAs{person, {}, {}})));
    }
    // Nothing was due that the sample says has ended, or has forgotten to end.
    CHECK(database.version() == 1 + static_cast<Version>(featured_sign_ins().size()));

    // The operator is shown every live code, and each opens its federation for an account of the same
    // partner.
    const SampleGuide guide = sample_guide();
    const auto session = std::get<SignedIn>(ask("", SignInAs{guide.operator_owner, {}, {}})).session;
    std::size_t opened = 0;
    std::vector<AccessCodeRow> codes;
    each<AccessCodeRow>(database.rows(), [&](const AccessCodeRow& row) { codes.push_back(row); });
    for (const AccessCodeRow& code : codes) {
        const auto* federation =
            database.rows().find<FederationRow>(federation_scope(code.federation), code.federation);
        REQUIRE(federation);
        const RevealCode reveal{guide.operator_account, Via::parent, federation->owner, code.federation,
                                code.id};
        const Reply text = ask(session, reveal);
        REQUIRE(std::holds_alternative<CodeText>(text));
        const LookUpCode look_up{guide.operator_account, Via::parent, guide.blueface,
                                 std::get<CodeText>(text).text};
        if (code.state != CodeState::live || code.uses_taken == code.uses_allowed) continue;
        const Reply found = ask(session, look_up);
        if (federation->state == FederationState::active) {
            if (const auto* refusing = std::get_if<Refusing>(&found)) {
                CHECK(refusing->refusal == Refusal::outside_partner);
                continue;
            }
            REQUIRE(std::holds_alternative<CodeFound>(found));
            CHECK(std::get<CodeFound>(found).federation_name == federation->name);
            ++opened;
        }
    }
    CHECK(opened > 0);
}

#ifdef PARASOL_SOURCE_DIR
TEST_CASE("names come in several scripts from the file of names") {
    std::FILE* file = std::fopen(PARASOL_SOURCE_DIR "/assets/sample/names.txt", "rb");
    if (file == nullptr) return;  // under Node there are no files
    std::string names(1 << 20, '\0');
    names.resize(std::fread(names.data(), 1, names.size(), file));
    std::fclose(file);
    REQUIRE(is_valid_utf8(names));
    PlainVault vault;
    SampleOptions options;
    options.now = now;
    const RowSet rows = make_sample(options, vault, names);
    CHECK(broken_invariants(rows).empty());
    // Of some letter of each script: é, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Chinese, Japanese,
    // Korean.
    std::map<std::string, bool> seen = {{"\xC3", false}, {"\xCE", false},     {"\xD0", false},
                                        {"\xD8", false}, {"\xD7", false},     {"\xE0\xA4", false},
                                        {"\xE4", false}, {"\xE3\x83", false}, {"\xEC", false}};
    each<AccountRow>(rows, [&](const AccountRow& row) {
        CHECK_FALSE(check_name(row.name));
        for (auto& [bytes, found] : seen) found = found || row.name.find(bytes) != std::string::npos;
    });
    for (const auto& [bytes, found] : seen) {
        CAPTURE(bytes);
        CHECK(found);
    }
}
#endif
