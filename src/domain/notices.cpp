#include "domain/notices.h"

#include <utility>

#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/states.h"
#include "domain/visibility.h"

namespace parasol {
namespace {

template <class R>
const R* as(const std::optional<Row>& row) {
    return row ? std::get_if<R>(&*row) : nullptr;
}

// Collects, of one command, what each person is told.
class Telling {
  public:
    Telling(Work& work, const Envelope& envelope) : work_(work), envelope_(envelope) {}

    void look_at(const Change& change) {
        told_.clear();
        source_ = change.after ? row_id(*change.after) : Id();
        look<JoinRequestRow>(change);
        look<MembershipRow>(change);
        look<LimitRow>(change);
        look<InvitationRow>(change);
        look<TransferRow>(change);
        look<FederationAdministratorRow>(change);
    }

  private:
    template <class R>
    void look(const Change& change) {
        const R* after = as<R>(change.after);
        if (after) tell_of(as<R>(change.before), *after);
    }

    void tell_of(const JoinRequestRow* before, const JoinRequestRow& after) {
        NoticeRow notice = about(after.federation);
        notice.other_name = after.card.name;
        if (after.state == RequestState::pending) {
            const bool reminds = before && !before->reminded && after.reminded;
            if (before && !reminds) return;
            notice.until = after.expires;
            notice.kind = reminds ? NoticeKind::request_expiring : NoticeKind::request_received;
            tell_owner_side(notice, after.federation);
            if (reminds) tell(notice, after.account);
            return;
        }
        if (!before || before->state != RequestState::pending) return;
        // In the order of RequestState.
        static constexpr NoticeKind ends[] = {NoticeKind::request_received, NoticeKind::request_accepted,
                                              NoticeKind::request_rejected, NoticeKind::request_withdrawn,
                                              NoticeKind::request_expired};
        notice.kind = ends[static_cast<std::size_t>(after.state)];
        tell(notice, after.account);
        tell_who_began(notice, after.account, after.asked_by);
    }

    void tell_of(const MembershipRow* before, const MembershipRow& after) {
        if (!before || before->state != MembershipState::active || after.state == MembershipState::active) return;
        NoticeRow notice = about(after.federation);
        notice.other_name = after.account_name;
        notice.detail = static_cast<std::int64_t>(after.reason);
        notice.kind = NoticeKind::membership_ended;
        tell(notice, after.account);
        if (after.reason == EndReason::dissolved) return;
        notice.kind = NoticeKind::member_left;
        tell_owner_side(notice, after.federation);
    }

    void tell_of(const LimitRow* before, const LimitRow& after) {
        if (!before) return;
        const bool reminds = !before->reminded && after.reminded;
        if (!reminds && before->limit == after.limit && before->until == after.until) return;
        // The owner's is full because it owns: that is told as such.
        if (after.limit == Limit::full && after.set_by_name.empty()) return;
        const auto member = work_.find<OwnMembershipRow>(account_scope(after.account), after.id);
        if (!member.present() || member->state != MembershipState::active) return;
        NoticeRow notice = about(after.federation);
        notice.kind = reminds ? NoticeKind::limit_expiring : NoticeKind::limit_changed;
        notice.detail = static_cast<std::int64_t>(after.limit);
        notice.until = after.until;
        notice.other_name = name_of(after.account);
        tell(notice, after.account);
        tell_owner_side(notice, after.federation);
    }

    void tell_of(const InvitationRow* before, const InvitationRow& after) {
        if (!before) return;
        NoticeRow notice;
        notice.other_name = after.email;
        if (!before->reminded && after.reminded) {
            notice.kind = NoticeKind::invitation_expiring;
            notice.until = after.expires;
        } else if (before->state == after.state) {
            return;
        } else if (after.state == InvitationState::accepted) {
            notice.kind = NoticeKind::invitation_accepted;
        } else if (after.state == InvitationState::expired) {
            notice.kind = NoticeKind::invitation_expired;
        } else {
            return;
        }
        tell(notice, after.account);
        tell_who_began(notice, after.account, after.invited_by);
    }

    void tell_of(const TransferRow* before, const TransferRow& after) {
        if (before && before->state == after.state) return;
        NoticeRow notice = about(after.federation);
        notice.kind = before ? NoticeKind::transfer_decided : NoticeKind::transfer_offered;
        notice.detail = static_cast<std::int64_t>(after.state);
        notice.until = before ? 0 : after.expires;
        const bool by_receiver = after.state == TransferState::accepted || after.state == TransferState::declined;
        if (!by_receiver) {
            notice.other_name = after.from_name;
            tell(notice, after.to);
        }
        if (by_receiver || after.state == TransferState::expired) {
            notice.other_name = after.to_name;
            tell(notice, after.from);
        }
    }

    void tell_of(const FederationAdministratorRow* before, const FederationAdministratorRow& after) {
        if (before && (before->ended != 0) == (after.ended != 0)) return;
        NoticeRow notice = about(after.federation);
        notice.kind = before ? NoticeKind::seat_ended : NoticeKind::seat_given;
        if (!before) place(notice, owner_of(after.federation));
        write(notice, after.person);
    }

    // --- To whom ---

    // The account's owners, or those of the nearest account above it that has any.
    std::vector<PersonId> owners_of(AccountId account) {
        std::vector<PersonId> persons;
        for (const AccountId at : ancestry_of(work_, account).chain) {
            work_.each<GrantRow>(people_of(at), [&](const GrantRow& grant) {
                if (grant.role == Role::account_owner) persons.push_back(grant.person);
            });
            if (!persons.empty()) break;
        }
        return persons;
    }

    void tell(NoticeRow notice, AccountId account) {
        place(notice, account);
        for (const PersonId person : owners_of(account)) write(notice, person);
    }

    // Somebody from above, whose doing it was, unless the account is out of their reach by now.
    void tell_who_began(NoticeRow notice, AccountId account, PersonId person) {
        if (reaches(work_, person, account) != Reading::yes) return;
        place(notice, account);
        write(notice, person);
    }

    void tell_owner_side(NoticeRow notice, FederationId federation) {
        const AccountId owner = owner_of(federation);
        if (owner.is_none()) return;
        tell(notice, owner);
        place(notice, owner);
        std::vector<PersonId> seated;
        const Scope scope = federation_scope(federation);
        work_.each<FederationAdministratorRow>(scope, [&](const FederationAdministratorRow& row) {
            if (row.ended == 0) seated.push_back(row.person);
        });
        for (const PersonId person : seated) write(notice, person);
    }

    // --- What it says ---

    NoticeRow about(FederationId federation) {
        NoticeRow notice;
        const auto row = work_.find<FederationRow>(federation_scope(federation), federation);
        if (row.present()) notice.federation_name = row->name;
        return notice;
    }
    AccountId owner_of(FederationId federation) {
        const auto row = work_.find<FederationRow>(federation_scope(federation), federation);
        return row.present() ? row->owner : AccountId();
    }
    std::string name_of(AccountId account) {
        const auto row = work_.find<AccountRow>(account_scope(account), account);
        return row.present() ? row->name : std::string();
    }
    void place(NoticeRow& notice, AccountId account) {
        notice.account = account;
        notice.account_name = name_of(account);
    }

    // Once of one change, wherever a person stands in it.
    void write(NoticeRow notice, PersonId person) {
        if (person == envelope_.person || std::find(told_.begin(), told_.end(), person) != told_.end()) return;
        told_.push_back(person);
        const Scope inbox = inbox_of(person);
        const auto preferences = work_.find<NoticePreferencesRow>(inbox, person);
        if (preferences.unknown()) return;
        if (preferences.present() && is_muted(preferences->muted, topic_of(notice.kind))) return;
        notice.time = envelope_.time;
        // The same again when the journal is replayed; a thing tells a person one kind of notice at one instant.
        notice.id = NoticeId(make_uuid7(envelope_.time, static_cast<std::uint64_t>(notice.kind), source_.low));
        make_room(inbox);
        work_.put(inbox, std::move(notice));
    }

    void make_room(const Scope& inbox) {
        std::vector<NoticeId> held;
        work_.each<NoticeRow>(inbox, [&](const NoticeRow& row) { held.push_back(row.id); });
        if (held.size() < most_notices) return;
        work_.erase<NoticeRow>(inbox, *std::min_element(held.begin(), held.end()));
    }

    Work& work_;
    const Envelope& envelope_;
    std::vector<PersonId> told_;
    Id source_;  // the row that the change is of
};

}  // namespace

NoticeTopic topic_of(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::request_received: return NoticeTopic::requests;
        case NoticeKind::request_accepted:
        case NoticeKind::request_rejected:
        case NoticeKind::request_withdrawn:
        case NoticeKind::request_expired: return NoticeTopic::decisions;
        case NoticeKind::request_expiring:
        case NoticeKind::limit_expiring:
        case NoticeKind::invitation_expiring: return NoticeTopic::expiry;
        case NoticeKind::member_left:
        case NoticeKind::membership_ended:
        case NoticeKind::seat_given:
        case NoticeKind::seat_ended: return NoticeTopic::members;
        case NoticeKind::limit_changed: return NoticeTopic::limits;
        case NoticeKind::invitation_accepted:
        case NoticeKind::invitation_expired: return NoticeTopic::invitations;
        case NoticeKind::transfer_offered:
        case NoticeKind::transfer_decided: break;
    }
    return NoticeTopic::transfers;
}

Recorded record_notices(const Envelope& envelope, const ChangeSet& done, RowSet& rows) {
    Work work(rows);
    Telling telling(work, envelope);
    for (const Change& change : done) telling.look_at(change);
    if (work.undecided()) return {work.missed(), work.read(), {}};
    return {work.missed(), work.read(), work.take_changes()};
}

}  // namespace parasol
