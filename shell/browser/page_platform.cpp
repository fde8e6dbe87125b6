#include "shell/browser/page_platform.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "shell/browser/fonts.h"
#include "shell/browser/host.h"

namespace parasol::browser {

// --- Frames
// -----------------------------------------------------------------------------------------------------

void PagePlatform::request_frame() {
    if (!frame_requested_) {
        frame_requested_ = true;
        ++frame_requests_;
        host_request_frame();
    }
}

void PagePlatform::wake(int frames) {
    frames_wanted_ = std::max(frames_wanted_, frames);
    if (!in_frame_) {
        request_frame();
    }
}

void PagePlatform::wake_at(double ms) {
    if (timer_at_ < 0 || ms < timer_at_) {
        timer_at_ = ms;
        host_set_timer(std::max(0.0, ms - host_now()));
    }
}

void PagePlatform::begin_frame(bool requested) {
    ++frames_;
    frame_requested_ = frame_requested_ && !requested;
    in_frame_ = true;
    frames_wanted_ = std::max(0, frames_wanted_ - 1);
    if (timer_at_ >= 0 && host_now() >= timer_at_) {
        timer_at_ = -1;
    }
}

void PagePlatform::settle() {
    in_frame_ = false;
    if (frames_wanted_ > 0) {
        request_frame();
    }
}

double PagePlatform::now_ms() const { return host_now(); }

std::int64_t PagePlatform::utc_ms() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

// --- The reader and the page around
// -------------------------------------------------------------------------------

std::string& PagePlatform::text_buffer() {
    static std::string buffer;
    return buffer;
}

std::string PagePlatform::language() const {
    const std::size_t size = host_get_language();
    return text_buffer().substr(0, size);
}

ImFont* PagePlatform::font(Face face) const { return font_of(face); }

char32_t PagePlatform::picture(int slot, const std::string& png) {
    Picture& picture = pictures_[static_cast<std::size_t>(slot)];
    if (picture.png != png) {
        picture = {png, false};
        if (!png.empty()) host_set_picture(slot, png.data(), png.size());
    }
    return picture.read ? first_picture + static_cast<char32_t>(slot) : 0;
}

void PagePlatform::shrink_picture(std::string_view bytes, std::size_t most, Callback<void(std::string)> done) {
    shrunk_ = std::move(done);
    host_shrink_picture(bytes.data(), bytes.size(), most);
}

void PagePlatform::answer_shrunk(std::string png) {
    if (const auto done = std::exchange(shrunk_, nullptr)) done(std::move(png));
    wake(2);
}

std::string PagePlatform::attribute(std::string_view name) const {
    const std::size_t size = host_get_attribute(name.data(), name.size());
    return text_buffer().substr(0, size);
}

bool PagePlatform::online() const { return host_is_online(); }

void PagePlatform::ask_before_leaving(bool ask) { host_ask_before_leaving(ask); }

void PagePlatform::reload() { host_reload(); }

void PagePlatform::update() { host_update(); }

void PagePlatform::open_beside(std::string_view route) { host_open_beside(route.data(), route.size()); }

void PagePlatform::set_title(std::string_view title) { host_set_title(title.data(), title.size()); }

// --- Routes
// -------------------------------------------------------------------------------------------------------

void PagePlatform::set_route(std::string_view route, RouteChange change) {
    if (route != route_) {
        route_ = route;
        host_set_route(route.data(), route.size(), change == RouteChange::push);
        wake(2);
    }
}

bool PagePlatform::accept_route(std::string_view route) {
    const std::string_view wanted = route.empty() ? "/" : route;
    if (wanted == route_) {
        return false;
    }
    route_ = wanted;
    return true;
}

std::string PagePlatform::link_to(std::string_view route) const { return "#" + std::string(route); }

// --- Clipboard and files
// --------------------------------------------------------------------------------------------

void PagePlatform::copy_text(std::string_view text, Callback<void(bool)> done) {
    copied_ = std::move(done);
    host_copy_text(text.data(), text.size());
}

void PagePlatform::answer_copy(bool copied) {
    if (const auto done = std::exchange(copied_, nullptr)) {
        done(copied);
    }
    wake(2);
}

void PagePlatform::choose_file(std::string_view accept, std::uint64_t max_bytes,
                               Callback<void(ChosenFile)> done) {
    chosen_ = std::move(done);
    host_choose_file(accept.data(), accept.size(), static_cast<double>(max_bytes));
}

void PagePlatform::answer_file(ChosenFile file) {
    if (const auto done = std::exchange(chosen_, nullptr)) {
        done(std::move(file));
    }
    wake(2);
}

void PagePlatform::save_file(std::string_view name, std::string_view mime, std::string_view bytes) {
    host_save_file(name.data(), name.size(), mime.data(), mime.size(), bytes.data(), bytes.size());
}

}  // namespace parasol::browser
