#include "replica/undo.h"

#include <utility>

namespace parasol {
namespace {

// Turns round whatever was edited.
struct TurnRound {
    void operator()(const char*, std::optional<Edit>& edit) const {
        if (edit) std::swap(edit->from, edit->to);
    }
    template <class T>
    void operator()(const char*, T&) const {}
};

class Inverse {
  public:
    Inverse(AccountId account, const View& before, const Callback<Id()>& new_id)
        : account_(account), before_(before), new_id_(new_id) {}

    using Answer = std::optional<Command>;

    Answer operator()(EditAccount edit) const {
        EditAccount::fields(edit, TurnRound{});
        return edit;
    }
    Answer operator()(SetBrand set) const {
        SetBrand::fields(set, TurnRound{});
        if (set.logo) {
            const auto* logo = before_.rows().find<LogoRow>(logo_of(account_), account_);
            if (!logo && !before_.rows().holds(logo_of(account_))) return std::nullopt;
            set.logo = logo ? logo->png : std::string();
        }
        return set;
    }
    Answer operator()(const SuspendAccount&) const { return ResumeAccount{}; }
    // Not of Resume: nothing that stops people's calls happens without being asked first.
    Answer operator()(const MoveAccount&) const {
        const AccountId parent = before_.parent_of(account_);
        return parent.is_none() ? Answer() : Answer(MoveAccount{parent});
    }
    Answer operator()(const SetConsent&) const {
        const AccountRow* row = before_.account_row(account_);
        return row ? Answer(SetConsent{row->may_federate_outside}) : std::nullopt;
    }
    Answer operator()(const SetLimit& set) const {
        const auto* row = before_.rows().find<LimitRow>(account_scope(account_), set.membership);
        return row ? Answer(SetLimit{set.federation, set.membership, row->limit, row->until}) : std::nullopt;
    }
    Answer operator()(const InviteAdministrator& invite) const { return RevokeInvitation{invite.id}; }
    Answer operator()(const RevokeInvitation& revoke) const {
        const auto* row = before_.rows().find<InvitationRow>(people_of(account_), revoke.invitation);
        if (!row) return std::nullopt;
        return InviteAdministrator{InvitationId(new_id_()), row->email, row->role};
    }
    Answer operator()(const IssueCode& issue) const { return RevokeCode{issue.federation, issue.code}; }
    Answer operator()(const OfferTransfer& offer) const { return WithdrawTransfer{offer.federation, offer.transfer}; }
    Answer operator()(const NameFederationAdministrator& name) const {
        return EndFederationAdministrator{name.federation, name.administrator};
    }
    template <class C>
    Answer operator()(const C&) const {
        return std::nullopt;
    }

  private:
    AccountId account_;
    const View& before_;
    const Callback<Id()>& new_id_;
};

}  // namespace

std::optional<Command> inverse_of(const Command& command, AccountId account, const View& before,
                                  const Callback<Id()>& new_id) {
    return std::visit(Inverse(account, before, new_id), command);
}

}  // namespace parasol
