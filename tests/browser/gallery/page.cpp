// The gallery of widgets as a page of its own.

#include "shell/browser/app.h"
#include "ui/gallery.h"

namespace {

using namespace parasol;

class GalleryPage final : public browser::App {
  public:
    explicit GalleryPage(Platform& platform) : platform_(platform) {
        environment_.platform = &platform;
        environment_.go = [this](std::string_view route) {
            platform_.set_route(route, RouteChange::push);
            route_changed(route);
        };
        route_changed(platform.route());
    }

    void frame() override {
        ui::begin_frame(environment_);
        ui::draw_gallery(gallery_);
        ui::end_frame();
    }
    std::uint32_t background() const override { return ui::background(platform_, environment_.theme); }
    void route_changed(std::string_view route) override {
        gallery_.route = route.size() > 1 ? std::string(route) : "/overview";
        platform_.wake(2);
    }
    std::string diagnostics() const override { return "\"presses\":" + std::to_string(gallery_.presses); }

  private:
    Platform& platform_;
    ui::Environment environment_;
    ui::Gallery gallery_;
};

}  // namespace

std::unique_ptr<browser::App> browser::make_app(Platform& platform) {
    return std::make_unique<GalleryPage>(platform);
}
