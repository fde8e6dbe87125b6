// "Search": the button in the top bar, and the dialog that finds accounts as one types.
#include <algorithm>

#include "ui/icons.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

constexpr float room_for_words = 1400;  // below, the button is its icon
constexpr double slice_ms = 12;

struct Hit {
    AccountId account;
    bool base = false;
    std::string name, detail;
    std::vector<std::string> chain;
};

// What tells an account from others of its name: kind and number, and the chain.
std::string detail_of(const AccountSummary& account) {
    std::string detail(words::kind(account.kind));
    detail += " · ";
    detail += words::account_number(account.number);
    return detail;
}

// The accounts above it that this person reaches, the nearest last, as the breadcrumb has it.
std::vector<std::string> chain_of(const View& view, AccountId account) {
    std::vector<std::string> chain;
    for (const AccountId above : view.chain_up(account)) {
        if (above != account && view.best_path(above)) chain.push_back(view.name_of(above));
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

std::vector<Hit> hits_of(const View& view, const AccountSearch& search) {
    std::vector<Hit> hits;
    for (const AccountId id : search.found()) {
        if (const auto account = view.account(id)) {
            hits.push_back({id, is_base(account->kind), account->name, detail_of(*account), chain_of(view, id)});
        }
    }
    return hits;
}

// What was looked through: on a device that is still fetching it is not everything.
std::string searched_words(const AccountSearch& search, bool answered, std::size_t shown, bool complete) {
    const std::string held = words::count(static_cast<long long>(search.searched()), "account", "accounts");
    std::string said = "Type to search " + held + ".";
    if (answered) {
        said = words::number(static_cast<long long>(search.count())) + " of " + held + " match.";
        if (search.count() > shown) {
            said += " The best " + words::number(static_cast<long long>(shown)) + " are shown.";
        }
    }
    return complete ? said : said + " More are being fetched.";
}

}  // namespace

bool Portal::open_search() {
    if (!host_.replica() || page_.empty()) return false;
    bar_.searching = true;
    bar_.search.clear();
    host_.platform().wake();
    return true;
}

void Portal::draw_search(const Scene& scene, const ReplicaStatus& status) {
    const ui::ButtonOptions look{.kind = ui::ButtonKind::quiet,
                                 .icon = icon_search,
                                 .shortcut = "Control+K /",
                                 .opens = semantics::Opens::dialog};
    if (ui::canvas_width() < room_for_words ? ui::icon_button(icon_search, "Search", look)
                                            : ui::button("Search", look)) {
        open_search();
    }
    bar_.search_id = ui::last_id();
    if (!bar_.searching) return;
    ui::Dialog dialog("Search", bar_.searching,
                      {.width = 600,
                       .description = "Accounts, by name, number or third-party reference.",
                       .at_top = true});
    if (!dialog) return;
    Platform& platform = scene.platform;
    if (bar_.found.update(scene.view, scene.replica.rows_version(), bar_.search, slice_ms,
                          [&platform] { return platform.now_ms(); })) {
        platform.wake(1);
    }
    const std::vector<Hit> hits = hits_of(scene.view, bar_.found);
    std::vector<ui::Suggestion> suggestions;
    for (const Hit& hit : hits) {
        suggestions.push_back({hit.name, hit.detail, hit.base ? icon_folder_tree : icon_building_2, hit.chain});
    }
    const bool typed = !bar_.search.empty();
    const bool answered = typed && bar_.found.answered();
    const std::string said = searched_words(bar_.found, answered, hits.size(), status.sync.first_pull_complete);
    ui::muted(said, ui::Type::small);
    if (answered && said != bar_.search_said) {
        ui::announce(said);
        bar_.search_said = said;
    }
    const auto result =
        ui::suggest_field("Search", bar_.search, suggestions, "No account that you can see matches.",
                          {.placeholder = "Name, number or reference", .autofocus = true}, typed && !answered);
    if (result.list_height > 0) ui::space(result.list_height);  // the list is within the dialog
    if (result.chosen >= 0) {
        const Hit& hit = hits[static_cast<std::size_t>(result.chosen)];
        wishes_.go(scene.route_to(hit.account, hit.base ? Page::accounts : Page::account));
        dialog.close();
    }
}

}  // namespace parasol
