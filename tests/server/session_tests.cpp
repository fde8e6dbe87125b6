// People over HTTP: signing in, cookies, commands and pokes.
#include <fstream>
#include <iterator>

#include "server/site.h"
#include "support/commands.h"

using namespace web;

namespace {

constexpr std::chrono::milliseconds soon{5000};
constexpr std::chrono::milliseconds a_while{300};

std::optional<Refusal> refusal_of(const std::optional<Reply>& reply) {
    const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
    return refusing ? std::optional(refusing->refusal) : std::nullopt;
}

std::string cookie_text(const Answer& answer) {
    std::string all;
    for (const auto& field : answer) {
        if (field.name() != http::field::set_cookie) continue;
        all.append(field.value().data(), field.value().size()).append("\n");
    }
    return all;
}

const PulledScope* scope_in(const std::optional<Pulled>& pulled, const Scope& scope) {
    for (const PulledScope& one : pulled->scopes) {
        if (one.scope == scope) return &one;
    }
    return nullptr;
}

// Of an invitation to Acme.
std::string link_for_bella(const Site& site) {
    Somebody stella(site, Site::stella);
    const auto invitation = fresh<InvitationId>();
    const InviteAdministrator invite{invitation, Site::bella, Role::viewer};
    stella.push({stella.envelope(site.root, site.acme, invite)});
    const MakeInvitationLink make{site.root, Via::parent, site.acme, invitation};
    const auto made = stella.browser.ask(make, stella.session);
    REQUIRE(made);
    return std::get<LinkMade>(*made).token;
}

}  // namespace

TEST_CASE("a session is a cookie that no script and no other site gets, and no answer holds it") {
    Site site;
    Client browser = site.client();
    const std::string sign_in = encode(Request{protocol_version, {}, SignIn{Site::stella, Site::password}});
    const Answer answer = browser.post(sign_in);
    const std::string id = to_string(site.stella_id);
    const std::string token = browser.jar["__Host-parasol-" + id];
    CHECK(token.size() == 64);
    CHECK(answer.body().find(token) == std::string::npos);
    CHECK(answer.body().find(R"("session":")" + id + "\"") != std::string::npos);
    const std::string cookies = cookie_text(answer);
    CHECK(cookies.find(token + "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=7776000\n") != std::string::npos);
    CHECK(refusal_of(browser.ask(Pull{}, id)) == std::nullopt);

    // The token itself opens nothing, nor does another's name for it.
    CHECK(refusal_of(browser.ask(Pull{}, token)) == Refusal::signed_out);
    CHECK(refusal_of(browser.ask(Pull{}, to_string(site.bella_id))) == Refusal::signed_out);
    CHECK(refusal_of(browser.ask(Pull{}, "; " + id)) == Refusal::signed_out);
    CHECK(refusal_of(site.client().ask(Pull{}, id)) == Refusal::signed_out);

    CHECK(std::holds_alternative<SignedOut>(*browser.ask(SignOut{}, id)));
    CHECK(browser.jar.count("__Host-parasol-" + id) == 0);
    browser.jar["__Host-parasol-" + id] = token;  // one that was kept all the same
    CHECK(refusal_of(browser.ask(Pull{}, id)) == Refusal::signed_out);
}

TEST_CASE("several persons in one browser are never taken for each other") {
    Site site;
    Client browser = site.client();
    const std::string stella = browser.sign_in(Site::stella, Site::password);
    const std::string bella = browser.sign_in(Site::bella, Site::password);
    REQUIRE(!stella.empty());
    REQUIRE(!bella.empty());
    const auto reads = [&](const std::string& as, const Scope& scope) {
        Pull pull;
        pull.wanted = {scope};
        const auto reply = browser.ask(pull, as);
        const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
        return pulled && pulled->scopes.at(0).answer == ScopeAnswer::whole;
    };
    CHECK(reads(stella, children_of(site.root)));
    CHECK_FALSE(reads(bella, children_of(site.root)));
    CHECK(reads(bella, account_scope(site.beta)));
    CHECK_FALSE(reads(bella, account_scope(site.acme)));
    CHECK(std::holds_alternative<SignedOut>(*browser.ask(SignOut{}, bella)));
    CHECK(reads(stella, account_scope(site.acme)));
    CHECK(refusal_of(browser.ask(Pull{}, bella)) == Refusal::signed_out);
}

TEST_CASE("a person's commands are taken once, under their own name alone") {
    Site site;
    Somebody stella(site, Site::stella), bella(site, Site::bella);
    const Envelope rename = stella.envelope(site.root, site.acme, renaming("Acme", "Acme Ltd"));
    for (int time = 0; time < 3; ++time) {
        const auto pushed = stella.push({rename});
        CHECK(std::get<Pushed>(*pushed).last_seq == 1);
    }
    const auto pulled = stella.pull({children_of(site.root)});
    CHECK(pulled->outcomes.size() == 1);
    Envelope reused = rename;
    reused.command = renaming("Acme Ltd", "Other");
    CHECK(std::get<Pushed>(*stella.push({reused})).refusal == Refusal::sequence_reused);
    // After a gap nothing is taken.
    stella.seq = 5;
    const Envelope beyond = stella.envelope(site.root, site.acme, renaming("Acme Ltd", "X"));
    CHECK(std::get<Pushed>(*stella.push({beyond})).last_seq == 1);

    Envelope forged = bella.envelope(site.root, site.acme, renaming("Acme Ltd", "Bella's"));
    CHECK_FALSE(std::get<Pushed>(*bella.push({forged})).refusal);
    CHECK(bella.pull({})->outcomes.at(0).refusal == Refusal::not_found);
    forged.person = site.stella_id;
    forged.client = fresh<ClientId>();
    forged.seq = 1;
    CHECK(std::get<Pushed>(*bella.push({forged})).refusal == Refusal::malformed);
    forged.client = stella.client;
    forged.seq = 2;
    forged.person = bella.person;
    CHECK(std::get<Pushed>(*bella.push({forged})).refusal == Refusal::malformed);
    const auto after = stella.pull({account_scope(site.acme)});
    bool found = false;
    for (const Row& row : scope_in(after, account_scope(site.acme))->rows) {
        const auto* account = std::get_if<AccountRow>(&row);
        found = found || (account && account->name == "Acme Ltd");
    }
    CHECK(found);
}

TEST_CASE("whom a change concerns is told of it at once, and nobody else") {
    Site site;
    Somebody stella(site, Site::stella), bella(site, Site::bella);
    Stream to_stella(site.port(), stella.session, stella.browser.cookies());
    Stream to_bella(site.port(), bella.session, bella.browser.cookies());
    REQUIRE(to_stella.status() == 200);
    REQUIRE(to_bella.status() == 200);
    // Whatever was before the stream is asked for anew.
    CHECK(to_stella.next(soon));
    CHECK(to_bella.next(soon));
    const auto first = stella.pull({children_of(site.root)});
    bella.pull({account_scope(site.beta)});

    stella.push({stella.envelope(site.root, site.acme, renaming("Acme", "Acme Ltd"))});
    CHECK(to_stella.next(soon));
    CHECK_FALSE(to_bella.next(a_while));
    const auto second = stella.pull({}, {children_of(site.root)}, first->cookie);
    CHECK(scope_in(second, children_of(site.root))->rows.size() == 1);

    bella.push({bella.envelope(site.beta, site.beta, renaming("Beta", "Beta Ltd"))});
    CHECK(to_bella.next(soon));
    CHECK(to_stella.next(soon));

    SECTION("until the session ends") {
        bella.browser.ask(SignOut{}, bella.session);
        CHECK(to_bella.ended(soon));
        CHECK(Stream(site.port(), bella.session, bella.browser.cookies()).status() == 401);
        stella.push({stella.envelope(site.root, site.acme, renaming("Acme Ltd", "Acme"))});
        CHECK(to_stella.next(soon));
    }
    SECTION("until the server ends, which answers what it was asked") {
        site.stop();
        CHECK(to_stella.ended(soon));
        CHECK(to_bella.ended(soon));
    }
}

TEST_CASE("nobody is told of changes to what they may not read") {
    Site site;
    Somebody stella(site, Site::stella), bella(site, Site::bella);
    Stream to_bella(site.port(), bella.session, bella.browser.cookies());
    REQUIRE(to_bella.next(soon));
    const auto pulled = bella.pull({account_scope(site.acme), people_of(site.acme), children_of(site.root),
                                    invited_scope(Site::bella), number_key("100000001"), account_scope(site.beta)});
    std::size_t gone = 0;
    for (const PulledScope& one : pulled->scopes) gone += one.answer == ScopeAnswer::gone ? 1 : 0;
    CHECK(gone == 5);
    const InviteAdministrator invite{fresh<InvitationId>(), Site::bella, Role::viewer};
    stella.push({stella.envelope(site.root, site.acme, renaming("Acme", "Acme Ltd")),
                 stella.envelope(site.root, site.acme, invite)});
    CHECK(stella.pull({})->outcomes.size() == 2);
    CHECK_FALSE(to_bella.next(a_while));
    stella.push({stella.envelope(site.root, site.beta, renaming("Beta", "Beta Ltd"))});
    CHECK(to_bella.next(soon));
}

TEST_CASE("a link's password is not tried without end") {
    Site site;
    const std::string token = link_for_bella(site);
    Client browser = site.client();
    const UseLink wrong{token, "not the password"};
    for (int time = 0; time < 5; ++time) CHECK(refusal_of(browser.ask(wrong)) == Refusal::wrong_sign_in);
    CHECK(refusal_of(browser.ask(UseLink{token, Site::password})) == Refusal::sign_in_slowed);
}

TEST_CASE("a link lets in whom it is for") {
    Site site;
    Client browser = site.client();
    const auto begun = browser.ask(UseLink{link_for_bella(site), Site::password});
    const std::string bella = to_string(site.bella_id);
    CHECK(std::get<SignedIn>(*begun).session == bella);
    Pull pull;
    pull.wanted = {account_scope(site.acme)};
    CHECK(std::get<Pulled>(*browser.ask(pull, bella)).scopes.at(0).answer == ScopeAnswer::whole);
}

TEST_CASE("wrong passwords make strangers wait, but not who has been here before") {
    Site site;
    Client known = site.client(), stranger = site.client();
    const std::string session = known.sign_in(Site::bella, Site::password);
    REQUIRE(!session.empty());
    known.ask(SignOut{}, session);
    const SignIn wrong{Site::bella, "not the password"};
    for (int time = 0; time < 5; ++time) CHECK(refusal_of(stranger.ask(wrong)) == Refusal::wrong_sign_in);
    const auto slowed = stranger.ask(SignIn{" BELLA@beta.example", Site::password});
    CHECK(refusal_of(slowed) == Refusal::sign_in_slowed);
    CHECK(std::get<Refusing>(*slowed).until > 0);
    // An address that nobody has is slowed in the same way.
    const SignIn nobody{"nobody@beta.example", "not the password"};
    for (int time = 0; time < 5; ++time) CHECK(refusal_of(stranger.ask(nobody)) == Refusal::wrong_sign_in);
    CHECK(refusal_of(stranger.ask(nobody)) == Refusal::sign_in_slowed);

    CHECK(!known.sign_in(Site::bella, Site::password).empty());
    CHECK(!stranger.sign_in(Site::stella, Site::password).empty());
}

TEST_CASE("no log and no number says a secret, a name or an address") {
    Site site;
    Somebody stella(site, Site::stella);
    stella.browser.ask(SignIn{Site::bella, "not the password"});
    stella.push({stella.envelope(site.root, site.acme, renaming("Acme", "Unlikely Name"))});
    const std::string metrics = stella.browser.get("/metrics").body();
    CHECK(metrics.find("parasold_requests_total{type=\"sync\",status=\"200\"}") != std::string::npos);
    CHECK(metrics.find("parasold_wrong_sign_ins_total 1\n") != std::string::npos);
    std::ifstream file(site.folder().file("log"));
    const std::string log{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<std::string> secrets = {Site::password, "not the password", "Unlikely", "example",
                                        to_string(site.acme)};
    for (const auto& [name, value] : stella.browser.jar) secrets.push_back(value);
    for (const std::string& secret : secrets) {
        INFO(secret);
        CHECK(metrics.find(secret) == std::string::npos);
        CHECK(log.find(secret) == std::string::npos);
    }
}

TEST_CASE("a session that is revoked ends with its stream, and the others go on") {
    Site site;
    Somebody one(site, Site::stella), other(site, Site::stella);
    Stream stream(site.port(), one.session, one.browser.cookies());
    Stream kept(site.port(), other.session, other.browser.cookies());
    REQUIRE(stream.next(soon));
    REQUIRE(kept.next(soon));
    CHECK(std::holds_alternative<Acknowledged>(*other.browser.ask(RevokeSession{{}, true}, other.session)));
    CHECK(stream.ended(soon));
    CHECK(refusal_of(one.browser.ask(Pull{}, one.session)) == Refusal::signed_out);
    CHECK(refusal_of(other.browser.ask(Pull{}, other.session)) == std::nullopt);
    CHECK_FALSE(kept.ended(a_while));
}

TEST_CASE("a changed password keeps the browser that changed it signed in, by another cookie") {
    Site site;
    Somebody stella(site, Site::stella);
    const std::string name = "__Host-parasol-" + stella.session;
    const std::string before = stella.browser.jar[name];
    const auto changed = stella.browser.ask(ChangePassword{"one more long password"}, stella.session);
    CHECK(std::holds_alternative<SignedIn>(*changed));
    CHECK(stella.browser.jar[name] != before);
    CHECK(refusal_of(stella.browser.ask(Pull{}, stella.session)) == std::nullopt);
    stella.browser.jar[name] = before;
    CHECK(refusal_of(stella.browser.ask(Pull{}, stella.session)) == Refusal::signed_out);
}

TEST_CASE("on a shared computer cookies end with the browser, and none says who was there") {
    Site site;
    const std::string sign_in = encode(Request{protocol_version, {}, SignIn{Site::stella, Site::password, {}, true}});
    const std::string cookies = cookie_text(site.client().post(sign_in));
    CHECK(cookies.find("__Host-parasol-") != std::string::npos);
    CHECK(cookies.find("Max-Age") == std::string::npos);
    CHECK(cookies.find("__Host-known-") == std::string::npos);
}

TEST_CASE("whoever asks for links too often waits, whether there is such a person or not") {
    Site site;
    for (const char* email : {Site::stella, "nobody@example.com"}) {
        Client browser = site.client();
        for (int time = 0; time < 3; ++time) {
            CHECK(refusal_of(browser.ask(RequestPasswordReset{email})) == Refusal::not_allowed);  // it sends no mail
        }
        CHECK(refusal_of(browser.ask(RequestPasswordReset{email})) == Refusal::sign_in_slowed);
    }
}

TEST_CASE("wrong codes make the next try wait") {
    Site site;
    Somebody stella(site, Site::stella);
    const auto begun = stella.browser.ask(BeginSecondFactor{}, stella.session);
    std::string secret = std::get<SecondFactorBegun>(*begun).secret;
    std::erase(secret, ' ');
    const std::string code = server::OathCodes::code_at(secret, server::system_now());
    REQUIRE(std::holds_alternative<RecoveryCodes>(*stella.browser.ask(TurnOnSecondFactor{code}, stella.session)));
    Client thief = site.client();
    for (int time = 0; time < 5; ++time) {
        CHECK(refusal_of(thief.ask(SignIn{Site::stella, Site::password, "12345"})) == Refusal::code_wrong);
    }
    CHECK(refusal_of(thief.ask(SignIn{Site::stella, Site::password, "12345"})) == Refusal::sign_in_slowed);
}
