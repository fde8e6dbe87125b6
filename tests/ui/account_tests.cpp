// How people sign in with more than a password, confirm that it is them, and look after their own account.
#include <algorithm>
#include <vector>

#include "portal_scene.h"
#include "replica/confirming.h"
#include "ui/words.h"

using namespace ui_tests;
using world::Confirming;

namespace {

constexpr Setting connected{.connected = true, .signed_in = true};
constexpr Setting nobody{.connected = true, .signed_in = false};
constexpr std::string_view password_kind = "input password";
constexpr std::string_view password = Confirming::password;

// A server as the page sees it: who it lets in is written here, what is done goes to a real authority.
struct Server {
    explicit Server(bool mails = true) : mail(mails) {
        door.others = [this](Request& request) { return answer(request.body); };
        sessions.sessions = {{world.fresh<SessionId>(), world::begin, world::begin, world::begin, "Firefox on Linux",
                              "192.0.2.1", false, true},
                             {world.fresh<SessionId>(), world::begin, world::begin, world::begin, "Safari on iPhone",
                              "192.0.2.7", false, false}};
    }
    // What needs no session.
    auto outside() {
        return [this](const RequestBody& body) -> std::optional<Reply> {
            bodies.push_back(body);
            if (std::holds_alternative<GetServerInfo>(body)) return ServerInfo{true, mail};
            if (std::holds_alternative<RequestPasswordReset>(body)) return reset;
            if (const auto* in = std::get_if<SignIn>(&body)) return enter(in->password, in->code);
            if (const auto* use = std::get_if<UseLink>(&body)) return enter(use->password, use->code);
            if (std::holds_alternative<LookAtLink>(body)) return found;
            return std::nullopt;
        };
    }
    Reply enter(const std::string& typed, const std::string& code) {
        if (typed != password) return Refusing{Refusal::wrong_sign_in};
        if (!door.code.empty() && code.empty()) return Refusing{Refusal::second_factor_needed};
        if (code != door.code) return Refusing{Refusal::code_wrong};
        return SignedIn{world.sign_in(world.staff), world.staff, "Stella Staff", "staff@operator.example"};
    }
    // What needs a session, and of that a confirmation.
    std::optional<Reply> answer(const RequestBody& body) {
        bodies.push_back(body);
        const bool needs = std::holds_alternative<ChangePassword>(body) ||
                           std::holds_alternative<BeginSecondFactor>(body) ||
                           std::holds_alternative<TurnOnSecondFactor>(body) ||
                           std::holds_alternative<TurnOffSecondFactor>(body) ||
                           std::holds_alternative<MakeRecoveryCodes>(body) ||
                           std::holds_alternative<ExportOwnData>(body) || std::holds_alternative<ErasePerson>(body);
        if (needs && !door.confirmed) return Refusing{Refusal::confirmation_needed};
        if (std::holds_alternative<ListSessions>(body)) return sessions;
        if (std::holds_alternative<ErasePerson>(body)) return erasing;
        if (std::holds_alternative<ExportOwnData>(body)) return OwnData{"{\"format\":\"x\"}"};
        if (const auto* revoke = std::get_if<RevokeSession>(&body)) {
            std::erase_if(sessions.sessions, [&](const SessionInfo& one) {
                return !one.current && (revoke->all_others || one.id == revoke->which);
            });
            return Acknowledged{};
        }
        if (const auto* change = std::get_if<ChangePassword>(&body)) {
            if (change->password.size() < 12) return Refusing{Refusal::password_too_short};
            return SignedIn{world.sign_in(world.staff), world.staff, "Stella Staff", "staff@operator.example"};
        }
        if (std::holds_alternative<BeginSecondFactor>(body)) {
            return SecondFactorBegun{"otpauth://totp/x", "ABCD EFGH", 3, "101010101"};
        }
        if (const auto* on = std::get_if<TurnOnSecondFactor>(&body)) {
            if (on->code != "123456") return Refusing{Refusal::code_wrong};
            sessions.second_factor = world::begin;
            sessions.recovery_codes = 2;
            return RecoveryCodes{{"AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"}};
        }
        if (std::holds_alternative<MakeRecoveryCodes>(body)) return RecoveryCodes{{"GGGG-HHHH-JJJJ"}};
        if (std::holds_alternative<TurnOffSecondFactor>(body)) {
            sessions.second_factor = 0;
            return Acknowledged{};
        }
        return std::nullopt;
    }
    template <class Body>
    std::vector<Body> asked() const {
        std::vector<Body> all;
        for (const RequestBody& body : bodies) {
            if (const auto* one = std::get_if<Body>(&body)) all.push_back(*one);
        }
        return all;
    }

    World world;
    Confirming door{world};
    bool mail;
    Sessions sessions;
    Reply reset = Acknowledged{};
    Reply erasing = Acknowledged{};
    LinkFound found;
    std::vector<RequestBody> bodies;
};

// Whether any element says this as a part of its words.
bool shows_word(const PortalScene& portal, std::string_view words) {
    for (const auto& [slot, twin] : portal.scene.page.twins) {
        if (twin.text.find(words) != std::string::npos) return true;
        for (const auto& [name, value] : twin.attributes) {
            if (value.find(words) != std::string::npos) return true;
        }
    }
    return false;
}

// In the dialog that asks for it.
void confirm(PortalScene& portal, std::string_view secret = password) {
    REQUIRE(portal.shows("dialog", "Confirm that it is you"));
    portal.check_coverage();
    portal.type("Password", secret, password_kind);
    portal.press("Confirm");
}

std::string account_route(const Server& server, Page page) {
    return to_string(page_of(server.world, server.world.acme, page));
}

// The focus is on the button from the start, as it is in a browser, and is back there when the question comes.
void invite_owner(PortalScene& portal, std::string_view email) {
    portal.scene.page.give_focus(portal.scene.page.find("button", "Invite Administrator"));
    portal.press("Invite Administrator");
    portal.type("E-mail", email);
    portal.press("Invite");
}

}  // namespace

TEST_CASE("whoever has a second factor is asked for its code, and types the password once") {
    Server server;
    server.door.code = "123456";
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, "/", nobody, server.outside());
    CHECK_FALSE(portal.shows("input text", "Code"));
    portal.press("checkbox", "This is a shared computer");
    portal.type("E-mail", "staff@operator.example");
    portal.type("Password", password, password_kind);
    portal.press("Sign in");
    CHECK(portal.scene.page.focused_name() == "Code");
    CHECK(portal.scene.attribute("input text", "Code", "autocomplete") == "one-time-code");
    CHECK(shows_word(portal, "A recovery code does as well."));
    portal.check_coverage();
    CHECK(portal.typed("Password", password_kind) == password);
    portal.type("Code", "000000");
    portal.press("Sign in");
    CHECK(portal.says(words::of(Refusal::code_wrong)));
    CHECK(portal.typed("Code").empty());
    CHECK(portal.typed("Password", password_kind) == password);
    CHECK(portal.scene.page.focused_name() == "Code");
    portal.type("Code", "123456");
    CHECK_FALSE(portal.says(words::of(Refusal::code_wrong)));
    portal.press("Sign in");
    REQUIRE(portal.host.entered);
    const auto tries = server.asked<SignIn>();
    REQUIRE(tries.size() == 3);
    CHECK(tries[2].code == "123456");
    for (const SignIn& one : tries) CHECK(one.shared);
}

TEST_CASE("a forgotten password is answered the same for every address, where mail is sent") {
    const bool mail = GENERATE(true, false);
    Server server(mail);
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, "/", nobody, server.outside());
    REQUIRE(portal.shows("button", "Forgot password?") == mail);
    if (!mail) return;
    portal.type("E-mail", "somebody@");
    portal.press("Forgot password?");
    CHECK(portal.shows("dialog", "Forgot password"));
    portal.check_coverage();
    portal.press("Send link");
    CHECK(portal.says(words::of(Refusal::email_not_valid)));
    CHECK(server.asked<RequestPasswordReset>().empty());
    portal.escape();
    portal.type("E-mail", " Somebody@Acme.example");
    portal.press("Forgot password?");
    SECTION("it is on its way") {
        portal.press("Send link");
        REQUIRE(server.asked<RequestPasswordReset>().size() == 1);
        CHECK(server.asked<RequestPasswordReset>()[0].email == "somebody@acme.example");
        CHECK(shows_word(portal, "If this address is known, a mail is on its way. The link in it works for an hour."));
        portal.press("Done");
        CHECK_FALSE(portal.shows("dialog", "Forgot password"));
    }
    SECTION("too often") {
        server.reset = Refusing{Refusal::sign_in_slowed};
        portal.press("Send link");
        CHECK(portal.says(words::of(Refusal::sign_in_slowed)));
    }
}

TEST_CASE("a link for another password chooses one, with the code of the second factor") {
    Server server;
    server.door.code = "123456";
    server.found.email = "staff@operator.example";
    server.found.second_factor = true;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, "/link/token", nobody, server.outside());
    CHECK(portal.shows("h1", "Choose a new password"));
    portal.type("New password", password, password_kind);
    portal.type("Code", "999999");
    portal.press("Save and sign in");
    CHECK(portal.says(words::of(Refusal::code_wrong)));
    CHECK(portal.typed("New password", password_kind) == password);
    portal.type("Code", "123456");
    portal.press("Save and sign in");
    CHECK(portal.host.entered);
}

TEST_CASE("a password can be looked at while it is typed, until its field goes") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, "/", nobody, server.outside());
    portal.type("Password", "half of it", password_kind);
    CHECK(portal.scene.attribute("button", "Show password", "aria-pressed") == "false");
    portal.press("Show password");
    CHECK(portal.scene.attribute("button", "Show password", "aria-pressed") == "true");
    CHECK(portal.typed("Password") == "half of it");
    CHECK(portal.scene.attribute("input text", "Password", "autocomplete") == "current-password");
    portal.press("Show password");
    CHECK(portal.typed("Password", password_kind) == "half of it");
    portal.press("Show password");
    portal.go("/link/token");
    CHECK(portal.shows(password_kind, "New password"));
    portal.go("/");
    CHECK(portal.shows(password_kind, "Password"));
}

TEST_CASE("what needs the password once more asks for it, and goes on by itself") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, account_route(server, Page::administrators), connected, server.outside());
    const auto pending = [&] { return tab->pending().size(); };

    SECTION("with the code of the second factor, where there is one") {
        server.door.code = "123456";
        invite_owner(portal, "new@acme.example");
        CHECK(pending() == 1);
        CHECK(portal.scene.page.focused_name() == "Password");
        confirm(portal, "not this one at all");
        CHECK(portal.says(words::of(Refusal::wrong_sign_in)));
        CHECK(portal.typed("Password", password_kind).empty());
        confirm(portal);
        CHECK(portal.scene.page.focused_name() == "Code");
        portal.type("Code", "123456");
        portal.press("Confirm");
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(pending() == 0);
        CHECK(tab->view().open_invitations(server.world.acme).size() == 1);
        CHECK(shows_word(portal, "new@acme.example is invited."));
    }
    SECTION("not now: the page says that it waits, and where to confirm it") {
        invite_owner(portal, "new@acme.example");
        portal.press("Not now");
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(shows_word(portal, "new@acme.example"));  // nobody is kept from seeing it
        CHECK_FALSE(shows_word(portal, "is invited"));
        portal.press("State: saved on this device, waits for your confirmation");
        CHECK(portal.says("Something waits for your confirmation."));
        portal.press("Confirm");
        CHECK(portal.shows("dialog", "Confirm that it is you"));
        portal.escape();
        portal.go(account_route(server, Page::requests));
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(portal.shows("region", "Waits for your confirmation"));
        const std::string what = words::describe(tab->pending()[0].envelope->command);
        SECTION("it is withdrawn there") {
            portal.press("Withdraw " + what);
            CHECK(pending() == 0);
            CHECK(tab->view().open_invitations(server.world.acme).empty());
            CHECK_FALSE(portal.shows("region", "Waits for your confirmation"));
            CHECK(server.door.asked == 0);
        }
        SECTION("it is confirmed there") {
            portal.press("Confirm " + what);
            confirm(portal);
            CHECK(pending() == 0);
            CHECK(tab->view().open_invitations(server.world.acme).size() == 1);
        }
    }
    SECTION("withdrawn in the dialog") {
        invite_owner(portal, "new@acme.example");
        portal.press("Withdraw");
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(pending() == 0);
        CHECK(tab->view().open_invitations(server.world.acme).empty());
    }
    SECTION("offline nothing asks; back online it does, but over nothing that is being typed") {
        server.world.set_online(false);
        invite_owner(portal, "new@acme.example");
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(shows_word(portal, "It will be sent when there is a connection."));
        portal.press("Invite Administrator");
        portal.type("E-mail", "half@typed");
        server.world.set_online(true);
        server.world.settle(world::two_minutes);
        portal.settle();
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        portal.escape();
        confirm(portal);
        CHECK(pending() == 0);
    }
    SECTION("another tab has confirmed it: nothing is asked any more") {
        invite_owner(portal, "new@acme.example");
        Tab& other = server.world.ready(server.world.staff);
        server.door.confirmed = true;
        other->confirmed();
        server.world.settle();
        portal.settle();
        CHECK_FALSE(portal.shows("dialog", "Confirm that it is you"));
        CHECK(pending() == 0);
    }
    SECTION("no answer: what was typed stays") {
        invite_owner(portal, "new@acme.example");
        server.world.set_online(false);
        confirm(portal);
        CHECK(portal.says(words::unreachable));
        CHECK(portal.typed("Password", password_kind) == password);
        server.world.set_online(true);
        portal.press("Confirm");
        CHECK(pending() == 0);
    }
}

TEST_CASE("one's own account is reached beside Sign out, and not in the demo") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    const bool demo = GENERATE(false, true);
    PortalScene portal(server.world, tab, account_route(server, Page::account), Setting{.connected = !demo},
                       server.outside());
    portal.press("Switch account");
    CHECK(portal.shows("a", "Your account") == !demo);
    portal.go(account_route(server, Page::your_account));
    CHECK(portal.shows("h1", "Your account"));
    CHECK(portal.says("In this demonstration nobody has a password.") == demo);
    CHECK(portal.shows("button", "Change password") == !demo);
}

TEST_CASE("the password, the second factor and the sessions are looked after in one's own account") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, account_route(server, Page::your_account), connected, server.outside());

    portal.check_coverage();

    SECTION("another password, once it is confirmed who asks") {
        portal.scene.page.give_focus(portal.scene.page.find("button", "Change password"));
        portal.press("Change password");
        CHECK(portal.scene.page.focused_name() == "New password");
        CHECK(portal.scene.attribute(password_kind, "New password", "autocomplete") == "new-password");
        portal.type("New password", "short", password_kind);
        portal.press("Save");
        confirm(portal);
        CHECK(shows_word(portal, words::of(Refusal::password_too_short)));
        portal.type("New password", "another one, longer", password_kind);
        portal.press("Save");
        CHECK_FALSE(portal.shows("dialog", "Change password"));
        CHECK(portal.says("Your password was changed. All your other sessions have ended."));
        CHECK(portal.host.entered);
        CHECK(portal.scene.page.focused_name() == "Change password");
    }
    SECTION("who does not confirm changes nothing, and can try again") {
        portal.press("Change password");
        portal.type("New password", "another one, longer", password_kind);
        portal.press("Save");
        portal.press("Not now");
        CHECK(portal.typed("New password", password_kind) == "another one, longer");
        CHECK_FALSE(portal.host.entered);
        portal.press("Save");
        confirm(portal);
        CHECK(portal.host.entered);
    }
    SECTION("a second factor: the picture, a code, and recovery codes that are shown once") {
        CHECK(shows_word(portal, "Off."));
        portal.press("Turn on the second factor");
        confirm(portal);
        CHECK(portal.shows("dialog", "Turn on the second factor"));
        CHECK(portal.scene.page.find("img", "QR code for an authenticator") != 0);
        CHECK(portal.typed("Secret", "textarea") == "ABCD EFGH");
        portal.check_coverage();
        portal.press("Copy secret");
        CHECK(portal.scene.platform.clipboard == "ABCD EFGH");
        portal.type("Code", "111111");
        portal.press("Turn on");
        CHECK(portal.says(words::of(Refusal::code_wrong)));
        portal.type("Code", "123456");
        portal.press("Turn on");
        CHECK(portal.shows("dialog", "Recovery codes"));
        CHECK(portal.says("AAAA-BBBB-CCCC"));
        portal.check_coverage();
        portal.escape();  // nothing but "Done" closes it
        CHECK(portal.says("AAAA-BBBB-CCCC"));
        portal.press("Copy recovery codes");
        CHECK(portal.scene.platform.clipboard == "AAAA-BBBB-CCCC\nDDDD-EEEE-FFFF\n");
        portal.press("Download recovery codes");
        CHECK(portal.scene.platform.saved_name == "parasol-recovery-codes.txt");
        CHECK(portal.scene.platform.saved_bytes == "AAAA-BBBB-CCCC\nDDDD-EEEE-FFFF\n");
        portal.press("Done");
        CHECK_FALSE(shows_word(portal, "AAAA-BBBB-CCCC"));
        CHECK(shows_word(portal, "2 recovery codes are left."));
        portal.press("Make new recovery codes");
        CHECK(portal.says("GGGG-HHHH-JJJJ"));
        portal.press("Done");
        portal.press("Turn off the second factor");
        portal.press("Turn off");
        CHECK(shows_word(portal, "Off."));
    }
    SECTION("one's own data are saved as a file, once one has confirmed") {
        portal.press("Export my data");
        confirm(portal);
        CHECK(portal.scene.platform.saved_name == "parasol-my-data.json");
        CHECK(portal.scene.platform.saved_bytes == "{\"format\":\"x\"}");
        CHECK(portal.says("Your data was exported."));
        portal.check_coverage();
    }
    SECTION("one erases oneself, unless an account would be left alone") {
        const bool alone = GENERATE(true, false);
        if (alone) server.erasing = Refusing{Refusal::last_account_owner, 0, server.world.root};
        portal.press("Erase me");
        CHECK(portal.shows("alertdialog", "Erase your person?"));
        portal.press("Erase for good");  // nothing was typed
        CHECK(server.asked<ErasePerson>().empty());
        portal.type("Type stella@operator.example to confirm", "stella@operator.example");
        portal.check_coverage();
        portal.press("Erase for good");
        confirm(portal);
        REQUIRE(server.asked<ErasePerson>().size() == 2);  // and once more after the confirmation
        CHECK(server.asked<ErasePerson>()[1].email == "stella@operator.example");
        CHECK(shows_word(portal, "You are the last account owner of") == alone);
        CHECK(portal.shows("button", "Switch account") == alone);
    }
    SECTION("one session is signed out, or all others") {
        CHECK(portal.says("This session"));
        const bool one = GENERATE(true, false);
        if (one) {
            unsigned button = 0;
            for (const auto& [slot, twin] : portal.scene.page.twins) {
                if (semantics_tests::FakePage::name_of(twin).starts_with("Sign out Safari on iPhone, 192.0.2.7")) {
                    button = slot;
                }
            }
            REQUIRE(button != 0);
            portal.scene.tree.on_activate(button);
            portal.settle();
        } else {
            portal.press("Sign out all others");
        }
        CHECK_FALSE(portal.says("Safari on iPhone"));
        CHECK(portal.says("Firefox on Linux"));
        CHECK(portal.scene.page.focused_name() == "Sessions");
        REQUIRE(server.asked<RevokeSession>().size() == 1);
        CHECK(server.asked<RevokeSession>()[0].all_others == !one);
    }
}

TEST_CASE("what is to be mailed is chosen beside what is to be told, where mail is sent") {
    const bool mail = GENERATE(true, false);
    Server server(mail);
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, account_route(server, Page::notices), connected, server.outside());
    portal.press("Choose Notices");
    REQUIRE(portal.shows("checkbox", "Requests by e-mail") == mail);
    if (!mail) return;
    CHECK(portal.scene.attribute("checkbox", "Requests by e-mail", "aria-checked") == "true");
    CHECK(portal.scene.attribute("checkbox", "Members by e-mail", "aria-checked") == "false");
    portal.press("checkbox", "Members by e-mail");
    portal.press("checkbox", "Requests by e-mail");
    portal.press("Save");
    const std::int64_t members = 1 << static_cast<int>(NoticeTopic::members);
    const std::int64_t transfers = 1 << static_cast<int>(NoticeTopic::transfers);
    CHECK(tab->view().mailed_notices() == (members | transfers));
    CHECK(tab->view().muted_notices() == 0);
}

TEST_CASE("signing out while changes wait offers them as a file first") {
    Server server;
    Tab& tab = server.world.ready(server.world.staff);
    PortalScene portal(server.world, tab, account_route(server, Page::administrators), connected, server.outside());
    server.world.set_online(false);
    invite_owner(portal, "late@acme.example");
    portal.press("Switch account");
    portal.press("Sign out");
    CHECK(portal.shows("alertdialog", "Sign out while changes wait?"));
    portal.press("Export what waits");
    CHECK(portal.scene.platform.saved_name == "parasol-waiting.json");
    CHECK(portal.scene.platform.saved_bytes.find("late@acme.example") != std::string::npos);
    portal.press("Stay");
    CHECK(tab->pending().size() == 1);
    CHECK(portal.shows("button", "Switch account"));
}
