// What the parts of the federation screen share: what is typed and open, by account.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ui/screen.h"
#include "ui/widgets.h"

namespace parasol::screens {

// What a member lets its federation's administrators do: the fields of it, in forms.
struct LimitDraft {
    Limit limit = Limit::paused;
    std::string days;  // from now; empty: no end
    std::optional<Refusal> refusal;
};

// "Change Limit"
struct ChangeLimitDraft : KeptForm {
    LimitDraft limit;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("limit", self.limit.limit);
        visit("days", self.limit.days);
    }
};

// "Join Federation". The typed code is a secret: it is in memory alone.
struct JoinDraft : ChangeLimitDraft {
    std::string code;
    std::string looked_up;  // the whole code that `found` or `refused` answers
    bool looking = false;
    std::optional<CodeFound> found;
    std::optional<Refusing> refused;
    bool no_answer = false;
};

// "Create Federation +"
struct CreateFederationDraft : KeptForm {
    std::string name;
    std::optional<Refusal> refusal;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
    }
};

// "Issue Code"
struct IssueCodeDraft : KeptForm {
    std::string label;
    std::string days = "30";
    std::string uses = "10";
    std::string only_for;
    std::optional<Refusal> refusal;  // by the rules; the others each of its field
    std::optional<Refusal> label_refusal, expiry_refusal, uses_refusal, only_for_refusal;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("label", self.label);
        visit("days", self.days);
        visit("uses", self.uses);
        visit("only_for", self.only_for);
    }
};

// "Reject NAME", one for each request.
struct RejectDraft : KeptForm {
    std::string reason;
    std::optional<Refusal> refusal;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("reason", self.reason);
    }
};

// Revealed codes stay here, in memory, and nowhere else.
struct FederationDraft {
    Instant made = 0;  // when one was created here; what shows it takes the focus (just_done)

    // "Transfer Ownership"
    bool transferring = false, asks_take = false;
    int heir = -1;
    std::string_view heir_error;
    Instant offered = 0;  // as `made`

    // "Name Federation Administrator"
    bool naming = false, asks_end = false;
    int nominee = -1;
    std::string_view nominee_error;
    FederationAdministratorId ending;

    // "Accept NAME", "Reject NAME", "Remove NAME"
    JoinRequestId accepting, rejecting;
    bool asks_accept = false;
    struct Decided {
        ClientId client;
        std::int64_t seq = 0;
        std::string words;
    };
    std::vector<Decided> decided;  // say_when_done: not yet said
    MembershipId removing;
    bool asks_remove = false;

    bool asks_leave = false, asks_dissolve = false;
    AccessCodeId revoking;
    bool asks_revoke = false;
    std::string typed_name;

    std::map<Id, std::string> codes;  // revealed texts
    std::set<Id> asked;               // reveals under way
    std::optional<Refusal> refusal;   // of a command of this screen that was refused at once

    void close_dialogs() {
        for (bool* open : {&asks_accept, &asks_remove, &asks_leave, &asks_dissolve, &asks_revoke, &transferring,
                           &asks_take, &naming, &asks_end}) {
            *open = false;
        }
        made = offered = 0;
        decided.clear();
    }

    ui::TableState pending_table, members_table, codes_table, history_table, administrators_table;
};

struct LimitChoice {
    Limit limit = Limit::paused;
    Instant until = 0;
};
void draw_limit_fields(LimitDraft& draft);
// nullopt where what is typed is no end of a limit: then the field says so.
std::optional<LimitChoice> typed_limit(const Scene& scene, LimitDraft& draft);
// A decision of this screen is said when it is done, which the authority may have to say; a refusal stands in the page.
void say_when_done(FederationDraft& draft, const CommandHandle& handle, std::string words);
// Whether what shows a thing for the first time takes the focus: what made it is gone. `since` is when that was, and is
// asked once. After a long wait for the authority its reader is somewhere else.
inline bool just_done(const Scene& scene, Instant& since) {
    return scene.now() - std::exchange(since, 0) < 10 * one_second;
}
// Digits alone, and not too many of them.
std::optional<std::int64_t> whole_number(std::string_view text);

// Whether a command of this account that `matches` waits or is applied and unconfirmed.
template <class C, class Matches>
bool is_pending(const Scene& scene, Matches&& matches) {
    for (const PendingCommand& pending : scene.replica.pending()) {
        if (pending.envelope->account != scene.account()) continue;
        const C* command = std::get_if<C>(&pending.envelope->command);
        if (command && matches(*command)) return true;
    }
    return false;
}

// The same draft for whoever waits for an answer.
std::shared_ptr<FederationDraft> shared_draft(const Scene& scene, Drafts& drafts);

void draw_create_federation(const Scene& scene, Drafts& drafts, Wishes& wishes);
void draw_join_federation(const Scene& scene, Drafts& drafts, Wishes& wishes);
void draw_owned_federation(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                           const FederationRow& federation);
void draw_codes(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                const FederationRow& federation);
void draw_history(const Scene& scene, FederationDraft& draft);
// What the federation's administrators may do on the account in view, which is a member.
void draw_limit(const Scene& scene, Drafts& drafts, Wishes& wishes, const OwnMembershipRow& membership);
void draw_federation_administrators(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                                    const FederationRow& federation);
// The ownership that is offered to this account.
void draw_offered_ownership(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft);
// The ownership that this account offers.
void draw_transfer(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                   const OwnMembershipRow& membership);
void draw_consent(const Scene& scene, Wishes& wishes);
void draw_endings(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                  const OwnMembershipRow& membership);

}  // namespace parasol::screens
