#include "authority/scene.h"

#include <algorithm>

namespace scene {

Scene::Scene(std::uint64_t seed) : chance(seed) {
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
    restart_authority();
}

void Scene::restart_authority(AuthorityOptions options) {
    authority = std::make_unique<Authority>(database, clock, chance, vault, std::move(options));
}

void Scene::send(Authority& to, const std::string& session, RequestBody body, std::optional<Reply>& reply) {
    Request request;
    request.session = session;
    request.body = std::move(body);
    to.handle(encode(request), [&reply](const std::string& text) { reply = decode_reply(text); });
}

Reply Scene::ask(const std::string& session, RequestBody body) {
    std::optional<Reply> reply;
    send(*authority, session, std::move(body), reply);
    clock.settle();
    REQUIRE(reply);
    REQUIRE(authority->is_idle());
    return *reply;
}

std::optional<Refusal> Scene::refused(const std::string& session, RequestBody body) {
    const Reply reply = ask(session, std::move(body));
    const auto* refusing = std::get_if<Refusing>(&reply);
    return refusing ? std::optional<Refusal>(refusing->refusal) : std::nullopt;
}

User Scene::sign_in(PersonId person) {
    const auto signed_in = ask_for<SignedIn>("", SignInAs{person, {}, {}});
    return {signed_in.session, signed_in.person, fresh<ClientId>(), 0};
}

Envelope Scene::envelope(User& user, AccountId home, AccountId account, Command command) {
    Envelope envelope;
    envelope.client = user.client;
    envelope.seq = ++user.seq;
    envelope.person = user.person;
    envelope.home = home;
    envelope.via = home == account ? Via::own : Via::parent;
    envelope.account = account;
    envelope.time = clock.now();
    envelope.command = std::move(command);
    return envelope;
}

Push Scene::push_of(std::vector<Envelope> commands, std::int64_t ended) {
    clock.jump(1);  // what is recorded is in the order of time
    Push push;
    push.commands = std::move(commands);
    push.ended = ended;
    return push;
}

Pushed Scene::push(const User& user, std::vector<Envelope> commands, std::int64_t ended) {
    return ask_for<Pushed>(user.session, push_of(std::move(commands), ended));
}

AccountId Scene::home_for(const User& user, AccountId account) const {
    for (AccountId at = account; !at.is_none();) {
        bool granted = false;
        database.rows().each<HeldGrantRow>(person_scope(user.person),
                                           [&](const HeldGrantRow& held) { granted |= held.account == at; });
        if (granted) return at;
        const auto* up = row<AccountRow>(account_scope(at), at);
        at = up ? up->parent : AccountId();
    }
    return account;
}

std::optional<Refusal> Scene::run(User& user, AccountId account, Command command) {
    const std::int64_t seq = user.seq + 1;
    const Pushed pushed = push(user, {envelope(user, home_for(user, account), account, std::move(command))});
    REQUIRE_FALSE(pushed.refusal);
    REQUIRE(pushed.last_seq == seq);
    return outcome(user, seq).refusal;
}

Pulled Scene::pull(const User& user, std::vector<Scope> wanted, std::vector<Scope> held, std::string cookie) {
    Pull pull;
    pull.cookie = std::move(cookie);
    pull.held = std::move(held);
    pull.wanted = std::move(wanted);
    return ask_for<Pulled>(user.session, pull);
}

Pulled Scene::pull_past(const User& user, Instant as_of, std::vector<Scope> wanted, std::vector<Scope> held,
                        std::string cookie) {
    Pull pull;
    pull.cookie = std::move(cookie);
    pull.held = std::move(held);
    pull.wanted = std::move(wanted);
    pull.as_of = as_of;
    return ask_for<Pulled>(user.session, pull);
}

Outcome Scene::outcome(const User& user, std::int64_t seq) {
    Pull pull;
    pull.clients = {user.client};
    pull.ended = {{user.client, seq - 1}};
    const auto pulled = ask_for<Pulled>(user.session, pull);
    REQUIRE_FALSE(pulled.outcomes.empty());
    REQUIRE(pulled.outcomes.front().seq == seq);
    return pulled.outcomes.front();
}

AccountId Scene::add(User& user, AccountId parent, AccountKind kind, const std::string& name) {
    AddAccount add;
    add.id = fresh<AccountId>();
    add.kind = kind;
    add.name = name;
    if (kind == AccountKind::partner || kind == AccountKind::reseller)
        add.internal_use_id = fresh<AccountId>();
    REQUIRE(run(user, parent, add) == std::nullopt);
    return add.id;
}

User Scene::administrator(User& by, AccountId account, Role role, const std::string& email) {
    const auto invitation = fresh<InvitationId>();
    REQUIRE(run(by, account, InviteAdministrator{invitation, email, role}) == std::nullopt);
    const auto signed_in = ask_for<SignedIn>("", SignInAs{{}, invitation, account});
    User user{signed_in.session, signed_in.person, fresh<ClientId>(), 0};
    const auto accept = envelope(user, account, account, AcceptInvitation{invitation, fresh<GrantId>()});
    push(user, {accept});
    REQUIRE(outcome(user, user.seq).refusal == std::nullopt);
    return user;
}

Scene::Founded Scene::found(User& user, AccountId home, AccountId account, const std::string& name) {
    Founded founded{fresh<FederationId>(), fresh<MembershipId>(), fresh<AccessCodeId>(), {}};
    const auto create = CreateFederation{founded.federation, founded.membership, founded.code, name};
    push(user, {envelope(user, home, account, create)});
    REQUIRE(outcome(user, user.seq).refusal == std::nullopt);
    const Via via = home == account ? Via::own : Via::parent;
    founded.text =
        ask_for<CodeText>(user.session, RevealCode{home, via, account, founded.federation, founded.code})
            .text;
    return founded;
}

std::vector<std::string> text_of(const RowSet& rows) {
    std::vector<std::string> lines;
    for (const auto& [scope, scope_rows] : rows.scopes()) {
        const std::string prefix = to_string(scope) + " ";
        scope_rows.each_row([&](const auto& row) { lines.push_back(prefix + encode(Row(row))); });
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

RowSet copy_of(const RowSet& rows) {
    RowSet copy;
    for (const auto& [scope, scope_rows] : rows.scopes()) {
        const Scope& in = scope;
        copy.hold(in);
        scope_rows.each_row([&](const auto& row) { copy.put(in, Row(row)); });
    }
    return copy;
}

}  // namespace scene
