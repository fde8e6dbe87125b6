// Mail through a relay that is a process of its own, and what mails look like.
#include <algorithm>
#include <iterator>
#include <thread>

#include "server/process.h"
#include "server/site.h"
#include "shell/server/mail_text.h"
#include "shell/server/one_time_codes.h"
#include "shell/server/smtp_mailer.h"

using namespace web;

namespace {

constexpr const char* jane = "jane.doe@westcoast.example";

struct Relay {
    explicit Relay(const std::string& folder, const std::string& at = "0")
        : process({"/usr/bin/python3", std::string(PARASOL_SOURCE_DIR) + "/tests/server/sink.py", folder, at}),
          port(process.port("relay on ")) {}
    Process process;
    unsigned short port;
};

std::vector<std::string> mails_in(const std::string& folder) {
    std::vector<std::string> names, mails;
    for (const auto& file : std::filesystem::directory_iterator(folder)) names.push_back(file.path().string());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
        if (name.ends_with(".part")) continue;
        std::ifstream file(name, std::ios::binary);
        mails.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return mails;
}

// Waits for this many; what there is where they do not come.
std::vector<std::string> wait_for(const std::string& folder, std::size_t count) {
    for (int time = 0; time < 200 && mails_in(folder).size() < count; ++time) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return mails_in(folder);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string token_in(std::string mail) {
    // Quoted-printable breaks long lines.
    for (std::size_t at = mail.find("=\r\n"); at != std::string::npos; at = mail.find("=\r\n")) mail.erase(at, 3);
    const std::string before = "#/link/";
    const std::size_t at = mail.find(before);
    return at == std::string::npos ? std::string() : mail.substr(at + before.size(), 64);
}

}  // namespace

TEST_CASE("a link for another password comes by mail, also where the relay was away when it was asked for") {
    ServerHouse house;
    std::string said;
    REQUIRE(house.run("sample", {"--accounts", "20", "--password", Site::password}, said) == 0);
    const std::string box = house.folder.file("box");
    std::filesystem::create_directories(box);
    auto relay = std::make_unique<Relay>(box);
    const std::string port = std::to_string(relay->port);
    auto options = house.serving();
    for (const std::string& option :
         {std::string("--mail-relay"), "smtp://127.0.0.1:" + port, std::string("--mail-from"),
          std::string("portal@parasol.example"), std::string("--url"), std::string("https://portal.example/x"),
          std::string("--mail-pause-seconds"), std::string("1")}) {
        options.push_back(option);
    }
    Process server(options);
    Client browser(server.port());
    CHECK(std::get<ServerInfo>(*browser.ask(GetServerInfo{})).mail);
    CHECK(std::holds_alternative<Acknowledged>(*browser.ask(RequestPasswordReset{jane})));
    auto mails = wait_for(box, 1);
    REQUIRE(mails.size() == 1);
    CHECK(has(mails[0], std::string("to ") + jane));
    CHECK(has(mails[0], "From: Parasol <portal@parasol.example>"));
    CHECK(has(mails[0], "Subject: Choose another password"));
    CHECK(has(mails[0], "https://portal.example/x/#/link/"));

    relay->process.kill(SIGKILL);
    relay->process.wait();
    relay.reset();
    CHECK(std::holds_alternative<Acknowledged>(*browser.ask(RequestPasswordReset{jane})));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    CHECK(mails_in(box).size() == 1);
    relay = std::make_unique<Relay>(box, port);
    mails = wait_for(box, 2);
    REQUIRE(mails.size() == 2);
    const auto in = browser.ask(UseLink{token_in(mails[1]), "one more long password"});
    REQUIRE(in);
    CHECK(std::holds_alternative<SignedIn>(*in));
    mails = wait_for(box, 3);
    REQUIRE(mails.size() == 3);
    CHECK(has(mails[2], "Subject: Your password was changed"));
    server.kill(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK_FALSE(has(server.said(), token_in(mails[1])));
}

TEST_CASE("what nobody takes for good is not tried again, and a relay that is away is") {
    Folder folder;
    Relay relay(folder.path());
    const std::string at = "smtp://127.0.0.1:" + std::to_string(relay.port);
    const auto ends = [&](const std::string& address, const std::string& to) {
        boost::asio::io_context io;
        const auto keeps = boost::asio::make_work_guard(io);
        server::SmtpMailer mailer(io, {address, "portal@parasol.example", "", "", "https://portal.example/"});
        Mail mail;
        mail.kind = MailKind::password_changed;
        mail.email = to;
        std::optional<MailEnd> end;
        mailer.send(mail, [&](MailEnd became) { end = became; });
        while (!end) io.run_one();
        return *end;
    };
    CHECK(ends(at, "ann@example.com") == MailEnd::sent);
    CHECK(ends(at, "nobody@example.com") == MailEnd::refused);
    CHECK(ends("smtp://127.0.0.1:1", "ann@example.com") == MailEnd::failed);
    // Never more than one to whom it is for.
    CHECK(ends(at, "ann@a>,<bob.example") == MailEnd::refused);
    CHECK(mails_in(folder.path()).size() == 1);
}

TEST_CASE("no name breaks a mail's header") {
    Mail mail;
    mail.kind = MailKind::invitation;
    mail.email = "ann@example.com";
    mail.invitation.invited_by_name = "Eve\r\nBcc: all@example.com";
    mail.invitation.account_name = "Ünïcode\nAccount";
    const auto text = server::mail_text(mail, "https://portal.example/");
    CHECK(text.subject.find_first_of("\r\n") == std::string::npos);
    const std::string header = server::header_text(text.subject);
    CHECK_FALSE(has(header, "\r\nBcc"));
    CHECK_FALSE(has(header, "\nAccount"));
    CHECK(header.starts_with("=?utf-8?B?"));
    CHECK(server::header_text("Plain") == "Plain");
    CHECK(server::header_text("a\r\nb") == "a  b");
}

TEST_CASE("what is wrong with the options of mail is said") {
    const auto problem = [](server::MailOptions options) { return server::problem_of(options); };
    CHECK(problem({}).empty());
    CHECK(problem({"smtp://mail.example:587", "a@b.example", "", "", "https://p/"}).empty());
    CHECK_FALSE(problem({"mail.example", "a@b.example", "", "", "https://p/"}).empty());
    CHECK_FALSE(problem({"smtp://mail.example", "nobody", "", "", "https://p/"}).empty());
}

TEST_CASE("off this machine mail is handed over under TLS, unless it is said otherwise") {
    CHECK(server::takes_tls({"smtp://mail.example:587", "a@b.example"}));
    CHECK(server::takes_tls({"smtp://127.evil.example.net.:587", "a@b.example"}));
    CHECK_FALSE(server::takes_tls({"smtp://127.0.0.1:25", "a@b.example"}));
    CHECK_FALSE(server::takes_tls({"smtp://[::1]:25", "a@b.example"}));
    CHECK_FALSE(server::takes_tls({"smtp://mail.example", "a@b.example", "", "", "", true}));
}

TEST_CASE("codes are those of RFC 6238, for the half minute and the ones around it") {
    server::OathCodes codes;
    // Of its appendix B: the secret "12345678901234567890" as base32, eight digits cut to six.
    const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    constexpr Instant at = Instant{1111111109} * one_second;
    CHECK(server::OathCodes::code_at(secret, at) == "081804");
    CHECK(codes.step_at(secret, "081 804", at) == 1111111109 / 30);
    CHECK(codes.step_at(secret, "081804", at + 30 * one_second).has_value());
    CHECK(codes.step_at(secret, "081804", at - 30 * one_second).has_value());
    CHECK_FALSE(codes.step_at(secret, "081804", at + 61 * one_second).has_value());
    CHECK_FALSE(codes.step_at(secret, "081805", at).has_value());
    CHECK_FALSE(codes.step_at(secret, "", at).has_value());
    CHECK(codes.new_secret().size() == 32);
    CHECK(codes.new_secret() != codes.new_secret());
    const auto picture = codes.picture_of("otpauth://totp/Parasol:ann");
    CHECK(picture.modules.size() == static_cast<std::size_t>(picture.size * picture.size));
    CHECK(picture.modules.substr(0, 8) == "11111110");  // a corner of every QR code
}

TEST_CASE("a session's browser is named coarsely") {
    CHECK(server::browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0") ==
          "Firefox on Linux");
    CHECK(server::browser_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
                             "Gecko) Version/17.0 Mobile/15E148 Safari/604.1") == "Safari on iPhone");
    CHECK(server::browser_of("curl/8").empty());
}
