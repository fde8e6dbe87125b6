// A house of people with passwords, second factors and mail, for tests of the authority.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "authority/passwords.h"
#include "authority/scene.h"

namespace scene {

// The code of a step is the secret's last four digits and two of the step.
class TestCodes final : public OneTimeCodes {
  public:
    explicit TestCodes(Clock& clock) : clock_(clock) {}
    std::string new_secret() override { return "SECRET" + std::to_string(1000 + ++made_); }
    static std::string code_at(const std::string& secret, Instant now) {
        const std::int64_t step = now / one_second / 30;
        return secret.substr(6) + std::to_string(10 + step % 90);
    }
    std::optional<std::int64_t> step_of(const std::string& secret, const std::string& code) override {
        const Instant now = clock_.now();
        for (const Duration shift : {-30 * one_second, Duration{0}, 30 * one_second}) {
            if (code == code_at(secret, now + shift)) return (now + shift) / one_second / 30;
        }
        return std::nullopt;
    }
    Picture picture_of(const std::string& text) override {
        return {2, text.empty() ? "0000" : "1001"};
    }

  private:
    Clock& clock_;
    int made_ = 0;
};

// Takes mail, unless the test says otherwise.
class TestMailer final : public Mailer {
  public:
    explicit TestMailer(Clock& clock) : clock_(clock) {}
    void send(Mail mail, Callback<void(MailEnd)> done) override {
        ++tried;
        const MailEnd end = ends;
        if (end == MailEnd::sent) sent.push_back(std::move(mail));
        if (!silent) clock_.after(1, [end, done = std::move(done)] { done(end); });
    }
    void gave_up(const Mail& mail) override { given_up.push_back(mail); }

    MailEnd ends = MailEnd::sent;
    bool silent = false;  // never says what became of it
    int tried = 0;
    std::vector<Mail> sent;
    std::vector<Mail> given_up;

  private:
    Clock& clock_;
};

// The staff has invited Ann as an account owner of the root, and she has chosen a password by the link in her mail.
struct PeopleHouse : Scene {
    static constexpr const char* good = "correct horse battery";
    static constexpr const char* other = "another good password";
    static constexpr const char* email = "ann.lee@example.com";

    PeopleHouse() {
        staff_user = sign_in(staff);
        begin();
        REQUIRE(run(staff_user, root, InviteAdministrator{fresh<InvitationId>(), email, Role::account_owner}) ==
                std::nullopt);
        pass(one_second);
        REQUIRE(mailer.sent.size() == 1);
        const auto in = ask_for<SignedIn>("", UseLink{mailer.sent[0].token, good});
        ann = {in.session, in.person, fresh<ClientId>(), 0};
        pass(200 * one_second);
        mailer.sent.clear();
        mailer.tried = 0;
    }
    void begin() {
        AuthorityOptions options;
        options.passwords = &passwords;
        options.people = &authority_people();
        options.codes = &codes;
        options.mailer = &mailer;
        options.keeper = &database;
        restart_authority(options);
        authority->start();
    }
    // Lets timers run that are due within this time.
    void pass(Duration time) { clock.advance(time); }
    bool is_signed_in(const std::string& session) { return refused(session, Pull{}) == std::nullopt; }
    std::string new_session(const std::string& code = {}, bool shared = false) {
        return ask_for<SignedIn>("", SignIn{email, good, code, shared}).session;
    }
    // Beyond what counts as confirmed.
    void rest() { clock.jump(11 * 60 * one_second); }
    std::vector<std::string> second_factor() {
        secret = ask_for<SecondFactorBegun>(ann.session, BeginSecondFactor{}).secret;
        secret.erase(std::remove(secret.begin(), secret.end(), ' '), secret.end());
        return ask_for<RecoveryCodes>(ann.session, TurnOnSecondFactor{code()}).codes;
    }
    std::string code() const { return TestCodes::code_at(secret, clock.now()); }

    TestPasswords passwords{clock};
    TestCodes codes{clock};
    TestMailer mailer{clock};
    User staff_user;
    User ann;
    std::string secret;
};

}  // namespace scene
