// What a person is told, as sentences.
#include "ui/words.h"

namespace parasol::words {
namespace {

std::string ended(const NoticeRow& notice, const std::string& member) {
    switch (static_cast<EndReason>(notice.detail)) {
        case EndReason::removed: return member + " was removed from " + notice.federation_name + ".";
        case EndReason::dissolved:
            return notice.federation_name + " was dissolved: " + member + " is in no federation now.";
        default: return member + " has left " + notice.federation_name + ".";
    }
}

std::string decided(const NoticeRow& notice) {
    switch (static_cast<TransferState>(notice.detail)) {
        case TransferState::accepted: return notice.other_name + " owns " + notice.federation_name + " now.";
        case TransferState::declined:
            return notice.other_name + " has declined the ownership of " + notice.federation_name + ".";
        case TransferState::withdrawn:
            return notice.other_name + " has withdrawn the offer of the ownership of " + notice.federation_name + ".";
        default: return "The offer of the ownership of " + notice.federation_name + " has expired.";
    }
}

std::string limited(const NoticeRow& notice) {
    // A newer authority may know more of them.
    const auto at = static_cast<std::size_t>(notice.detail);
    const std::string name(at < limit_count ? limit(static_cast<Limit>(at)) : "something newer than this page");
    return "The limit of " + notice.other_name + " in " + notice.federation_name + " is now \"" + name + "\"" +
           (notice.until != 0 ? ", until " + date(notice.until) + "." : ".");
}

}  // namespace

std::string describe(const NoticeRow& notice) {
    const std::string& federation = notice.federation_name;
    const std::string& other = notice.other_name;
    const std::string request = "The request of " + other + " to join " + federation;
    const std::string invitation = "The invitation of " + other + " to administer " + notice.account_name;
    switch (notice.kind) {
        case NoticeKind::request_received: return other + " asks to join " + federation + ".";
        case NoticeKind::request_accepted: return other + " is a member of " + federation + " now.";
        case NoticeKind::request_rejected: return request + " was rejected.";
        case NoticeKind::request_withdrawn: return request + " was withdrawn.";
        case NoticeKind::request_expired: return request + " has expired.";
        case NoticeKind::request_expiring: return request + " expires on " + date(notice.until) + ".";
        case NoticeKind::member_left: return ended(notice, other);
        case NoticeKind::membership_ended: return ended(notice, notice.account_name);
        case NoticeKind::limit_changed: return limited(notice);
        case NoticeKind::limit_expiring:
            return "The limit of " + other + " in " + federation + " ends on " + date(notice.until) +
                   ". Then it is paused.";
        case NoticeKind::invitation_accepted:
            return other + " has accepted the invitation to administer " + notice.account_name + ".";
        case NoticeKind::invitation_expired: return invitation + " has expired.";
        case NoticeKind::invitation_expiring: return invitation + " expires on " + date(notice.until) + ".";
        case NoticeKind::transfer_offered:
            return other + " offers the ownership of " + federation + " to " + notice.account_name + ".";
        case NoticeKind::transfer_decided: return decided(notice);
        case NoticeKind::seat_given:
            return "You administer " + federation + " from now on. It is in \"Switch account\".";
        case NoticeKind::seat_ended: break;
    }
    return "You do not administer " + federation + " any more.";
}

const TopicWords& topic(NoticeTopic which) {
    // In the order of NoticeTopic.
    static constexpr TopicWords topics[] = {
        {"Requests", "An account asks to join a federation of yours."},
        {"Decisions", "What became of the requests of your accounts."},
        {"Soon to expire", "Three days before a request, an invitation or a limit ends."},
        {"Members", "Who leaves a federation or is removed from it, and who becomes its administrator."},
        {"Limits", "What members let the administrators of a federation do."},
        {"Invitations", "Whom you invited, and what became of it."},
        {"Ownership", "Offers of a federation's ownership, and what became of them."},
    };
    static_assert(std::size(topics) == notice_topic_count);
    return topics[static_cast<std::size_t>(which)];
}

}  // namespace parasol::words
