// How a person signs in: their sessions, the password that is typed once more or changed, and the second factor.
#include "authority/drawing.h"
#include "authority/mails.h"
#include "authority/own_job.h"
#include "authority/sessions.h"
#include "domain/limits.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

class ListSessionsJob : public OwnJob {
  public:
    ListSessionsJob(Desk& desk, std::string session) : OwnJob(desk, std::move(session), false) {}

  private:
    Reply act(Work& work, const LiveSession& session) override { return sessions_of(work, desk_, session); }
};

class RevokeSessionJob : public OwnJob {
  public:
    RevokeSessionJob(Desk& desk, std::string session, RevokeSession request)
        : OwnJob(desk, std::move(session), false), request_(request) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        if (request_.all_others) {
            end_sessions(work, session.person, session.id);
        } else {
            const auto use = work.find<SessionUseRow>(sessions_key(session.person), request_.which);
            if (use.present()) end_session(work, session.person, *use);
        }
        return Acknowledged{};
    }

    RevokeSession request_;
};

class TouchJob : public OwnJob {
  public:
    TouchJob(Desk& desk, std::string session, Sender sender)
        : OwnJob(desk, std::move(session), false), sender_(std::move(sender)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        SessionUseRow use = use_of(work, session);
        const Instant now = desk_.clock.now();
        const Duration rest = rests_until(desk_, use) - use.used;
        if (now - use.used < std::min(one_hour, rest / 20)) return Acknowledged{};
        use.used = now;
        use.network = sender_.network;
        use.browser = sender_.browser;
        work.put(sessions_key(session.person), std::move(use));
        return Acknowledged{};
    }

    Sender sender_;
};

class ConfirmJob : public OwnJob {
  public:
    ConfirmJob(Desk& desk, std::string session, PasswordOf compared, std::string code)
        : OwnJob(desk, std::move(session), false), compared_(std::move(compared)), code_(std::move(code)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const bool still = session.person == compared_.person;
        if (!still || hash_of(work, desk_, session.person) != compared_.hash) {
            return Refusing{Refusal::wrong_sign_in, 0};
        }
        if (const auto refusal = take_code(work, desk_, session.person, code_)) return Refusing{*refusal, 0};
        SessionUseRow use = use_of(work, session);
        use.confirmed = desk_.clock.now();
        work.put(sessions_key(session.person), use);
        return Confirmed{use.confirmed + confirmation_life};
    }

    PasswordOf compared_;
    std::string code_;
};

class MayChangePasswordJob : public OwnJob {
  public:
    MayChangePasswordJob(Desk& desk, std::string session, std::string password)
        : OwnJob(desk, std::move(session), true), password_(std::move(password)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const auto person = work.find<PersonRow>(person_scope(session.person), session.person);
        const auto refusal = check_password(password_, person.present() ? person->email : std::string());
        if (refusal) return Refusing{*refusal, 0};
        return Acknowledged{};
    }

    std::string password_;
};

class ChangePasswordJob : public OwnJob {
  public:
    ChangePasswordJob(Desk& desk, std::string session, std::string hash, Sender sender)
        : OwnJob(desk, std::move(session), true),
          made_(desk.vault.seal(hash)),
          next_(desk, std::move(sender)),
          mail_(draw_id(desk.clock, desk.chance)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const PersonId person = session.person;
        next_.shared = use_of(work, session).shared;
        end_sessions(work, person);
        work.erase<SessionRow>(session_key(session.fingerprint), session.id);
        const Instant now = desk_.clock.now();
        work.put(password_key(person), PasswordRow{person, made_, now});
        mail_to(work, desk_, mail_, MailKind::password_changed, person);
        return begin_session(work, desk_, next_, person);
    }

    std::string made_;  // sealed
    NewSession next_;
    MailId mail_;
};

// --- The second factor ---

// Turned on, begun, or neither yet.
SecondFactorRow any_factor_of(Work& work, const PersonId& person) {
    const auto found = work.find<SecondFactorRow>(second_factor_key(person), person);
    if (found.present()) return *found;
    SecondFactorRow row;
    row.id = person;
    return row;
}

// In groups of four, for typing.
std::string grouped(const std::string& secret) {
    std::string text;
    for (std::size_t at = 0; at < secret.size(); ++at) {
        if (at != 0 && at % 4 == 0) text.push_back(' ');
        text.push_back(secret[at]);
    }
    return text;
}

// What a label of a URI may not hold as it is.
std::string percent_encoded(const std::string& text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char symbol : text) {
        const auto byte = static_cast<unsigned char>(symbol);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || symbol == '.' || symbol == '-' || symbol == '_';
        if (plain) {
            encoded.push_back(symbol);
        } else {
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return encoded;
}

class BeginSecondFactorJob : public OwnJob {
  public:
    BeginSecondFactorJob(Desk& desk, std::string session)
        : OwnJob(desk, std::move(session), true), secret_(desk.options.codes->new_secret()) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        SecondFactorRow row = any_factor_of(work, session.person);
        row.begun = desk_.vault.seal(secret_);
        row.begun_at = desk_.clock.now();
        work.put(second_factor_key(session.person), std::move(row));
        const auto person = work.find<PersonRow>(person_scope(session.person), session.person);
        SecondFactorBegun begun;
        begun.uri = "otpauth://totp/Parasol:" + percent_encoded(person.present() ? person->email : "") +
                    "?secret=" + secret_ + "&issuer=Parasol";
        begun.secret = grouped(secret_);
        auto picture = desk_.options.codes->picture_of(begun.uri);
        begun.size = picture.size;
        begun.modules = std::move(picture.modules);
        return begun;
    }

    std::string secret_;
};

// What is drawn for ten of them.
std::vector<std::string> drawn_recovery_codes(Desk& desk) {
    std::vector<std::string> codes;
    while (codes.size() < recovery_code_count) codes.push_back(draw_access_code(desk.chance));
    return codes;
}

RecoveryCodes take_recovery_codes(Desk& desk, const std::vector<std::string>& drawn, SecondFactorRow& row) {
    RecoveryCodes told;
    row.recovery.clear();
    for (const std::string& code : drawn) {
        row.recovery.push_back(recovery_print(desk, row.id, code));
        told.codes.push_back(grouped_access_code(code));
    }
    return told;
}

class TurnOnSecondFactorJob : public OwnJob {
  public:
    TurnOnSecondFactorJob(Desk& desk, std::string session, std::string code)
        : OwnJob(desk, std::move(session), true),
          code_(std::move(code)),
          drawn_(drawn_recovery_codes(desk)),
          mail_(draw_id(desk.clock, desk.chance)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        SecondFactorRow row = any_factor_of(work, session.person);
        const Instant now = desk_.clock.now();
        if (row.begun.empty() || has_passed(row.begun_at + second_factor_begun_life, now)) {
            return Refusing{Refusal::not_found, 0};
        }
        const auto secret = desk_.vault.open(row.begun);
        const auto step = secret ? desk_.options.codes->step_of(*secret, code_) : std::nullopt;
        if (!step) return Refusing{Refusal::code_wrong, 0};
        row.secret = std::move(row.begun);
        row.since = now;
        row.step = *step;
        row.begun.clear();
        row.begun_at = 0;
        RecoveryCodes codes = take_recovery_codes(desk_, drawn_, row);
        work.put(second_factor_key(session.person), std::move(row));
        mail_to(work, desk_, mail_, MailKind::second_factor_on, session.person);
        return codes;
    }

    std::string code_;
    std::vector<std::string> drawn_;
    MailId mail_;
};

class TurnOffSecondFactorJob : public OwnJob {
  public:
    TurnOffSecondFactorJob(Desk& desk, std::string session)
        : OwnJob(desk, std::move(session), true), mail_(draw_id(desk.clock, desk.chance)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const Scope scope = second_factor_key(session.person);
        const bool on = factor_of(work, session.person).has_value();
        work.erase_all<SecondFactorRow>(scope);
        if (on) mail_to(work, desk_, mail_, MailKind::second_factor_off, session.person);
        return Acknowledged{};
    }

    MailId mail_;
};

class RecoveryCodesJob : public OwnJob {
  public:
    RecoveryCodesJob(Desk& desk, std::string session)
        : OwnJob(desk, std::move(session), true),
          drawn_(drawn_recovery_codes(desk)),
          mail_(draw_id(desk.clock, desk.chance)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        auto factor = factor_of(work, session.person);
        if (!factor) return Refusing{Refusal::not_found, 0};
        RecoveryCodes codes = take_recovery_codes(desk_, drawn_, *factor);
        work.put(second_factor_key(session.person), std::move(*factor));
        mail_to(work, desk_, mail_, MailKind::recovery_codes_made, session.person);
        return codes;
    }

    std::vector<std::string> drawn_;
    MailId mail_;
};

}  // namespace

std::unique_ptr<Job> make_list_sessions_job(Desk& desk, std::string session) {
    return std::make_unique<ListSessionsJob>(desk, std::move(session));
}

std::unique_ptr<Job> make_revoke_session_job(Desk& desk, std::string session, RevokeSession request) {
    return std::make_unique<RevokeSessionJob>(desk, std::move(session), request);
}

std::unique_ptr<Job> make_touch_job(Desk& desk, std::string session, Sender sender) {
    return std::make_unique<TouchJob>(desk, std::move(session), std::move(sender));
}

std::unique_ptr<Job> make_confirm_job(Desk& desk, std::string session, PasswordOf compared, std::string code) {
    return std::make_unique<ConfirmJob>(desk, std::move(session), std::move(compared), std::move(code));
}

std::unique_ptr<Job> make_may_change_password_job(Desk& desk, std::string session, std::string password) {
    return std::make_unique<MayChangePasswordJob>(desk, std::move(session), std::move(password));
}

std::unique_ptr<Job> make_change_password_job(Desk& desk, std::string session, std::string hash, Sender sender) {
    return std::make_unique<ChangePasswordJob>(desk, std::move(session), std::move(hash), std::move(sender));
}

std::unique_ptr<Job> make_begin_second_factor_job(Desk& desk, std::string session) {
    return std::make_unique<BeginSecondFactorJob>(desk, std::move(session));
}

std::unique_ptr<Job> make_turn_on_second_factor_job(Desk& desk, std::string session, std::string code) {
    return std::make_unique<TurnOnSecondFactorJob>(desk, std::move(session), std::move(code));
}

std::unique_ptr<Job> make_turn_off_second_factor_job(Desk& desk, std::string session) {
    return std::make_unique<TurnOffSecondFactorJob>(desk, std::move(session));
}

std::unique_ptr<Job> make_recovery_codes_job(Desk& desk, std::string session) {
    return std::make_unique<RecoveryCodesJob>(desk, std::move(session));
}

}  // namespace parasol
