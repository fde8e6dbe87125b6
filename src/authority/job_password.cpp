// Sign-in by password, and the links by which people choose one. Hashes are compared between two jobs, so that nothing
// waits for them; the second sees whether what was compared still counts.
#include "authority/drawing.h"
#include "authority/jobs.h"
#include "authority/mails.h"
#include "authority/sessions.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// A link that works; nullopt for any other (or where `work` misses what says so).
std::optional<LinkRow> live_link(Work& work, Desk& desk, const std::string& token) {
    std::optional<LinkRow> link;
    work.each<LinkRow>(link_key(desk.vault.fingerprint("link", token)), [&](const LinkRow& row) {
        if (!has_passed(row.expires, desk.clock.now())) link = row;
    });
    if (!link || link->person.is_none()) return link;
    // A person's: the next password ends it, whichever way it came.
    const auto password = work.find<PasswordRow>(password_key(link->person), link->person);
    return password.present() && password->set > link->made ? std::nullopt : link;
}

class FindPasswordJob : public ReplyingJob {
  public:
    FindPasswordJob(Desk& desk, PasswordBy by, std::shared_ptr<PasswordOf> found)
        : desk_(desk), by_(std::move(by)), found_(std::move(found)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        *found_ = {};
        reply_ = {};
        found_->person = by_.session.empty() ? person_of(work, by_.email) : signed_in(work, desk_, by_.session);
        if (!by_.session.empty() && found_->person.is_none()) reply_ = Refusing{Refusal::signed_out, 0};
        found_->hash = hash_of(work, desk_, found_->person);
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    PasswordBy by_;
    std::shared_ptr<PasswordOf> found_;
};

class LookAtLinkJob : public ReplyingJob {
  public:
    LookAtLinkJob(Desk& desk, std::string token, std::shared_ptr<PasswordOf> found)
        : desk_(desk), token_(std::move(token)), found_(std::move(found)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        *found_ = {};
        reply_ = Refusing{Refusal::link_not_valid, 0};
        const auto link = live_link(work, desk_, token_);
        if (link && link->invitation.is_none()) {
            const auto person = work.find<PersonRow>(person_scope(link->person), link->person);
            const bool factor = factor_of(work, link->person).has_value();
            if (person.present()) reply_ = LinkFound{.email = person->email, .second_factor = factor};
        } else if (link) {
            const auto invitation = work.find<InvitationRow>(people_of(link->account), link->invitation);
            if (invitation.present() && is_open(*invitation, desk_.clock.now())) {
                found_->person = person_of(work, invitation->email);
                // Who has a password types it at an invitation; who forgot it is sent a link that sets another.
                found_->hash = hash_of(work, desk_, found_->person);
                const bool factor = !found_->person.is_none() && factor_of(work, found_->person);
                reply_ = LinkFound{invitation->email,        !found_->hash.empty(),    factor,
                                   invitation->account_name, invitation->account_kind, invitation->role,
                                   invitation->invited_by_name};
            }
        }
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    std::string token_;
    std::shared_ptr<PasswordOf> found_;
};

class BeginSessionJob : public ReplyingJob {
  public:
    BeginSessionJob(Desk& desk, PasswordOf compared, Entrance entrance)
        : desk_(desk),
          compared_(std::move(compared)),
          code_(std::move(entrance.code)),
          session_(desk, std::move(entrance.sender), entrance.shared) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        reply_ = Refusing{Refusal::wrong_sign_in, 0};
        if (hash_of(work, desk_, compared_.person) == compared_.hash) {
            const auto refusal = take_code(work, desk_, compared_.person, code_);
            reply_ = refusal ? Refusing{*refusal, 0} : begin_session(work, desk_, session_, compared_.person);
        }
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    PasswordOf compared_;
    std::string code_;
    NewSession session_;
};

class UseLinkJob : public ReplyingJob {
  public:
    UseLinkJob(Desk& desk, std::string token, ByLink by, Entrance entrance)
        : desk_(desk),
          token_(std::move(token)),
          compared_(std::move(by.compared)),
          made_(by.made.empty() ? std::string() : desk.vault.seal(by.made)),
          code_(std::move(entrance.code)),
          session_(desk, std::move(entrance.sender), entrance.shared),
          mail_(draw_id(desk.clock, desk.chance)),
          client_(draw_id(desk.clock, desk.chance)),
          grant_(draw_id(desk.clock, desk.chance)) {}

    Missing attempt(Turn& turn) override {
        reply_ = Refusing{Refusal::link_not_valid, 0};
        Work look(turn.rows());
        const std::optional<LinkRow> link = live_link(look, desk_, token_);
        Missing missing = turn.conclude(look);
        if (missing.any() || !link) return missing;
        PersonId person = link->person;
        missing = link->invitation.is_none() ? take_code_once(turn, person) : accept(turn, *link, person);
        if (missing.any() || person.is_none()) return missing;
        return sign_in(turn, *link, person);
    }

    void reset() override {
        if (invited_) invited_->reset();
        accepted_ = false;
        code_taken_ = false;
    }

  private:
    // The link is what shows that the invitation reached whom it is for. `person` is none where it is not accepted.
    Missing accept(Turn& turn, const LinkRow& link, PersonId& person) {
        if (!invited_) invited_.emplace(desk_, link.account, link.invitation);
        if (!accepted_) {
            Missing missing = invited_->find(turn, person);
            if (missing.any() || person.is_none()) return missing;
            Work work(turn.rows());
            const std::string known = hash_of(work, desk_, person);
            missing = turn.conclude(work);
            if (missing.any()) return missing;
            if (known.empty() ? made_.empty() : known != compared_) {
                reply_ = Refusing{Refusal::wrong_sign_in, 0};
                person = {};
                return {};
            }
            missing = take_code_once(turn, person);
            if (missing.any() || person.is_none()) return missing;
            wish_.by_link = true;
            wish_.envelope.client = client_;
            wish_.envelope.seq = 1;
            wish_.envelope.person = person;
            wish_.envelope.home = link.account;
            wish_.envelope.account = link.account;
            wish_.envelope.time = desk_.clock.now();
            wish_.envelope.command = AcceptInvitation{link.invitation, grant_};
            auto ended = turn.decide_wish(wish_);
            if (auto* more = std::get_if<Missing>(&ended)) return std::move(*more);
            accepted_ = true;
            refused_ = std::get<Verdict>(ended).refusal;
        }
        person = refused_ ? PersonId() : wish_.envelope.person;
        if (refused_) reply_ = Refusing{*refused_, 0};
        return {};
    }

    // Whoever has the mail has not the second factor for it. `person` is none where it was refused.
    Missing take_code_once(Turn& turn, PersonId& person) {
        if (code_taken_) return {};
        Work work(turn.rows());
        const auto refusal = take_code(work, desk_, person, code_);
        Missing missing = turn.conclude(work);
        if (missing.any()) return missing;
        code_taken_ = !refusal;
        if (!refusal) return {};
        reply_ = Refusing{*refusal, 0};
        person = {};
        return {};
    }

    Missing sign_in(Turn& turn, const LinkRow& link, const PersonId& person) {
        Work work(turn.rows());
        const Instant now = desk_.clock.now();  // a session that begins before its password is set has ended
        reply_ = begin_session(work, desk_, session_, person);
        if (std::holds_alternative<SignedIn>(reply_)) {
            if (compared_.empty()) set_password(work, person, now);
            work.erase<LinkRow>(link_key(desk_.vault.fingerprint("link", token_)), link.id);
            if (!link.invitation.is_none()) work.erase<LinkOfRow>(link_of_key(link.invitation), link.invitation);
        }
        return turn.conclude(work);
    }

    void set_password(Work& work, const PersonId& person, Instant now) {
        const auto before = work.find<PasswordRow>(password_key(person), person);
        work.put(password_key(person), PasswordRow{person, made_, now});
        if (!before.present()) return;
        end_sessions(work, person, session_.id);
        mail_to(work, desk_, mail_, MailKind::password_changed, person);
    }

    Desk& desk_;
    std::string token_;
    std::string compared_;
    std::string made_;  // sealed
    std::string code_;
    NewSession session_;
    MailId mail_;
    ClientId client_;
    GrantId grant_;
    std::optional<InvitedPerson> invited_;
    Wish wish_;
    bool code_taken_ = false;
    bool accepted_ = false;  // decided, one way or the other
    std::optional<Refusal> refused_;
};

class InvitationLinkJob : public ReplyingJob {
  public:
    InvitationLinkJob(Desk& desk, std::string session, MakeInvitationLink request)
        : desk_(desk),
          session_(std::move(session)),
          request_(request),
          link_(desk) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        reply_ = make(work);
        return turn.conclude(work);
    }

  private:
    Reply make(Work& work) {
        const Instant now = desk_.clock.now();
        const PersonId person = signed_in(work, desk_, session_);
        if (person.is_none()) return Refusing{Refusal::signed_out, 0};
        const auto refusal = check_path(work, person, request_, InviteAdministrator{}, now);
        if (refusal) return Refusing{*refusal, 0};
        // A secret that lets somebody in stays with the account's own people.
        if (request_.via == Via::federation) return Refusing{Refusal::not_through_federation, 0};
        const auto invitation = work.find<InvitationRow>(people_of(request_.account), request_.invitation);
        const auto before = work.find<LinkOfRow>(link_of_key(request_.invitation), request_.invitation);
        if (!invitation.present() || !is_open(*invitation, now)) return Refusing{Refusal::not_found, 0};
        if (before.present()) work.erase_all<LinkRow>(link_key(before->fingerprint));
        put_invitation_link(work, desk_, link_, *invitation);
        return LinkMade{link_.token, invitation->expires};
    }

    Desk& desk_;
    std::string session_;
    MakeInvitationLink request_;
    DrawnLink link_;
};

}  // namespace

std::unique_ptr<Job> make_find_password_job(Desk& desk, PasswordBy by, std::shared_ptr<PasswordOf> found) {
    return std::make_unique<FindPasswordJob>(desk, std::move(by), std::move(found));
}

std::unique_ptr<Job> make_look_at_link_job(Desk& desk, std::string token, std::shared_ptr<PasswordOf> found) {
    return std::make_unique<LookAtLinkJob>(desk, std::move(token), std::move(found));
}

std::unique_ptr<Job> make_begin_session_job(Desk& desk, PasswordOf compared, Entrance entrance) {
    return std::make_unique<BeginSessionJob>(desk, std::move(compared), std::move(entrance));
}

std::unique_ptr<Job> make_use_link_job(Desk& desk, std::string token, ByLink by, Entrance entrance) {
    return std::make_unique<UseLinkJob>(desk, std::move(token), std::move(by), std::move(entrance));
}

std::unique_ptr<Job> make_invitation_link_job(Desk& desk, std::string session, MakeInvitationLink request) {
    return std::make_unique<InvitationLinkJob>(desk, std::move(session), request);
}

}  // namespace parasol
