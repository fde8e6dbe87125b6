// A person's own inbox. Nobody else's is ever touched: its scope is named by the envelope's person.
#include "domain/rules.h"

namespace parasol::rules {

Verdict run(Context& context, const ReadNotices& command) {
    Work& work = context.work;
    const Scope inbox = inbox_of(context.envelope.person);
    for (const NoticeId id : command.notices) {
        const auto found = work.find<NoticeRow>(inbox, id);
        if (!found.present() || found->read) continue;
        NoticeRow notice = *found;
        notice.read = true;
        work.put(inbox, std::move(notice));
    }
    return std::nullopt;
}

Verdict run(Context& context, const SetNoticePreferences& command) {
    const PersonId person = context.envelope.person;
    const auto found = context.work.find<PersonRow>(person_scope(person), person);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    const Scope inbox = inbox_of(person);
    context.work.create(inbox);
    const auto before = context.work.find<NoticePreferencesRow>(inbox, person);
    NoticePreferencesRow row{person, command.muted, command.mailed};
    if (!row.mailed && before.present()) row.mailed = before->mailed;
    context.work.put(inbox, row);
    return std::nullopt;
}

}  // namespace parasol::rules
