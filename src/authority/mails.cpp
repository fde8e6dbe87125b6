#include "authority/mails.h"

#include "authority/drawing.h"
#include "domain/limits.h"
#include "domain/notices.h"

namespace parasol {
namespace {

constexpr Duration tried_for = 5 * one_day;

MailRow mail_of(Desk& desk, const MailId& id, MailKind kind, const PersonId& person) {
    MailRow mail;
    mail.id = id;
    mail.kind = kind;
    mail.person = person;
    mail.made = desk.clock.now();
    mail.next = mail.made;
    mail.until = mail.made + tried_for;
    return mail;
}

}  // namespace

Scope mail_scope(const MailId& mail) { return mail_key(to_string(mail).substr(id_text_length - 1)); }

std::vector<Scope> mail_scopes() {
    std::vector<Scope> scopes;
    for (const char digit : std::string_view("0123456789abcdef")) scopes.push_back(mail_key(std::string(1, digit)));
    return scopes;
}

void mail_to(Work& work, Desk& desk, const MailId& id, MailKind kind, const PersonId& person) {
    if (desk.options.mailer) work.put(mail_scope(id), mail_of(desk, id, kind, person));
}

DrawnLink::DrawnLink(Desk& desk)
    : id(draw_id(desk.clock, desk.chance)),
      mail(draw_id(desk.clock, desk.chance)),
      token(draw_session_token(desk.chance)) {}

void put_invitation_link(Work& work, Desk& desk, const DrawnLink& drawn, const InvitationRow& invitation) {
    const std::string fingerprint = desk.vault.fingerprint("link", drawn.token);
    LinkRow link;
    link.id = drawn.id;
    link.account = invitation.account;
    link.invitation = invitation.id;
    link.expires = invitation.expires;
    link.made = desk.clock.now();
    work.put(link_key(fingerprint), link);
    work.put(link_of_key(invitation.id), LinkOfRow{invitation.id, fingerprint, invitation.expires});
    if (!desk.options.mailer) return;
    MailRow mail = mail_of(desk, drawn.mail, MailKind::invitation, {});
    mail.email = invitation.email;
    mail.sealed = desk.vault.seal(drawn.token);
    mail.account = invitation.account;
    mail.invitation = invitation.id;
    mail.until = std::min(mail.until, invitation.expires);
    work.put(mail_scope(mail.id), std::move(mail));
}

void put_reset_link(Work& work, Desk& desk, const DrawnLink& drawn, const PersonId& person) {
    MailRow mail = mail_of(desk, drawn.mail, MailKind::password_reset, person);
    mail.sealed = desk.vault.seal(drawn.token);
    mail.until = mail.made + reset_link_life;
    LinkRow link;
    link.id = drawn.id;
    link.person = person;
    link.made = mail.made;
    link.expires = mail.until;
    work.put(link_key(desk.vault.fingerprint("link", drawn.token)), link);
    work.put(mail_scope(mail.id), std::move(mail));
}

void mail_notices(Work& work, Desk& desk, const ChangeSet& notices, Instant now) {
    for (const Change& change : notices) {
        const auto* notice = change.after ? std::get_if<NoticeRow>(&*change.after) : nullptr;
        if (!notice || change.before) continue;
        const PersonId person(change.scope.id);
        const auto preferences = work.find<NoticePreferencesRow>(change.scope, person);
        const std::int64_t mailed =
            preferences.present() ? preferences->mailed.value_or(mailed_by_default) : mailed_by_default;
        if (!has_topic(mailed, topic_of(notice->kind))) continue;
        const MailId id(person);
        const Scope scope = mail_scope(id);
        const auto waiting = work.find<MailRow>(scope, id);
        MailRow mail = waiting.present() ? *waiting : mail_of(desk, id, MailKind::notices, person);
        if (!waiting.present()) mail.next = now + desk.options.mails_gather;
        mail.notices.push_back(notice->id);
        mail.until = now + tried_for;
        work.put(scope, std::move(mail));
    }
}

}  // namespace parasol
