// What has been: requests, memberships and offers that ended, as this end of them keeps them.
#include "domain/sort_by.h"
#include "domain/states.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec history_columns[] = {
    {.key = "what", .title = "What", .width = 220, .share = 3},
    {.key = "state", .title = "How it ended", .width = 220, .share = 2},
    {.key = "when", .title = "When", .width = 176, .share = 0, .hide_order = 1},
};

struct HistoryLine {
    std::uint64_t id = 0;
    std::string what, how;
    ui::Tone tone = ui::Tone::neutral;
    Instant when = 0;
};

std::string how_it_ended(RequestState state, EndReason reason, const std::string& message) {
    std::string how(words::state(state));
    if (reason != EndReason::none) how += ": " + std::string(words::reason(reason));
    if (!message.empty()) how += " (" + message + ")";
    return how;
}

// What became of the others who asked and of the other members, on the owner's account.
void add_owned(const Scene& scene, std::vector<HistoryLine>& lines) {
    const OwnMembershipRow* membership = scene.view.membership_of(scene.account());
    if (!membership || !membership->owner) return;
    for (const JoinRequestRow* request : scene.view.past_requests(membership->federation)) {
        if (request->account == scene.account()) continue;
        const RequestState state = request_state(*request, scene.now());
        lines.push_back({request->id.low, request->card.name + " asked to join, with " +
                                              std::string(words::code_label(request->code_label)),
                         how_it_ended(state, request->reason, request->message), words::tone(state),
                         ended_at(*request)});
    }
    for (const MembershipRow* member : scene.view.past_members(membership->federation)) {
        if (member->account == scene.account()) continue;
        lines.push_back({member->id.low, member->account_name + " was a member",
                         std::string(words::reason(member->reason)), words::tone(member->state), member->ended});
    }
}

std::vector<HistoryLine> history_of(const Scene& scene) {
    std::vector<HistoryLine> lines;
    for (const OwnRequestRow* request : scene.view.past_requests_of(scene.account())) {
        const RequestState state = request_state(*request, scene.now());
        lines.push_back({request->id.low, "Asked to join " + request->federation_name,
                         how_it_ended(state, request->reason, request->message), words::tone(state),
                         ended_at(*request)});
    }
    scene.view.rows().each<OwnMembershipRow>(account_scope(scene.account()), [&](const OwnMembershipRow& row) {
        if (row.state == MembershipState::active) return;
        lines.push_back({row.id.low, "Member of " + row.federation_name, std::string(words::reason(row.reason)),
                         words::tone(row.state), row.ended});
    });
    scene.view.rows().each<OwnTransferRow>(account_scope(scene.account()), [&](const OwnTransferRow& row) {
        const TransferState state = transfer_state(row, scene.now());
        if (state == TransferState::offered) return;
        lines.push_back({row.id.low,
                         "Ownership of " + row.federation_name + (row.incoming ? ", offered by " : ", offered to ") +
                             row.other_name,
                         std::string(words::state(state)), words::tone(state), ended_at(row)});
    });
    add_owned(scene, lines);
    sort_by(lines, [](const HistoryLine& line) { return -line.when; });
    return lines;
}

}  // namespace

void draw_history(const Scene& scene, FederationDraft& draft) {
    const auto lines = history_of(scene);
    if (lines.empty()) return;
    ui::Card card("History", {.flush = true});
    ui::table("History", draft.history_table,
              {.columns = history_columns,
               .rows = static_cast<int>(lines.size()),
               .row_id = [&](int row) { return lines[static_cast<std::size_t>(row)].id; },
               .cell = [&](const ui::Cell& cell) {
                   const HistoryLine& line = lines[static_cast<std::size_t>(cell.row)];
                   if (cell.column == 0) ui::text(line.what);
                   if (cell.column == 1) ui::badge(line.how, line.tone);
                   if (cell.column == 2) ui::text(words::date_time(line.when));
               }});
}

}  // namespace parasol::screens
