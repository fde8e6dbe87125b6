// Sign-in by password, and the links by which people choose one. Hashes are compared between two jobs, so that nothing
// waits for them; the second sees whether what was compared still counts.
#include "authority/drawing.h"
#include "authority/jobs.h"
#include "authority/sessions.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// What the vault sealed; empty where there is none (or `work` misses it).
std::string hash_of(Work& work, Desk& desk, const PersonId& person) {
    if (person.is_none()) return {};
    const auto row = work.find<PasswordRow>(password_key(person), person);
    return row.present() ? desk.vault.open(row->hash).value_or(std::string()) : std::string();
}

// A link that works; nullopt for any other (or where `work` misses what says so).
std::optional<LinkRow> live_link(Work& work, Desk& desk, const std::string& token) {
    std::optional<LinkRow> link;
    work.each<LinkRow>(link_key(desk.vault.fingerprint("link", token)), [&](const LinkRow& row) {
        if (!has_passed(row.expires, desk.clock.now())) link = row;
    });
    return link;
}

class FindPasswordJob : public ReplyingJob {
  public:
    FindPasswordJob(Desk& desk, std::string email, std::shared_ptr<PasswordOf> found)
        : desk_(desk), email_(std::move(email)), found_(std::move(found)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        *found_ = {};
        found_->person = person_of(work, email_);
        found_->hash = hash_of(work, desk_, found_->person);
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    std::string email_;
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
            if (person.present()) reply_ = LinkFound{.email = person->email};
        } else if (link) {
            const auto invitation = work.find<InvitationRow>(people_of(link->account), link->invitation);
            if (invitation.present() && is_open(*invitation, desk_.clock.now())) {
                found_->person = person_of(work, invitation->email);
                // Who has a password types it at an invitation; who forgot it is sent a link that sets another.
                found_->hash = hash_of(work, desk_, found_->person);
                reply_ = LinkFound{invitation->email,        !found_->hash.empty(),    false,
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
    BeginSessionJob(Desk& desk, PasswordOf compared) : desk_(desk), compared_(std::move(compared)), session_(desk) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        reply_ = Refusing{Refusal::wrong_sign_in, 0};
        if (hash_of(work, desk_, compared_.person) == compared_.hash) {
            reply_ = begin_session(work, desk_, session_, compared_.person);
        }
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    PasswordOf compared_;
    NewSession session_;
};

class UseLinkJob : public ReplyingJob {
  public:
    UseLinkJob(Desk& desk, std::string token, ByLink by)
        : desk_(desk),
          token_(std::move(token)),
          compared_(std::move(by.compared)),
          made_(by.made.empty() ? std::string() : desk.vault.seal(by.made)),
          session_(desk),
          client_(draw_id(desk.clock, desk.chance)),
          grant_(draw_id(desk.clock, desk.chance)) {}

    Missing attempt(Turn& turn) override {
        reply_ = Refusing{Refusal::link_not_valid, 0};
        Work look(turn.rows());
        const std::optional<LinkRow> link = live_link(look, desk_, token_);
        Missing missing = turn.conclude(look);
        if (missing.any() || !link) return missing;
        PersonId person = link->person;
        if (!link->invitation.is_none()) {
            missing = accept(turn, *link, person);
            if (missing.any() || person.is_none()) return missing;
        }
        return sign_in(turn, *link, person);
    }

    void reset() override {
        if (invited_) invited_->reset();
        accepted_ = false;
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

    Missing sign_in(Turn& turn, const LinkRow& link, const PersonId& person) {
        Work work(turn.rows());
        const Instant now = desk_.clock.now();  // a session that begins before its password is set has ended
        reply_ = begin_session(work, desk_, session_, person);
        if (std::holds_alternative<SignedIn>(reply_)) {
            if (compared_.empty()) work.put(password_key(person), PasswordRow{person, made_, now});
            work.erase<LinkRow>(link_key(desk_.vault.fingerprint("link", token_)), link.id);
            if (!link.invitation.is_none()) work.erase<LinkOfRow>(link_of_key(link.invitation), link.invitation);
        }
        return turn.conclude(work);
    }

    Desk& desk_;
    std::string token_;
    std::string compared_;
    std::string made_;  // sealed
    NewSession session_;
    ClientId client_;
    GrantId grant_;
    std::optional<InvitedPerson> invited_;
    Wish wish_;
    bool accepted_ = false;  // decided, one way or the other
    std::optional<Refusal> refused_;
};

class InvitationLinkJob : public ReplyingJob {
  public:
    InvitationLinkJob(Desk& desk, std::string session, MakeInvitationLink request)
        : desk_(desk),
          session_(std::move(session)),
          request_(request),
          id_(draw_id(desk.clock, desk.chance)),
          token_(draw_session_token(desk.chance)) {}

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
        const Instant expires = invitation->expires;
        if (before.present()) work.erase_all<LinkRow>(link_key(before->fingerprint));
        const std::string fingerprint = desk_.vault.fingerprint("link", token_);
        LinkRow link;
        link.id = id_;
        link.account = request_.account;
        link.invitation = request_.invitation;
        link.expires = expires;
        work.put(link_key(fingerprint), link);
        work.put(link_of_key(request_.invitation), LinkOfRow{request_.invitation, fingerprint, expires});
        return LinkMade{token_, expires};
    }

    Desk& desk_;
    std::string session_;
    MakeInvitationLink request_;
    LinkId id_;
    std::string token_;
};

}  // namespace

std::unique_ptr<Job> make_find_password_job(Desk& desk, std::string email, std::shared_ptr<PasswordOf> found) {
    return std::make_unique<FindPasswordJob>(desk, std::move(email), std::move(found));
}

std::unique_ptr<Job> make_look_at_link_job(Desk& desk, std::string token, std::shared_ptr<PasswordOf> found) {
    return std::make_unique<LookAtLinkJob>(desk, std::move(token), std::move(found));
}

std::unique_ptr<Job> make_begin_session_job(Desk& desk, PasswordOf compared) {
    return std::make_unique<BeginSessionJob>(desk, std::move(compared));
}

std::unique_ptr<Job> make_use_link_job(Desk& desk, std::string token, ByLink by) {
    return std::make_unique<UseLinkJob>(desk, std::move(token), std::move(by));
}

std::unique_ptr<Job> make_invitation_link_job(Desk& desk, std::string session, MakeInvitationLink request) {
    return std::make_unique<InvitationLinkJob>(desk, std::move(session), request);
}

}  // namespace parasol
