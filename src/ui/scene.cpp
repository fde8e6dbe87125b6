#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {

std::string Scene::link(Page page) const {
    Route to = route;
    to.page = page;
    to.tab = AccountTab::contact_details;
    to.section.clear();
    if (is_personal(page)) to.as_of = 0;
    return to_string(to);
}

std::optional<Route> Scene::reaches(AccountId target, Page page) const {
    for (const Via via : {Via::own, Via::parent, Via::federation}) {
        if (view.may(route.home, via, target, Permission::see)) return route_by({route.home, via}, target, page);
    }
    return best_route(target, page);
}

std::optional<Route> Scene::best_route(AccountId target, Page page) const {
    const auto path = view.best_path(target);
    return path ? std::optional(route_by(*path, target, page)) : std::nullopt;
}

Route Scene::route_to(AccountId target, Page page) const {
    const auto to = reaches(target, page);
    return to ? *to : route_by({target, Via::own}, target, page);
}

Route Scene::route_by(const Path& path, AccountId target, Page page) const {
    Route to;
    to.via = path.via;
    to.home = path.home;
    to.account = target;
    to.page = page;
    to.as_of = route.as_of;
    return to;
}

void say_done(const Replica& replica, const CommandHandle& handle, std::string_view done) {
    const bool offline = replica.status().sync.state == SyncState::offline;
    if (handle.verdict == Verdict::applied && !offline) return ui::toast(done, ui::Tone::success);
    const bool waits = handle.verdict == Verdict::waiting;
    ui::toast(words::said({waits ? std::string_view("This waits for an answer") : done,
                           offline ? ". It will be sent when there is a connection." : "."}));
}

}  // namespace parasol
