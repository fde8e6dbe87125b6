#include "replica/world.h"

#include <algorithm>

#include "domain/rules.h"
#include "wire/row_patch.h"

namespace world {

Tab::Tab(World& the_world, Browser& in, PersonId who, std::string session)
    : world(the_world), browser(in), person(who) {
    static std::uint64_t tabs_so_far = 100;
    clock = std::make_unique<ManualClock>(world.time, begin);
    chance = std::make_unique<SeededChance>(++tabs_so_far);
    tabs = browser.hub.open_tab();
    storage = std::make_unique<MemoryStorage>(*clock, browser.disks[person]);
    transport = std::make_unique<MemoryTransport>(
        *clock, [this](const std::string& request, auto reply) { world.serve(request, std::move(reply)); });
    transport->set_online(world.reachable);
    const ReplicaIdentity identity{"https://parasol.example/", person, std::move(session)};
    replica = std::make_unique<Replica>(*storage, *transport, *tabs, *clock, *chance, identity);
    replica->start();
}

void Tab::kill() {
    // In this order: a dead tab releases nothing by itself, its locks end with it.
    browser.hub.kill(*tabs);
    storage.reset();
    replica.reset();
    transport.reset();
    clock.reset();
}

World::World(std::uint64_t seed) : chance(seed) {
    root = fresh<AccountId>();
    staff = fresh<PersonId>();
    const ChangeSet first = genesis(root, "Parasol Telecom", "100000001", staff, "Stella Staff",
                                    "stella@operator.example", fresh<GrantId>(), clock.now());
    RowSet rows;
    rows.apply(first);
    JournalRecord record;
    record.own = true;
    record.envelope.time = clock.now();
    record.written = first;
    database.fill(std::move(rows), std::move(record), [](const Committed&) {});
    clock.settle();
    authority = std::make_unique<Authority>(database, clock, chance, vault, AuthorityOptions{true, {}});
    authority->on_changed([this](const std::vector<Scope>&) { poke_all(); });
    authority->start();
    staff_session_ = sign_in(staff);
    partner = add(root, AccountKind::partner, "Parent Ltd");
    reseller = add(partner, AccountKind::reseller, "Reselling Ltd");
    acme = add(reseller, AccountKind::customer, "Acme");
    globex = add(reseller, AccountKind::customer, "Globex");
}

std::optional<Reply> World::ask(const std::string& session, RequestBody body) {
    Request request;
    request.session = session;
    request.body = std::move(body);
    std::optional<Reply> reply;
    authority->handle(encode(request), [&](const std::string& text) { reply = decode_reply(text); });
    for (int steps = 0; !reply && steps < 10000; ++steps) time.run_until_idle(0);
    return reply;
}

std::string World::sign_in(PersonId person) {
    const auto reply = ask("", SignInAs{person, {}, {}});
    REQUIRE(reply);
    const auto* signed_in = std::get_if<SignedIn>(&*reply);
    REQUIRE(signed_in);
    return signed_in->session;
}

std::optional<Refusal> World::run(PersonId person, AccountId home, AccountId account, Command command) {
    std::string& session = sessions_[person];
    if (session.empty()) session = sign_in(person);
    Envelope envelope;
    envelope.client = fresh<ClientId>();
    envelope.seq = 1;
    envelope.person = person;
    envelope.home = home;
    envelope.via = home == account ? Via::own : Via::parent;
    envelope.account = account;
    envelope.time = clock.now();
    envelope.command = std::move(command);
    Push push;
    push.commands.push_back(envelope);
    const auto pushed = ask(session, push);
    REQUIRE(pushed);
    REQUIRE(std::get_if<Pushed>(&*pushed));
    REQUIRE(std::get_if<Pushed>(&*pushed)->last_seq == 1);
    Pull pull;
    pull.clients.push_back(envelope.client);
    const auto reply = ask(session, pull);
    REQUIRE(reply);
    const auto* pulled = std::get_if<Pulled>(&*reply);
    REQUIRE(pulled);
    REQUIRE(pulled->outcomes.size() == 1);
    return pulled->outcomes[0].refusal;
}

AccountId World::add(AccountId parent, AccountKind kind, const std::string& name) {
    AddAccount add;
    add.id = fresh<AccountId>();
    add.kind = kind;
    add.name = name;
    const bool has_twin = kind == AccountKind::partner || kind == AccountKind::reseller;
    if (has_twin) add.internal_use_id = fresh<AccountId>();
    REQUIRE_FALSE(run(staff, root, parent, add));
    return add.id;
}

PersonId World::administrator(AccountId account, Role role, const std::string& email) {
    InviteAdministrator invite;
    invite.id = fresh<InvitationId>();
    invite.email = email;
    invite.role = role;
    REQUIRE_FALSE(run(staff, root, account, invite));
    const auto reply = ask("", SignInAs{{}, invite.id, account});
    REQUIRE(reply);
    const auto* signed_in = std::get_if<SignedIn>(&*reply);
    REQUIRE(signed_in);
    sessions_[signed_in->person] = signed_in->session;
    REQUIRE_FALSE(run(signed_in->person, account, account, AcceptInvitation{invite.id, fresh<GrantId>()}));
    return signed_in->person;
}

Tab& World::open(Browser& browser, PersonId person, std::string session) {
    return tabs.emplace_back(*this, browser, person, std::move(session));
}

Tab& World::ready(PersonId person) {
    Tab& tab = open(person);
    settle();
    for (const AccountId& account : {partner, reseller, acme}) tab->open(account);
    settle();
    return tab;
}

void World::serve(std::string request, std::function<void(std::string)> reply) {
    if (change_request) request = change_request(std::move(request));
    if (change_reply) {
        reply = [this, reply = std::move(reply)](std::string text) { reply(change_reply(std::move(text))); };
    }
    if (hold_pushes && request.find("\"type\":\"push\"") != std::string::npos) return;
    ++requests;
    if (listen) asked.push_back(request);
    if (auto read = at_the_door ? decode_request(request) : std::nullopt) {
        if (const auto answer = at_the_door(*read)) reply(encode(*answer));
        else authority->handle(encode(*read), std::move(reply));
        return;
    }
    if (!answering) {
        authority->handle(request, std::move(reply));
        return;
    }
    answering->authority->handle(request, std::move(reply));
    answering->time.run_until_idle(0);
}

void World::poke_all() {
    for (Tab& tab : tabs) {
        if (tab.transport) tab.transport->poke();
    }
}

void World::set_online(bool online) {
    reachable = online;
    for (Tab& tab : tabs) {
        if (tab.transport) tab.transport->set_online(online);
    }
}

std::vector<std::string> text_of(const RowSet& rows) {
    std::vector<std::string> lines;
    for (const auto& [scope, held] : rows.scopes()) {
        lines.push_back(to_string(scope));
        held.each_row([&, name = to_string(scope)](const auto& row) {
            lines.push_back(name + " " + encode(Row(row)));
        });
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::vector<std::string> truth_for(World& world, Tab& tab) {
    Pull pull;
    for (const auto& [scope, held] : tab->rows().scopes()) pull.wanted.push_back(scope);
    RowSet rows;
    const std::string session = world.sign_in(tab.person);
    for (bool more = true; more;) {
        const auto reply = world.ask(session, pull);
        REQUIRE(reply);
        const auto* pulled = std::get_if<Pulled>(&*reply);
        REQUIRE(pulled);
        more = pulled->more;
        apply_patch(rows, pulled->scopes);
        for (const PulledScope& answered : pulled->scopes) {
            const auto at = std::find(pull.wanted.begin(), pull.wanted.end(), answered.scope);
            if (at != pull.wanted.end()) pull.wanted.erase(at);
        }
    }
    return text_of(rows);
}

}  // namespace world
