// The portal's places whose content depends on offers and services: they say what stands there and why it is empty.
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/widgets.h"

namespace parasol::screens {

void draw_later(const Scene& scene, Drafts&, Wishes&) {
    const auto summary = scene.view.account(scene.account());
    const bool base = summary && is_base(summary->kind);
    ui::page_heading(base ? "Account Portal" : "Customer Portal",
                     base ? "Administrators and base-level subscriptions of this account."
                          : "Services and users of this account.",
                     scene.arrived);
    const std::string administrators = scene.link(Page::administrators);
    if (base) {
        ui::Empty empty(icon_layers, "A base account has no services or users of its own.",
                        "They belong to the customers and internal-use accounts below it. Its administrators are "
                        "managed here.");
        ui::link("Administrators", administrators, {.icon = icon_shield, .looks_like_button = true});
        ui::link("Accounts", scene.link(Page::accounts), {.icon = icon_folder_tree, .looks_like_button = true});
        return;
    }
    ui::Empty empty(icon_phone, "This account has no services yet.",
                    "Services appear here when its provider has enabled an offer for it.");
    ui::link("Administrators", administrators, {.icon = icon_shield, .looks_like_button = true});
}

}  // namespace parasol::screens
