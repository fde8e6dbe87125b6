// Who is told of what was done, without having to look (PRODUCT: join requests, memberships, limits, invitations and
// transfers that concern an account one owns, or a federation one administers). The authority writes it in the commit
// of the command, as it does the record (activity.h); a client never does, and no rule reads it.
//
// Told are the account owners of an account that something is done to: where it has none, those of the nearest account
// above that has; of what is for a federation's owner, its administrators too; of a request's or an invitation's end,
// whoever began it; never whoever did it, and nobody of a
// topic that they have muted.
#pragma once

#include "domain/activity.h"

namespace parasol {

NoticeTopic topic_of(NoticeKind kind);
inline bool has_topic(std::int64_t topics, NoticeTopic topic) { return (topics >> static_cast<int>(topic) & 1) != 0; }
inline bool is_muted(std::int64_t muted, NoticeTopic topic) { return has_topic(muted, topic); }

// What is to be committed with a command that was done with these changes; `rows` are those that it was decided on,
// without the changes, and are left as they were. Where scopes were missed: load them and ask again.
Recorded record_notices(const Envelope& envelope, const ChangeSet& done, RowSet& rows);

}  // namespace parasol
