// What people ask about themselves: jobs of whoever is signed in.
#pragma once

#include <string>
#include <utility>

#include "authority/jobs.h"
#include "authority/sessions.h"

namespace parasol {

// A job of whoever is signed in; `confirmed`: of whoever has typed the password lately.
class OwnJob : public ReplyingJob {
  public:
    OwnJob(Desk& desk, std::string session, bool confirmed)
        : desk_(desk), session_(std::move(session)), asks_confirmation_(confirmed) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        const LiveSession session = live_session(work, desk_, session_);
        if (session.person.is_none()) {
            reply_ = Refusing{Refusal::signed_out, 0};
        } else if (asks_confirmation_ && !is_confirmed(session, desk_)) {
            reply_ = Refusing{Refusal::confirmation_needed, 0};
        } else {
            reply_ = act(work, session);
        }
        return turn.conclude(work);
    }

  protected:
    virtual Reply act(Work& work, const LiveSession& session) = 0;
    Desk& desk_;

  private:
    std::string session_;
    bool asks_confirmation_;
};

}  // namespace parasol
