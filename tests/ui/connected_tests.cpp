// The portal where a server decides: passwords, links, a shared computer, and not a word of the demo.
#include <algorithm>

#include "domain/folding.h"
#include "portal_scene.h"
#include "ui/words.h"

using namespace ui_tests;

namespace {

constexpr Setting connected{.connected = true, .signed_in = true};
constexpr Setting nobody{.connected = true, .signed_in = false};
constexpr std::string_view password_kind = "input password";
constexpr std::string_view password = "eleven and one more";

// The twin of what hashes passwords: it says plainly what the password was.
class PlainPasswords final : public Passwords {
  public:
    explicit PlainPasswords(Clock& clock) : clock_(clock) {}
    void verify(std::string text, std::string hash, Callback<void(std::optional<bool>)> done) override {
        clock_.after(0, [same = hash == "plain " + text, done = std::move(done)] { done(same); });
    }
    void make(std::string text, Callback<void(std::optional<std::string>)> done) override {
        clock_.after(0, [hash = "plain " + text, done = std::move(done)] { done(hash); });
    }

  private:
    Clock& clock_;
};

// A world whose authority knows passwords, as a server's does.
struct Server {
    Server() {
        AuthorityOptions options;
        options.demo_sign_in = true;  // for the persons that tests make
        options.passwords = &passwords;
        options.people = &authority_people();
        world.authority =
            std::make_unique<Authority>(world.database, world.clock, world.chance, world.vault, options);
        world.authority->on_changed([this](const std::vector<Scope>&) { world.poke_all(); });
        world.authority->start();
        session = world.sign_in(world.staff);
    }
    auto answers() {
        return [this](const RequestBody& body) { return reachable ? world.ask("", body) : std::nullopt; };
    }
    InvitationId invite(const std::string& email) {
        InviteAdministrator invite;
        invite.id = world.fresh<InvitationId>();
        invite.email = email;
        invite.role = Role::account_owner;
        REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, invite));
        return invite.id;
    }
    std::string token_for(InvitationId invitation) {
        const auto reply =
            world.ask(session, MakeInvitationLink{world.root, Via::parent, world.acme, invitation});
        REQUIRE(reply);
        REQUIRE(std::holds_alternative<LinkMade>(*reply));
        return std::get<LinkMade>(*reply).token;
    }
    // An owner of Acme, with a password.
    PersonId person(const std::string& email) {
        const InvitationId invitation = invite(email);
        const auto reply = world.ask("", UseLink{token_for(invitation), std::string(password)});
        REQUIRE(reply);
        REQUIRE(std::holds_alternative<SignedIn>(*reply));
        return std::get<SignedIn>(*reply).person;
    }

    World world;
    PlainPasswords passwords{world.clock};
    std::string session;  // of the operator's staff
    bool reachable = true;
};

// All that the page says, shown or not.
std::string all_words(const PortalScene& portal) {
    std::string all;
    for (const auto& [slot, twin] : portal.scene.page.twins) {
        all += twin.text + "\n" + twin.value + "\n";
        for (const auto& [name, value] : twin.attributes) all += value + "\n";
    }
    return all;
}
void expect_no_demo(const PortalScene& portal) {
    const std::string all = all_words(portal);
    CHECK_FALSE(contains_folded(all, "demo"));
    CHECK_FALSE(contains_folded(all, "sample"));
    CHECK_FALSE(contains_folded(all, "another tab"));
}
bool shows_word(const PortalScene& portal, std::string_view words) { return contains_folded(all_words(portal), words); }

void sign_in(PortalScene& portal, std::string_view email, std::string_view secret) {
    portal.type("E-mail", email);
    portal.type("Password", secret, password_kind);
    portal.press("Sign in");
}

// All that the device has of anybody.
std::string stored(World& world) {
    std::string all;
    for (const auto& [person, disk] : world.laptop.disks) {
        for (int store = 0; store < store_count; ++store) {
            for (const auto& [key, bytes] : disk.records(static_cast<Store>(store))) all += key + bytes + "\n";
        }
    }
    return all;
}

}  // namespace

TEST_CASE("one signs in by e-mail address and password, and is told what was wrong") {
    Server server;
    const PersonId jo = server.person("jo@acme.example");
    Tab& tab = server.world.ready(jo);
    PortalScene portal(server.world, tab, "/", nobody, server.answers());
    CHECK(portal.shows("h1", "Sign in to Parasol"));
    CHECK(portal.scene.platform.title == "Sign in · Parasol");
    CHECK(portal.scene.page.focused_name() == "E-mail");
    CHECK(portal.scene.attribute("input text", "E-mail", "autocomplete") == "username");
    CHECK(portal.scene.attribute(password_kind, "Password", "autocomplete") == "current-password");

    SECTION("empty fields are refused where they are") {
        portal.press("Sign in");
        CHECK(portal.scene.page.focused_name() == "E-mail");
        CHECK(portal.scene.attribute("input text", "E-mail", "aria-invalid") == "true");
        CHECK(portal.scene.attribute(password_kind, "Password", "aria-invalid") == "true");
        portal.type("Password", "x", password_kind);
        CHECK(portal.scene.attribute(password_kind, "Password", "aria-invalid") == "-");
    }
    SECTION("a wrong password is cleared, the address stays") {
        sign_in(portal, "jo@acme.example", "not this one at all");
        CHECK(portal.says(words::of(Refusal::wrong_sign_in)));
        CHECK(portal.typed("E-mail") == "jo@acme.example");
        CHECK(portal.typed("Password", password_kind).empty());
        CHECK(portal.scene.page.focused_name() == "Password");
        CHECK_FALSE(portal.host.entered);
    }
    SECTION("an unknown address is answered in the same words") {
        sign_in(portal, "nobody@acme.example", password);
        CHECK(portal.says(words::of(Refusal::wrong_sign_in)));
    }
    SECTION("no answer: what was typed stays, and the next try is as the first") {
        server.reachable = false;
        sign_in(portal, "jo@acme.example", password);
        CHECK(portal.says("No answer came."));
        CHECK(portal.says(words::unreachable));
        CHECK(portal.typed("Password", password_kind) == password);
        server.reachable = true;
        portal.press("Sign in");
        CHECK(portal.host.entered);
    }
    SECTION("too many tries: until when") {
        const Instant until = portal.scene.platform.utc + 5 * 60 * one_second;
        portal.host.server = [&](const RequestBody&) -> std::optional<Reply> {
            return Refusing{Refusal::sign_in_slowed, until};
        };
        sign_in(portal, "jo@acme.example", password);
        CHECK(portal.says(words::of(Refusal::sign_in_slowed)));
        CHECK(shows_word(portal, "in 5 minutes"));
        CHECK(shows_word(portal, words::date_time(until)));
    }
    SECTION("the right one opens their page, and is kept nowhere") {
        sign_in(portal, " Jo@Acme.example ", password);
        REQUIRE(portal.host.entered);
        CHECK(portal.host.entered->person == jo);
        CHECK_FALSE(portal.host.entered_shared);
        CHECK(portal.shows("button", "Switch account"));
        CHECK(stored(server.world).find(password) == std::string::npos);
    }
    SECTION("on a shared computer the host is told so") {
        portal.press("checkbox", "This is a shared computer");
        sign_in(portal, "jo@acme.example", password);
        REQUIRE(portal.host.entered);
        CHECK(portal.host.entered_shared);
        portal.press("State: kept in this tab alone, synchronised");
        CHECK(portal.says("This is a shared computer."));
        // What waits is nowhere else: the browser asks before the tab is closed.
        server.world.set_online(false);
        CHECK_FALSE(portal.scene.platform.asks_before_leaving);
        tab.run(server.world.acme, server.world.acme, InviteAdministrator{server.world.fresh<InvitationId>(),
                                                                         "late@acme.example", Role::viewer});
        portal.settle();
        CHECK(portal.scene.platform.asks_before_leaving);
    }
    SECTION("Enter in a field is enough") {
        portal.type("E-mail", "jo@acme.example");
        portal.type("Password", password, password_kind);
        portal.scene.tree.on_key(semantics::Key::enter, false, false, false);
        portal.settle();
        CHECK(portal.host.entered);
    }
    expect_no_demo(portal);
}

TEST_CASE("a link lets whoever is invited choose a password, once, and is not to be found afterwards") {
    Server server;
    const std::string token = server.token_for(server.invite("new@acme.example"));
    Tab& tab = server.world.ready(server.world.staff);
    const Setting setting = GENERATE(connected, nobody);  // it is for whom it is for, whoever is here
    PortalScene portal(server.world, tab, "/link/" + token, setting, server.answers());
    CHECK(portal.scene.platform.current_route == "/");
    CHECK(portal.scene.platform.pushes == 0);
    CHECK(portal.shows("h1", "Choose a password"));
    CHECK(portal.says("For new@acme.example, invited to Acme as Customer administrator by Stella Staff"));
    CHECK(portal.scene.attribute(password_kind, "New password", "autocomplete") == "new-password");
    expect_no_demo(portal);
    CHECK_FALSE(shows_word(portal, token));

    portal.press("Save and sign in");
    CHECK(portal.scene.attribute(password_kind, "New password", "aria-invalid") == "true");
    portal.type("New password", "too short", password_kind);
    portal.press("Save and sign in");
    CHECK(shows_word(portal, words::of(Refusal::password_too_short)));
    CHECK(portal.scene.page.focused_name() == "New password");
    server.reachable = false;
    portal.type("New password", password, password_kind);
    portal.press("Save and sign in");
    CHECK(portal.says(words::unreachable));
    server.reachable = true;
    // A tab that holds somebody's rows goes on as it began.
    CHECK(portal.shows("checkbox", "This is a shared computer") == !setting.signed_in);
    if (!setting.signed_in) portal.press("checkbox", "This is a shared computer");
    portal.press("Save and sign in");
    REQUIRE(portal.host.entered);
    CHECK(portal.host.entered_shared == !setting.signed_in);
    CHECK(portal.host.entered->email == "new@acme.example");
    CHECK_FALSE(portal.shows("h1", "Choose a password"));
    CHECK(portal.scene.platform.current_route.find(token) == std::string::npos);
    for (const std::string_view secret : {std::string_view(token), password}) {
        CHECK(stored(server.world).find(secret) == std::string::npos);
    }

    portal.go("/link/" + token);
    CHECK(portal.says(words::of(Refusal::link_not_valid)));
    CHECK(portal.shows("h1", "Your link"));
    CHECK(portal.scene.platform.current_route == "/");
    portal.press("Go on");
    CHECK(portal.shows("button", "Switch account"));
}

TEST_CASE("a link that cannot be looked at is looked at again, and one of the demo is none") {
    Server server;
    const std::string token = server.token_for(server.invite("new@acme.example"));
    Tab& tab = server.world.ready(server.world.staff);
    SECTION("no answer") {
        server.reachable = false;
        PortalScene portal(server.world, tab, "/link/" + token, nobody, server.answers());
        CHECK(portal.says(words::unreachable));
        server.reachable = true;
        portal.press("Try again");
        CHECK(portal.says("For new@acme.example, invited to Acme as Customer administrator by Stella Staff"));
        portal.go("/");
        CHECK(portal.shows("h1", "Sign in to Parasol"));
    }
    SECTION("the demo") {
        PortalScene portal(server.world, tab, "/link/" + token, {}, server.answers());
        CHECK(portal.shows("button", "Switch account"));
    }
}

TEST_CASE("who has a password already types it, and has accepted the invitation") {
    Server server;
    const PersonId jo = server.person("jo@acme.example");
    InviteAdministrator again;
    again.id = server.world.fresh<InvitationId>();
    again.email = "jo@acme.example";
    REQUIRE_FALSE(server.world.run(server.world.staff, server.world.root, server.world.globex, again));
    const auto made = server.world.ask(
        server.session, MakeInvitationLink{server.world.root, Via::parent, server.world.globex, again.id});
    REQUIRE(made);
    const std::string link = "/link/" + std::get<LinkMade>(*made).token;

    const Setting setting = GENERATE(connected, nobody);
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, link, setting, server.answers());
    CHECK(portal.shows("h1", "Accept the invitation"));
    CHECK(portal.says("For jo@acme.example, invited to Globex as Viewer by Stella Staff"));
    CHECK(portal.typed("E-mail") == "jo@acme.example");
    portal.press("Accept and sign in");
    CHECK(portal.says("Type your password."));
    portal.type("Password", "not the password", password_kind);
    portal.press("Accept and sign in");
    CHECK(portal.says(words::of(Refusal::wrong_sign_in)));
    CHECK_FALSE(portal.host.entered);
    portal.type("Password", password, password_kind);
    portal.press("Accept and sign in");
    REQUIRE(portal.host.entered);
    CHECK(portal.host.entered->person == jo);
}

TEST_CASE("when a session has ended the password is asked for, and nothing of the page is lost") {
    Server server;
    const PersonId jo = server.person("jo@acme.example");
    Tab& tab = server.world.ready(jo);
    Route route = page_of(server.world, server.world.acme, Page::administrators);
    route.home = server.world.acme;
    route.via = Via::own;
    PortalScene portal(server.world, tab, to_string(route), connected, server.answers());
    portal.press("Invite Administrator");
    portal.type("E-mail", "half@typed");
    portal.escape();
    tab->set_session("of nobody");
    portal.settle();
    CHECK(portal.says("Your session has ended."));
    CHECK(portal.typed("E-mail") == "jo@acme.example");
    CHECK(portal.scene.attribute("input text", "E-mail", "readonly") != "-");
    CHECK_FALSE(portal.shows("checkbox", "This is a shared computer"));
    CHECK_FALSE(portal.shows("button", "Sign in again"));
    portal.type("Password", "not this one at all", password_kind);
    portal.press("Sign in");
    CHECK(portal.says(words::of(Refusal::wrong_sign_in)));
    portal.type("Password", password, password_kind);
    portal.press("Sign in");
    CHECK_FALSE(portal.says("Your session has ended."));
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(portal.scene.platform.current_route == to_string(route));
    portal.press("Invite Administrator");
    CHECK(portal.typed("E-mail") == "half@typed");
}

TEST_CASE("whoever may invite copies the link of an invitation, which is shown once") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    const std::string route = to_string(page_of(server.world, server.world.acme, Page::administrators));
    SECTION("of the one just made, and of any other that is open") {
        PortalScene portal(server.world, tab, route, connected, server.answers());
        portal.press("Invite Administrator");
        portal.type("E-mail", "new@acme.example");
        server.world.hold_pushes = true;
        portal.press("Invite");
        CHECK(portal.says("new@acme.example is invited."));
        const auto disabled = [&] {
            int count = 0;
            for (const auto& [slot, twin] : portal.scene.page.twins) {
                const bool is_link = semantics_tests::FakePage::name_of(twin) == "Make a new link for new@acme.example";
                count += is_link && semantics_tests::FakePage::attribute(twin, "aria-disabled") == "true" ? 1 : 0;
            }
            return count;
        };
        CHECK(disabled() == 2);  // below the message, and in the table
        server.world.hold_pushes = false;
        server.world.settle(world::two_minutes);
        portal.settle();
        CHECK(disabled() == 0);
    }
    SECTION("with its words, and gone with its dialog") {
        server.invite("new@acme.example");
        PortalScene portal(server.world, tab, route, connected, server.answers());
        portal.press("Make a new link for new@acme.example");
        CHECK(portal.shows("dialog", "Invitation link"));
        const std::string link = portal.typed("Link");
        CHECK(link.starts_with("https://portal.example/#/link/"));
        CHECK(shows_word(portal, "Send this to new@acme.example yourself. It works once, until "));
        portal.press("Copy invitation link");
        CHECK(portal.scene.platform.clipboard == link);
        portal.press("Done");
        CHECK_FALSE(portal.shows("dialog", "Invitation link"));
        CHECK(stored(server.world).find(link.substr(link.size() - 20)) == std::string::npos);
        const auto found = server.world.ask("", LookAtLink{link.substr(link.rfind('/') + 1)});
        REQUIRE(found);
        CHECK(std::holds_alternative<LinkFound>(*found));
        portal.press("Make a new link for new@acme.example");
        CHECK(portal.typed("Link") != link);
        portal.press("Done");
        server.world.set_online(false);
        portal.press("Make a new link for new@acme.example");
        CHECK(portal.says("No answer came."));
        expect_no_demo(portal);
    }
    SECTION("not in the demo, and not by those who may not invite") {
        server.invite("new@acme.example");
        PortalScene demo(server.world, tab, route, {}, server.answers());
        CHECK(demo.shows("button", "Revoke invitation of new@acme.example"));
        CHECK_FALSE(demo.shows("button", "Make a new link for new@acme.example"));
    }
}

TEST_CASE("no page that a server stands behind speaks of a demo") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, "/", connected, server.answers());
    for (int at = 0; at <= static_cast<int>(Page::your_account); ++at) {
        for (const AccountId& account : {server.world.root, server.world.reseller, server.world.acme}) {
            portal.go(page_of(server.world, account, static_cast<Page>(at)));
            INFO("page " << at);
            expect_no_demo(portal);
            portal.press("State: saved on this device, synchronised");
            CHECK(portal.shows("button", "Export what waits"));
            expect_no_demo(portal);
            portal.escape();
        }
    }
    server.world.set_online(false);
    portal.settle();
    expect_no_demo(portal);
}
