#pragma once
// Platform (ui/platform.h) over the page: what is asked goes to the JavaScript that forwards it, what is
// answered comes back through page.cpp.

#include <array>
#include <string>

#include "domain/callback.h"
#include "ui/platform.h"

namespace parasol::browser {

class PagePlatform final : public Platform {
  public:
    void wake(int frames) override;
    void wake_at(double ms) override;
    double now_ms() const override;
    std::int64_t utc_ms() const override;
    const Preferences& preferences() const override { return preferences_; }
    std::string language() const override;
    ImFont* font(Face face) const override;
    char32_t picture(int slot, const std::string& png) override;
    void shrink_picture(std::string_view bytes, std::size_t most, Callback<void(std::string)> done) override;
    void copy_text(std::string_view text, Callback<void(bool)> done) override;
    void choose_file(std::string_view accept, std::uint64_t max_bytes,
                     Callback<void(ChosenFile)> done) override;
    void save_file(std::string_view name, std::string_view mime, std::string_view bytes) override;
    std::string route() const override { return route_; }
    void set_route(std::string_view route, RouteChange change) override;
    std::string link_to(std::string_view route) const override;
    void open_beside(std::string_view route) override;
    void set_title(std::string_view title) override;
    std::string attribute(std::string_view name) const override;
    bool online() const override;
    void ask_before_leaving(bool ask) override;
    void reload() override;
    void update() override;

    // --- For page.cpp ---
    // Takes one of the frames that were asked for; the request for the next one is made by `settle`.
    // `requested`: it is the one that the browser was asked for.
    void begin_frame(bool requested);
    bool in_frame() const { return in_frame_; }
    void settle();
    int frames() const { return frames_; }
    int frame_requests() const { return frame_requests_; }
    void set_preferences(const Preferences& preferences) { preferences_ = preferences; }
    bool accept_route(std::string_view route);  // from outside; false: it is the one already shown
    void answer_copy(bool copied);
    void answer_file(ChosenFile file);
    void answer_picture(int slot, bool read) { pictures_[static_cast<std::size_t>(slot)].read = read; }
    void answer_shrunk(std::string png);

    // The memory that JavaScript puts strings into.
    static std::string& text_buffer();

  private:
    void request_frame();
    int frames_wanted_ = 0;
    bool frame_requested_ = false;
    bool in_frame_ = false;
    int frames_ = 0, frame_requests_ = 0;
    double timer_at_ = -1;
    Preferences preferences_;
    std::string route_ = "/";
    Callback<void(bool)> copied_;
    Callback<void(ChosenFile)> chosen_;
    struct Picture {
        std::string png;
        bool read = false;
    };
    std::array<Picture, 2> pictures_;
    Callback<void(std::string)> shrunk_;
};

}  // namespace parasol::browser
