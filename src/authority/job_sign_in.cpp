#include "authority/jobs.h"
#include "authority/sessions.h"

namespace parasol {

namespace {

class SignInJob : public ReplyingJob {
  public:
    SignInJob(Desk& desk, SignInAs request)
        : desk_(desk),
          request_(request),
          session_(desk),
          invited_(desk, request.invitation_account, request.invitation) {}

    Missing attempt(Turn& turn) override {
        const bool by_person = !request_.person.is_none();
        PersonId person = request_.person;
        if (by_person == !request_.invitation.is_none()) {
            reply_ = Refusing{Refusal::malformed, 0};
            return {};
        }
        if (!by_person) {
            Missing missing = invited_.find(turn, person);
            if (missing.any()) return missing;
        }
        Work work(turn.rows());
        reply_ = begin_session(work, desk_, session_, person);
        return turn.conclude(work);
    }

    void reset() override { invited_.reset(); }

  private:
    Desk& desk_;
    SignInAs request_;
    NewSession session_;
    InvitedPerson invited_;
};

class SignOutJob : public ReplyingJob {
  public:
    SignOutJob(Desk& desk, std::string session) : desk_(desk), session_(std::move(session)) { reply_ = SignedOut{}; }

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        if (!session_.empty()) {
            const Scope scope = session_key(desk_.vault.fingerprint("session", session_));
            std::optional<SessionRow> row;
            work.each<SessionRow>(scope, [&](const SessionRow& found) { row = found; });
            work.erase_all<SessionRow>(scope);
            if (row && desk_.options.passwords) work.erase<SessionUseRow>(sessions_key(row->person), row->id);
        }
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    std::string session_;
};

class AnswerJob : public Job {
  public:
    explicit AnswerJob(Reply reply) : reply_(std::move(reply)) {}
    Missing attempt(Turn&) override { return {}; }
    Reply settle(DatabaseError, ReadAnswer*) override { return std::move(reply_); }

  private:
    Reply reply_;
};

}  // namespace

std::unique_ptr<Job> make_sign_in_job(Desk& desk, SignInAs request) {
    return std::make_unique<SignInJob>(desk, std::move(request));
}

std::unique_ptr<Job> make_sign_out_job(Desk& desk, std::string session) {
    return std::make_unique<SignOutJob>(desk, std::move(session));
}

std::unique_ptr<Job> make_answer_job(Reply reply) { return std::make_unique<AnswerJob>(std::move(reply)); }

}  // namespace parasol
