#include "ui/screen.h"

namespace parasol {

std::string Scene::link(Page page) const {
    Route to = route;
    to.page = page;
    to.tab = AccountTab::contact_details;
    to.section.clear();
    return to_string(to);
}

Route Scene::route_to(AccountId target, Page page) const {
    Route to;
    to.page = page;
    to.account = target;
    to.home = target;
    if (target == route.home) return to;
    if (!view.breadcrumb(route.home, target).empty()) {
        to.home = route.home;
        to.via = Via::parent;
    } else if (const auto path = view.best_path(target)) {
        to.home = path->home;
        to.via = path->via;
    }
    return to;
}

}  // namespace parasol
