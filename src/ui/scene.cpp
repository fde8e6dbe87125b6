#include "ui/screen.h"

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
    Route to;
    to.page = page;
    to.account = target;
    to.home = route.home;
    to.as_of = route.as_of;
    for (const Via via : {Via::own, Via::parent, Via::federation}) {
        to.via = via;
        if (view.may(to.home, via, target, Permission::see)) return to;
    }
    return best_route(target, page);
}

std::optional<Route> Scene::best_route(AccountId target, Page page) const {
    const auto path = view.best_path(target);
    if (!path) return std::nullopt;
    Route to;
    to.page = page;
    to.account = target;
    to.home = path->home;
    to.via = path->via;
    to.as_of = route.as_of;
    return to;
}

Route Scene::route_to(AccountId target, Page page) const {
    if (const auto to = reaches(target, page)) return *to;
    Route to;
    to.page = page;
    to.account = target;
    to.home = target;
    to.as_of = route.as_of;
    return to;
}

}  // namespace parasol
