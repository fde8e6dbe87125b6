// The frame of the application: top bar, rail, the page's own region, breadcrumb.
//
//     ui::begin_frame(environment);
//     { ui::TopBar bar("Parasol", 0, "/own/..."); bar.breadcrumb(crumbs); bar.end(); ui::icon_button(...); }
//     ui::band("Acting for another account", icon_network, "Acting in NAME for HOME");
//     ui::rail("Account", items);
//     { ui::Main main(route_as_text); ...the screen... }
//     ui::end_frame();
#pragma once

#include <span>
#include <string_view>

#include "ui/widgets/frame.h"

namespace parasol::ui {

struct Crumb {
    std::string_view label;
    std::string_view route;  // the last one is the page in view
};
// Navigation "Breadcrumb". Where there is little room the middle ones are in a menu.
void breadcrumb(std::span<const Crumb> crumbs);

class TopBar {
  public:
    // The logo, far left: a link named "Home". `logo`: a picture of the platform; 0: Parasol's own mark.
    TopBar(std::string_view brand, char32_t logo, std::string_view home_route);
    ~TopBar();
    TopBar(const TopBar&) = delete;
    TopBar& operator=(const TopBar&) = delete;
    void breadcrumb(std::span<const Crumb> crumbs);
    // What follows stands at the right end, in one line. On a narrow canvas the breadcrumb has a line of its
    // own.
    void end();

  private:
    float height_ = 56, start_ = 0;
    bool at_end_ = false;
};

// A band across the page that cannot be overlooked, with a link at its end where `way_back` names one.
void band(std::string_view name, char32_t icon, std::string_view words, std::string_view way_back = {},
          std::string_view route = {});

struct RailItem {
    std::string_view label;
    std::string_view route;
    char32_t icon = 0;
    bool current = false;
    long long count = 0;  // shown when above 0
};
// Navigation of that name at the left; at the bottom on a narrow canvas (the first four, the rest in a menu
// "More").
void rail(std::string_view name, std::span<const RailItem> items);

struct MainOptions {
    float width = content_width;  // the widest its content gets, in the middle of the room; 0: all
};
// The screen: a scrolling region that fills what is left. `place` names the place, so that each keeps its own
// scroll.
class Main {
  public:
    explicit Main(std::string_view place, const MainOptions& options = {});
    ~Main();
    Main(const Main&) = delete;
    Main& operator=(const Main&) = delete;
};

}  // namespace parasol::ui
