#include "server/site.h"

#include <boost/asio/post.hpp>
#include <fstream>
#include <future>

#include "domain/rules.h"
#include "server/made_database.h"
#include "shell/server/log.h"

namespace web {

using namespace parasol::server;

namespace {

void write_file(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// One hash for all: it is slow on purpose.
const std::string& hash() {
    static const std::string made = ArgonPasswords::hashed(Site::password).value_or("");
    return made;
}

}  // namespace

Site::Site(HttpServer::Options options, Api::Options limits) {
    open_log(folder_.file("log"));
    make_people();
    serve(options, limits);
}

Site::Site(const RowSet& rows, const std::vector<PersonId>& people, const Prepare& prepare) {
    open_log(folder_.file("log"));
    make([&](Vault& vault, Instant now) {
        RowSet all;
        for (const auto& [scope, held] : rows.scopes()) {
            const Scope& in = scope;
            held.each_row([&](const auto& row) { all.put(in, row); });
        }
        for (const PersonId& person : people) {
            SessionRow session;
            session.id = SessionId(person);
            session.person = person;
            session.created = now;
            session.expires = now + one_hour;
            all.put(session_key(vault.fingerprint("session", cookie_of(person).second)), session);
        }
        if (prepare) prepare(all, vault);
        return all;
    });
    serve({}, {});
}

void Site::make(const std::function<RowSet(Vault&, Instant)>& rows) {
    REQUIRE(make_database(folder_.file("parasol.db"), folder_.file("key"), rows) == "");
}

std::pair<std::string, std::string> Site::cookie_of(const PersonId& person) {
    return {"__Host-parasol-" + to_string(person), "token-of-" + to_string(person)};
}

void Site::serve(HttpServer::Options options, Api::Options limits) {
    std::filesystem::create_directories(folder_.file("pages/deep"));
    write_file(folder_.file("pages/index.html"), "<!doctype html><title>Page</title>");
    write_file(folder_.file("pages/index.html.br"), "as brotli");
    write_file(folder_.file("pages/index.html.gz"), "as gzip");
    write_file(folder_.file("pages/deep/code.js"), "export {};");
    write_file(folder_.file("secret.txt"), "not of the page");
    REQUIRE(pages_.read(folder_.file("pages")) == "");

    authority_ = std::make_unique<AuthorityThread>(io_);
    REQUIRE(authority_->open(folder_.file("parasol.db"), folder_.file("key")) == "");
    api_ = std::make_unique<Api>(*authority_, pokes_, metrics_, authority_->key(), limits);
    server_ = std::make_unique<HttpServer>(io_, pages_, *api_, pokes_, metrics_, options);
    REQUIRE(server_->listen("127.0.0.1", 0) == "");
    authority_->start([this](const std::vector<Scope>& scopes) { pokes_.changed(scopes); });
    keeps_running_ = std::make_unique<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>>(
        io_.get_executor());
    thread_ = std::thread([this] { io_.run(); });
}

Site::~Site() { stop(); }

void Site::stop() {
    if (!thread_.joinable()) return;
    std::promise<void> stopped;
    boost::asio::post(io_, [&] { server_->stop([&] { stopped.set_value(); }); });
    stopped.get_future().wait();
    keeps_running_.reset();
    io_.stop();
    thread_.join();
    authority_->stop();
}

void Site::make_people() {
    root = fresh<AccountId>();
    stella_id = fresh<PersonId>();
    make([&](Vault& vault, Instant now) {
        RowSet rows;
        rows.apply(genesis(root, "Parasol Telecom", "100000001", stella_id, "Stella Staff", stella, fresh<GrantId>(),
                           now));
        rows.put(password_key(stella_id), PasswordRow{stella_id, vault.seal(hash()), now});
        return rows;
    });
    boost::asio::io_context io;
    AsioClock clock(io);
    SodiumChance chance;
    const auto opened = open_store(folder_.file("parasol.db"), folder_.file("key"),
                                   SqliteDatabase::Missing::is_an_error, clock, chance);
    REQUIRE(opened.problem == "");
    SodiumVault vault(opened.key);

    // The rest comes about as it would: by commands.
    AuthorityOptions options;
    options.demo_sign_in = true;
    Authority authority(*opened.database, clock, chance, vault, options);
    const auto ask = [&](const std::string& session, RequestBody body) {
        std::optional<Reply> reply;
        Request request;
        request.session = session;
        request.body = std::move(body);
        authority.handle(std::move(request), [&](Reply answer) { reply = std::move(answer); });
        io.restart();
        while (!reply) REQUIRE(io.run_one() > 0);
        return *reply;
    };
    const auto session = std::get<SignedIn>(ask("", SignInAs{stella_id, {}, {}})).session;
    const auto run = [&](const std::string& as, PersonId person, AccountId home, AccountId account, Command command) {
        Envelope envelope;
        envelope.client = fresh<ClientId>();
        envelope.seq = 1;
        envelope.person = person;
        envelope.home = home;
        envelope.via = home == account ? Via::own : Via::parent;
        envelope.account = account;
        envelope.command = std::move(command);
        REQUIRE(std::get<Pushed>(ask(as, Push{{envelope}, 0})).last_seq == 1);
        Pull pull;
        pull.clients = {envelope.client};
        REQUIRE(!std::get<Pulled>(ask(as, pull)).outcomes[0].refusal);
    };
    for (AccountId* made : {&acme, &beta}) {
        *made = fresh<AccountId>();
        AddAccount add;
        add.id = *made;
        add.name = made == &acme ? "Acme" : "Beta";
        run(session, stella_id, root, root, add);
    }
    const auto invitation = fresh<InvitationId>();
    run(session, stella_id, root, beta, InviteAdministrator{invitation, bella, Role::account_owner});
    const auto invited = std::get<SignedIn>(ask("", SignInAs{{}, invitation, beta}));
    bella_id = invited.person;
    run(invited.session, bella_id, beta, beta, AcceptInvitation{invitation, fresh<GrantId>()});
    Loaded loaded;
    opened.database->load({password_key(bella_id)}, [&](Loaded answer) { loaded = std::move(answer); });
    Batch batch;
    batch.read = {{password_key(bella_id), 0}};
    const PasswordRow bellas{bella_id, vault.seal(hash()), clock.now()};
    batch.changes = {{password_key(bella_id), std::nullopt, Row(bellas)}};
    batch.now = clock.now();
    opened.database->commit(batch, [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    io.restart();
    io.run();
}

Somebody::Somebody(const Site& site, const std::string& email)
    : browser(site.client()), session(browser.sign_in(email, Site::password)), client(fresh<ClientId>()) {
    REQUIRE(!session.empty());
    person = *parse_id_as<PersonId>(session);
}

Envelope Somebody::envelope(AccountId home, AccountId account, Command command) {
    Envelope envelope;
    envelope.client = client;
    envelope.seq = ++seq;
    envelope.person = person;
    envelope.home = home;
    envelope.via = home == account ? Via::own : Via::parent;
    envelope.account = account;
    envelope.command = std::move(command);
    return envelope;
}

std::optional<Reply> Somebody::push(std::vector<Envelope> commands) {
    return browser.ask(Push{std::move(commands), 0}, session);
}

std::optional<Pulled> Somebody::pull(std::vector<Scope> wanted, std::vector<Scope> held, std::string cookie) {
    Pull pull;
    pull.wanted = std::move(wanted);
    pull.held = std::move(held);
    pull.cookie = std::move(cookie);
    pull.clients = {client};
    const auto reply = browser.ask(pull, session);
    const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
    return pulled ? std::optional(*pulled) : std::nullopt;
}

}  // namespace web
