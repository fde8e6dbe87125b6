#include "authority/drawing.h"
#include "authority/jobs.h"
#include "domain/limits.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {

std::string name_from_email(const std::string& email) {
    std::string name;
    bool starts_word = true;
    for (const char symbol : email.substr(0, email.find('@'))) {
        const bool separates = symbol == '.' || symbol == '_' || symbol == '-' || symbol == '+';
        if (separates) {
            starts_word = true;
            continue;
        }
        if (starts_word && !name.empty()) name.push_back(' ');
        const bool lower = symbol >= 'a' && symbol <= 'z';
        name.push_back(starts_word && lower ? static_cast<char>(symbol - 'a' + 'A') : symbol);
        starts_word = false;
    }
    return check_name(name) ? email : name;
}

namespace {

class SignInJob : public Job {
  public:
    SignInJob(Desk& desk, SignInAs request)
        : desk_(desk),
          request_(std::move(request)),
          session_(draw_id(desk.clock, desk.chance)),
          token_(draw_session_token(desk.chance)),
          new_person_(draw_id(desk.clock, desk.chance)) {}

    Missing attempt(Turn& turn) override {
        const bool by_person = !request_.person.is_none();
        if (by_person == !request_.invitation.is_none()) return refuse(Refusal::malformed);
        PersonId person = request_.person;
        if (!by_person) {
            Missing missing = invited(turn, person);
            if (missing.any()) return missing;
        }
        if (person.is_none()) return refuse(Refusal::not_found);
        return begin_session(turn, person);
    }

    void reset() override { registered_ = false; }

    Reply settle(DatabaseError error, ReadAnswer*) override {
        return error == DatabaseError::none ? reply_ : not_stored();
    }

  private:
    Missing refuse(Refusal refusal) {
        reply_ = Refusing{refusal, 0};
        return {};
    }

    // The person whom the invitation is addressed to, made where there is none yet; none where it cannot be
    // accepted.
    Missing invited(Turn& turn, PersonId& person) {
        std::string email;
        {
            Work work(turn.rows());
            const auto invitation =
                work.find<InvitationRow>(people_of(request_.invitation_account), request_.invitation);
            const bool open = invitation.present() &&
                              invitation_state(*invitation, desk_.clock.now()) == InvitationState::pending;
            if (open) {
                email = invitation->email;
                work.each<EmailKeyRow>(email_key(email), [&](const EmailKeyRow& row) { person = row.id; });
            }
            Missing missing = turn.conclude(work);
            if (missing.any() || !open) return missing;
        }
        if (!person.is_none() || registered_) return {};
        wish_.envelope.command = RegisterPerson{new_person_, name_from_email(email), email};
        wish_.envelope.time = desk_.clock.now();
        auto ended = turn.decide_wish(wish_);
        if (auto* missing = std::get_if<Missing>(&ended)) return std::move(*missing);
        registered_ = true;
        if (!std::get<Verdict>(ended).refusal) person = new_person_;
        return {};
    }

    Missing begin_session(Turn& turn, const PersonId& person) {
        Work work(turn.rows());
        const auto row = work.find<PersonRow>(person_scope(person), person);
        reply_ = Refusing{Refusal::not_found, 0};
        if (row.present()) {
            reply_ = SignedIn{token_, person, row->name, row->email};
            SessionRow session;
            session.id = session_;
            session.person = person;
            session.created = desk_.clock.now();
            session.expires = session.created + session_life;
            work.put(session_key(desk_.vault.fingerprint("session", token_)), session);
        }
        return turn.conclude(work);
    }

    Desk& desk_;
    SignInAs request_;
    SessionId session_;
    std::string token_;
    PersonId new_person_;
    Wish wish_;
    bool registered_ = false;
    Reply reply_;
};

class SignOutJob : public Job {
  public:
    SignOutJob(Desk& desk, std::string session) : desk_(desk), session_(std::move(session)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        if (!session_.empty()) {
            const Scope scope = session_key(desk_.vault.fingerprint("session", session_));
            std::vector<SessionId> ids;
            work.each<SessionRow>(scope, [&](const SessionRow& row) { ids.push_back(row.id); });
            for (const SessionId& id : ids) work.erase<SessionRow>(scope, id);
        }
        return turn.conclude(work);
    }

    Reply settle(DatabaseError error, ReadAnswer*) override {
        if (error != DatabaseError::none) return not_stored();
        return SignedOut{};
    }

  private:
    Desk& desk_;
    std::string session_;
};

class RefusingJob : public Job {
  public:
    explicit RefusingJob(Refusal refusal) : refusal_(refusal) {}
    Missing attempt(Turn&) override { return {}; }
    Reply settle(DatabaseError, ReadAnswer*) override { return Refusing{refusal_, 0}; }

  private:
    Refusal refusal_;
};

}  // namespace

std::unique_ptr<Job> make_sign_in_job(Desk& desk, SignInAs request) {
    return std::make_unique<SignInJob>(desk, std::move(request));
}

std::unique_ptr<Job> make_sign_out_job(Desk& desk, std::string session) {
    return std::make_unique<SignOutJob>(desk, std::move(session));
}

std::unique_ptr<Job> make_refusing_job(Refusal refusal) { return std::make_unique<RefusingJob>(refusal); }

}  // namespace parasol
