// How mail leaves: a round claims the mail that is due first, in a commit, so that no other authority takes it; what
// became of it is a commit too. Where this ends in between it is sent again: at least once, never lost.
#include <algorithm>

#include "authority/drawing.h"
#include "authority/engine.h"
#include "authority/mails.h"
#include "authority/sessions.h"
#include "domain/erasure.h"
#include "domain/limits.h"
#include "domain/states.h"

namespace parasol {
namespace {

constexpr Duration longest_pause = 6 * one_hour;
constexpr Duration look_again = 60 * one_second;  // for what other authorities have written

// What it says, looked up; nullopt where there is nothing to say any more.
std::optional<Mail> written(Work& work, Desk& desk, const MailRow& row) {
    Mail mail{row.id, row.kind, row.email};
    mail.made = row.made;
    mail.expires = row.until;
    if (!row.person.is_none()) {
        const auto person = work.find<PersonRow>(person_scope(row.person), row.person);
        if (!person.present() && row.email.empty()) return std::nullopt;
        if (person.present()) mail.name = person->name;
        if (mail.email.empty()) mail.email = person->email;
    }
    if (!row.sealed.empty()) {
        auto token = desk.vault.open(row.sealed);
        if (!token) return std::nullopt;
        mail.token = std::move(*token);
    }
    if (row.kind == MailKind::invitation) {
        const auto invitation = work.find<InvitationRow>(people_of(row.account), row.invitation);
        const auto link = work.find<LinkOfRow>(link_of_key(row.invitation), row.invitation);
        const bool open = invitation.present() && is_open(*invitation, desk.clock.now());
        const bool newest = link.present() && link->fingerprint == desk.vault.fingerprint("link", mail.token);
        if (!open || !newest) return std::nullopt;
        mail.invitation = *invitation;
        mail.expires = invitation->expires;
    }
    for (const NoticeId& id : row.notices) {
        const auto notice = work.find<NoticeRow>(inbox_of(row.person), id);
        if (notice.present() && !notice->read) mail.notices.push_back(*notice);
    }
    if (row.kind == MailKind::notices && mail.notices.empty()) return std::nullopt;
    return mail;
}

class MailRoundJob : public ReplyingJob {
  public:
    MailRoundJob(Desk& desk, std::shared_ptr<MailRound> round) : desk_(desk), round_(std::move(round)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        *round_ = {};
        const Instant now = desk_.clock.now();
        std::vector<MailRow> waiting;
        for (const Scope& scope : mail_scopes()) {
            work.each<MailRow>(scope, [&](const MailRow& row) { waiting.push_back(row); });
        }
        std::sort(waiting.begin(), waiting.end(), [](const MailRow& a, const MailRow& b) { return a.next < b.next; });
        for (MailRow& row : waiting) {
            if (row.next > now || round_->mail) {
                round_->next = row.next;
                break;
            }
            claim(work, row, now);
        }
        return turn.conclude(work);
    }

  private:
    void claim(Work& work, MailRow& row, Instant now) {
        std::optional<Mail> mail = written(work, desk_, row);
        const bool over = has_passed(row.until, now);
        if (mail && over) round_->given_up.push_back(*mail);
        if (!mail || over) {
            work.erase<MailRow>(mail_scope(row.id), row.id);
            return;
        }
        const Duration pause = desk_.options.mail_pause << std::min<std::int64_t>(row.tries, 20);
        row.next = now + std::min(pause, longest_pause);
        ++row.tries;
        work.put(mail_scope(row.id), row);
        round_->mail = std::move(mail);
    }

    Desk& desk_;
    std::shared_ptr<MailRound> round_;
};

class MailEndedJob : public ReplyingJob {
  public:
    MailEndedJob(Desk& desk, Mail mail) : desk_(desk), mail_(std::move(mail)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        const Scope scope = mail_scope(mail_.id);
        const auto row = work.find<MailRow>(scope, mail_.id);
        if (row.present()) end(work, scope, *row);
        return turn.conclude(work);
    }

  private:
    void end(Work& work, const Scope& scope, MailRow row) {
        // What has come since is another mail.
        for (const NoticeRow& notice : mail_.notices) std::erase(row.notices, notice.id);
        if (row.kind != MailKind::notices || row.notices.empty()) return work.erase<MailRow>(scope, row.id);
        row.tries = 0;
        row.next = desk_.clock.now() + desk_.options.mails_gather;
        work.put(scope, std::move(row));
    }

    Desk& desk_;
    Mail mail_;
};

class ResetLinkJob : public ReplyingJob {
  public:
    ResetLinkJob(Desk& desk, std::string email) : desk_(desk), email_(std::move(email)), link_(desk) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        const PersonId person = person_of(work, email_);
        if (!person.is_none() && !is_erased_address(email_)) put_reset_link(work, desk_, link_, person);
        return turn.conclude(work);
    }

  private:
    Desk& desk_;
    std::string email_;
    DrawnLink link_;
};

}  // namespace

std::unique_ptr<Job> make_mail_round_job(Desk& desk, std::shared_ptr<MailRound> round) {
    return std::make_unique<MailRoundJob>(desk, std::move(round));
}

std::unique_ptr<Job> make_mail_ended_job(Desk& desk, Mail mail) {
    return std::make_unique<MailEndedJob>(desk, std::move(mail));
}

std::unique_ptr<Job> make_reset_link_job(Desk& desk, std::string email) {
    return std::make_unique<ResetLinkJob>(desk, std::move(email));
}

void Authority::Engine::note_mails(const ChangeSet& changes) {
    if (!options_.mailer || !started_) return;
    bool sooner = false;
    for (const Change& change : changes) {
        const MailRow* row = change.after ? std::get_if<MailRow>(&*change.after) : nullptr;
        if (!row || (next_mail_ && *next_mail_ <= row->next)) continue;
        next_mail_ = row->next;
        sooner = true;
    }
    if (sooner) watch_mails();
}

void Authority::Engine::watch_mails() {
    if (!options_.mailer || !started_ || mailing_) return;
    desk_.clock.cancel(mail_timer_);
    const Duration until = next_mail_ ? std::max<Duration>(*next_mail_ - desk_.clock.now(), 0) : look_again;
    mail_timer_ = desk_.clock.after(std::min(until, look_again), guarded([](Engine& self) { self.send_mails(); }));
}

void Authority::Engine::send_mails() {
    mailing_ = true;
    next_mail_.reset();
    const auto round = std::make_shared<MailRound>();
    run(make_mail_round_job(desk_, round), guarded([round](Engine& self, const Reply& reply) {
            const bool failed = std::holds_alternative<Refusing>(reply);
            self.take_round(failed ? MailRound{{}, {}, self.desk_.clock.now() + look_again} : std::move(*round));
        }));
}

void Authority::Engine::take_round(MailRound round) {
    for (const Mail& mail : round.given_up) options_.mailer->gave_up(mail);
    if (round.next && (!next_mail_ || *round.next < *next_mail_)) next_mail_ = round.next;
    if (!round.mail) {
        mailing_ = false;
        return watch_mails();
    }
    const auto ended = [mail = *round.mail](Engine& self, MailEnd end) {
        if (end == MailEnd::refused) self.options_.mailer->gave_up(mail);
        if (end != MailEnd::failed) self.run(make_mail_ended_job(self.desk_, mail), {});
        self.mailing_ = false;
        self.watch_mails();
    };
    options_.mailer->send(std::move(*round.mail), guarded(ended));
}

}  // namespace parasol
